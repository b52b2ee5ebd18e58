#pragma once
#include "core/calendar.hpp"
#include "core/key_sort.hpp"

/* What one entity did at one time. The mark says what: a record of small integers, with

	static bool valid_time(std::int64_t at)          what times can be
	static void json_time(JsonWriter &, at), (JsonReader &, at &)
	auto operator<=>                                 order of the events of one entity at one time
	bool absorb(const Mark &next)                    whether the next one in order adds nothing new, or has been added to this
	static constexpr bool numbered                   has a std::uint32_t `number` that means an entry of some list */
namespace crm {

/* A mark that is just a number; times are instants. */
struct NumberMark {
	std::uint32_t number = 0;
	static constexpr bool numbered = true;
	auto operator<=>(const NumberMark &) const = default;
	bool absorb(const NumberMark &next) const { return *this == next; }
	static bool valid_time(std::int64_t at) { return Instant{at}.finite(); }
	static void json_time(JsonWriter &writer, std::int64_t at) { writer.put(Instant{at}); }
	static void json_time(JsonReader &reader, std::int64_t &at) {
		Instant time;
		reader.get(time), at = time.microseconds;
	}
};

template <class Mark> struct Event {
	Key key;
	std::int64_t at;
	[[no_unique_address]] Mark mark;

	bool operator==(const Event &) const = default;
	/* Order of everything: by key, time, mark. */
	bool operator<(const Event &o) const {
		if (key.high != o.key.high)
			return key.high < o.key.high;
		if (key.low != o.key.low)
			return key.low < o.key.low;
		return at != o.at ? at < o.at : mark < o.mark;
	}
};

} // namespace crm
