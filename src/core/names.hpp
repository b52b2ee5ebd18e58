#pragma once
#include "core/dictionary.hpp"
#include "core/sort.hpp"

namespace crm {

/* A dictionary whose words can be put in bytewise order, shared by many states each of which uses a few of the words. */
struct Names : Dictionary {
	Vec<std::uint32_t> order, ranks; /* words by rank, ranks by word; of the words that there were */
	Vec<std::uint32_t> rounds, places;
	std::uint32_t round = 0;

	/* Puts all words there are in order, in the memory where they live; what follows needs it, and allocates nothing here.
	   New words are merged into the order, so that it costs little to come back with a few. */
	void settle() {
		if (ranks.size == words.size)
			return;
		const auto by_name = [this](std::uint32_t a, std::uint32_t b) { return words[a] < words[b]; };
		Vec<std::uint32_t> fresh, merged;
		for (std::size_t i = ranks.size; i < words.size; i++)
			fresh.push(static_cast<std::uint32_t>(i));
		sort_all(fresh.begin(), fresh.end(), by_name);
		merged.resize(words.size), ranks.resize(words.size), rounds.resize(words.size), places.resize(words.size);
		std::merge(order.begin(), order.end(), fresh.begin(), fresh.end(), merged.begin(), by_name);
		order.free(), fresh.free();
		order = merged;
		for (std::uint32_t i = 0; i < order.size; i++)
			ranks[order[i]] = i;
	}
	/* Numbers the words that a state uses by their order; until the next call, place(word) is that number. `tell_all(f)`
	   calls f(word) for each, as often as it likes. The words in order are the result. */
	template <class TellAll> Vec<std::uint32_t> number_used(TellAll &&tell_all) {
		round++;
		Vec<std::uint32_t> used;
		tell_all([&](std::uint32_t word) {
			if (rounds[word] != round)
				rounds[word] = round, used.push(word);
		});
		sort_all(used.begin(), used.end(), [this](std::uint32_t a, std::uint32_t b) { return ranks[a] < ranks[b]; });
		for (std::uint32_t i = 0; i < used.size; i++)
			places[used[i]] = i;
		return used;
	}
};

} // namespace crm
