#include <map>

#include "check.hpp"
#include "core/dictionary.hpp"

/* Words of every short length that differ in one byte, with zero bytes, in blocks of their own size: what reads beyond one is found. */
using namespace crm;

static std::string random_word(Random &random, std::size_t length) {
	std::string word;
	for (std::size_t i = 0; i < length; i++)
		word += static_cast<char>(random.below(3));
	return word;
}

int main() {
	Random random{7};
	Dictionary names;
	std::map<std::string, std::uint32_t> numbers;
	CHECK(names.find("absent") == Dictionary::none);
	for (int i = 0; i < 20000; i++) {
		std::string word = random_word(random, static_cast<std::size_t>(random.below(i < 10000 ? 6 : 40)));
		if (random.below(4) == 0 && !numbers.empty()) { /* a word that is known, but for one byte */
			word = numbers.lower_bound(word) == numbers.end() ? numbers.begin()->first : numbers.lower_bound(word)->first;
			if (!word.empty())
				word[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(word.size())))] ^= 64;
		}
		const Bytes block = copy(word);
		const auto known = numbers.find(word);
		CHECK(names.find(view(block)) == (known == numbers.end() ? Dictionary::none : known->second));
		const std::uint32_t number = names.intern(view(block));
		CHECK(number == (known == numbers.end() ? numbers.size() : known->second));
		numbers.emplace(word, number);
		CHECK(names.words[number] == word && names.intern(view(block)) == number);
	}
	CHECK(names.words.size == numbers.size());
	return summary("dictionary");
}
