#pragma once
#include <optional>

#include "core/integer.hpp"
#include "core/vec.hpp"

/* How far one entity came through the steps 1, 2, ... of a funnel. From a start, a row of step 1, step k is its earliest row
   at or after step k - 1, not later than `within` after the start. Of all starts the deepest counts, of those the earliest. */
namespace crm {

struct FunnelWalk {
	static constexpr std::uint32_t most_steps = 64;
	struct Row {
		std::int64_t at;
		std::uint32_t step;
	};
	Vec<Row> rows; /* of one entity, by time, those of one time by step */

	/* The deepest step, 0 if there is no start; times[k]: of step k since the start, 1 <= k <= the deepest. Linear in the
	   rows: for each step only the latest start that led there matters, as it has the most time left. */
	std::uint32_t deepest(const std::optional<std::int64_t> &within, std::uint64_t (&times)[most_steps + 1]) const {
		const auto in_time = [&within](std::int64_t start, std::int64_t at) {
			return !within || distance(start, at) <= static_cast<std::uint64_t>(*within);
		};
		std::int64_t starts[most_steps + 1], reached = 0; /* reached: when the deepest step was first */
		std::uint32_t depth = 0;
		for (const Row &row : rows) {
			const std::uint32_t before = row.step - 1;
			if (before > depth || (before > 0 && !in_time(starts[before], row.at)))
				continue;
			starts[row.step] = before > 0 ? starts[before] : row.at;
			if (row.step > depth)
				depth = row.step, reached = row.at;
		}
		/* Every start from which `reached` is in time has got there by then, the earliest one too. */
		std::int64_t start = 0;
		std::uint32_t next = 1;
		for (const Row &row : rows) {
			if (row.step != next || next > depth || (next == 1 && !in_time(row.at, reached)))
				continue;
			if (next == 1)
				start = row.at;
			times[next++] = distance(start, row.at);
		}
		return depth;
	}
};

} // namespace crm
