#include <iterator>

#include "check.hpp"
#include "core/json.hpp"
#include "core/stage_log.hpp"
#include "core/tally.hpp"
#include "core/wire.hpp"

using namespace crm;

/* Text and binary form of records: what is written reads back the same, anything else is refused and never read past. */
struct Inner {
	std::int32_t a = 0;
	std::optional<std::int64_t> b;
	static constexpr void fields(auto &self, auto &&f) { f("a", self.a), f("b", self.b); }
	bool operator==(const Inner &) const = default;
};
struct Outer {
	bool flag = false;
	double ratio = 0;
	Int128 big;
	Bytes name;
	Vec<Inner> items;
	static constexpr void fields(auto &self, auto &&f) {
		f("flag", self.flag), f("ratio", self.ratio), f("big", self.big), f("name", self.name), f("items", self.items);
	}
	bool valid() const { return ratio >= 0; }
	bool equals(const Outer &o) const {
		return flag == o.flag && ratio == o.ratio && i128{big} == i128{o.big} && view(name) == view(o.name) && items.size == o.items.size &&
			   std::equal(items.begin(), items.end(), o.items.begin());
	}
};

static Outer random_outer(Random &random) {
	Outer r{random.below(2) == 0,
			static_cast<double>(random.below(1000000)) / 1024,
			static_cast<i128>(random.next()) * static_cast<i128>(random.next() >> 2),
			{},
			{}};
	if (random.below(2))
		r.big = -i128{r.big};
	for (std::int64_t n = random.below(12); n > 0; n--)
		append(r.name, std::string_view{std::begin({"x", "\"", "\\", "\n", "\x01", "é", "{", "]"})[random.below(8)]});
	for (std::int64_t n = random.below(4); n > 0; n--) {
		Inner inner{static_cast<std::int32_t>(random.next()), {}};
		if (random.below(2))
			inner.b = static_cast<std::int64_t>(random.next() >> random.below(64));
		r.items.push(inner);
	}
	return r;
}

static void round_trips_and_mutants(Random &random) {
	const Outer r = random_outer(random);
	JsonWriter json;
	json.put(r);
	Outer read;
	JsonReader parser{view(json.out)};
	parser.get(read);
	CHECK(parser.ok && parser.in.empty() && read.equals(r));
	WireWriter wire;
	wire.put(r);
	Outer back;
	WireReader reader{view(wire.out)};
	reader.get(back);
	CHECK(reader.ok && reader.in.empty() && back.equals(r));
	for (int i = 0; i < 200; i++) { /* the sanitizers watch */
		Bytes bad = copy(i % 2 ? view(json.out) : view(wire.out));
		for (std::int64_t n = 1 + random.below(3); n > 0; n--)
			bad[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bad.size)))] = static_cast<char>(random.next());
		bad.size -= static_cast<std::size_t>(random.below(2) * random.below(static_cast<std::int64_t>(bad.size)));
		Outer any;
		JsonReader text_reader{view(bad)};
		text_reader.get(any);
		CHECK(text_reader.ok == (text_reader.problem == nullptr));
		Outer other;
		WireReader wire_reader{view(bad)};
		wire_reader.get(other);
		bad.free();
	}
}

static bool reads(const char *in) {
	Outer r;
	JsonReader reader{in};
	reader.get(r), reader.space();
	return reader.ok && reader.in.empty();
}
static void json_rules() {
	CHECK(reads(R"({"flag": true, "ratio": 1e3, "big": -12, "name": "a\u0001\"\\\/\n", "items": [{"a": 1, "b": null}]})"));
	CHECK(reads(R"( { "items" : [ ] , "name" : "" , "big" : 0 , "ratio" : 0.5 , "flag" : false } )")); /* any order */
	for (const char *bad :
		 {"", "{", "{}", "[]", R"({"flag": true})", R"({"flag": true, "ratio": 1, "big": 1, "name": "", "items": [], "more": 1})", /* unknown */
		  R"({"flag": true, "flag": true, "ratio": 1, "big": 1, "name": "", "items": []})",                                        /* twice */
		  R"({"flag": true, "ratio": -1, "big": 1, "name": "", "items": []})",                                                     /* not valid() */
		  R"({"flag": 1, "ratio": 1, "big": 1, "name": "", "items": []})", R"({"flag": true, "ratio": 1, "big": 1.5, "name": "", "items": []})",
		  R"({"flag": true, "ratio": 1, "big": 999999999999999999999999999999999999999999, "name": "", "items": []})",
		  R"({"flag": true, "ratio": NaN, "big": 1, "name": "", "items": []})",
		  R"({"flag": true, "ratio": 1, "big": 1, "name": "\u0000", "items": []})",
		  R"({"flag": true, "ratio": 1, "big": 1, "name": "\u00e9", "items": []})",
		  R"({"flag": true, "ratio": 1, "big": 1, "name": "x, "items": []})",
		  R"({"flag": true, "ratio": 1, "big": 1, "name": "", "items": [{"a": 4294967296, "b": 1}]})",
		  R"({"flag": true, "ratio": 1, "big": 1, "name": "", "items": [,]})", R"({"flag": true, "ratio": 1, "big": 1, "name": "", "items": []}})"})
		CHECK(!reads(bad));
}

static void varints_have_one_spelling() {
	for (const std::string_view in :
		 {std::string_view{"\x80\x00", 2}, std::string_view{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10}, std::string_view{"\x80", 1}}) {
		std::uint64_t n = 0;
		WireReader reader{in};
		reader.get(n);
		CHECK(!reader.ok);
	}
	for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-1}, INT64_MAX, INT64_MIN, std::int64_t{63}, std::int64_t{-64}}) {
		WireWriter writer;
		writer.put(n);
		std::int64_t back = 1;
		WireReader reader{view(writer.out)};
		reader.get(back);
		CHECK(reader.ok && back == n);
	}
	std::int32_t narrow = 0;
	WireWriter wide;
	wide.put(std::int64_t{1} << 40);
	WireReader reader{view(wide.out)};
	reader.get(narrow);
	CHECK(!reader.ok); /* out of range for the field */
}

/* Names of members, times and keys are read without a block for each: a state has a million of them. */
template <class Image> static void reading_leaves_little(const Image &image) {
	JsonWriter written, again;
	written.put(image);
	const std::size_t before = blocks_in_use();
	JsonReader reader{view(written.out)};
	Image read;
	reader.get(read);
	CHECK(reader.ok && blocks_in_use() - before <= 5);
	again.put(read);
	CHECK(text(again.out) == text(written.out));
}
static void reading_leaves_little() {
	Dictionary names;
	StageLog log{&names, {}, true};
	Tally tally;
	tally.type() = KeyType::text;
	for (int i = 0; i < 10000; i++) {
		log.add(i % 2 ? "odd" : "even", {i * std::int64_t{1000000}}, i);
		CHECK(tally.add(Key::of("key " + std::to_string(i)), 1));
	}
	reading_leaves_little(log.image());
	reading_leaves_little(tally.counts());
}

int main() {
	Random random{99};
	for (int i = 0; i < 300; i++)
		round_trips_and_mutants(random);
	json_rules();
	varints_have_one_spelling();
	reading_leaves_little();
	return summary("record");
}
