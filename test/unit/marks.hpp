#pragma once
#include "core/event.hpp"

/* Marks for tests of timelines: one that vanishes when repeated, one that adds up. */
namespace crm {

struct Stage : NumberMark {
	static constexpr void fields(auto &self, auto &&f) { f("stage", self.number); }
};
struct Sum {
	inline static std::int64_t least_time = INT64_MIN, most_time = INT64_MAX; /* a test may narrow them */
	std::int32_t group = 0;
	std::int64_t value = 0;
	static constexpr bool numbered = false;
	auto operator<=>(const Sum &) const = default;
	static constexpr void fields(auto &self, auto &&f) { f("group", self.group), f("value", self.value); }
	bool absorb(const Sum &o) {
		if (group != o.group)
			return false;
		value += o.value;
		return true;
	}
	static bool valid_time(std::int64_t at) { return at >= least_time && at <= most_time; }
	static void json_time(JsonWriter &writer, std::int64_t at) { writer.put(at); }
	static void json_time(JsonReader &reader, std::int64_t &at) { reader.get(at); }
};

} // namespace crm
