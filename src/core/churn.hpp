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

/* The activity that begins with piece i, which moves behind it. The pieces are ordered by start; touching and overlapping
   ones are one activity. */
inline Active next_activity(const Active *pieces, std::size_t count, std::size_t &i) {
	Active activity = pieces[i++];
	for (; i < count && pieces[i].start <= activity.end; i++)
		activity.end = std::max(activity.end, pieces[i].end);
	return activity;
}

inline Movement movement(const Active *pieces, std::size_t count, std::int64_t p0, std::int64_t p1) {
	Movement m;
	bool before = false; /* active some time before the period */
	for (std::size_t i = 0; i < count;) {
		const Active piece = next_activity(pieces, count, i);
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
