#pragma once
#include <algorithm>

#include "core/integer.hpp"

/* What happens to one customer in a period [p0, p1). Boundary rule of dbt's mrr-playbook: start < p0 <= end counts as
   "at start", so at_end(k) = at_start(k + 1); everything else follows from it. */
namespace crm {

/* Active from start to end, start < end. */
struct Active {
	std::int64_t start, end;
};

struct Movement {
	bool at_start = false, started = false /* new or reactivated */, first = false /* new */, at_end = false;
	i128 time = 0; /* active microseconds inside the period */
};

/* The pieces must be ordered by start; touching and overlapping ones count as one. */
inline Movement movement(const Active *pieces, std::size_t count, std::int64_t p0, std::int64_t p1) {
	Movement m;
	bool before = false; /* active some time before the period */
	for (std::size_t i = 0; i < count;) {
		Active piece = pieces[i];
		for (i++; i < count && pieces[i].start <= piece.end; i++)
			piece.end = std::max(piece.end, pieces[i].end);
		if (piece.start >= p1)
			break;
		m.at_end = piece.end >= p1;
		m.time += std::max<i128>(i128{std::min(piece.end, p1)} - std::max(piece.start, p0), 0);
		if (piece.start >= p0)
			m.started = true;
		else
			before = true, m.at_start = piece.end >= p0;
	}
	m.started = m.started && !m.at_start;
	m.first = m.started && !before;
	return m;
}

} // namespace crm
