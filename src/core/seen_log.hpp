#pragma once
#include "core/calendar.hpp"
#include "core/sort.hpp"
#include "core/vec.hpp"

/* When somebody was seen, as spans: times that are at most `reach` apart belong to one. Any order of the times, and any
   split of them, gives the same spans. */
namespace crm {

/* 16 bytes. */
struct Seen {
	Instant first, last;
	static constexpr void fields(auto &self, auto &&f) { f("first", self.first), f("last", self.last); }
	bool valid() const { return first <= last; }
};

struct SeenLog {
	std::int64_t reach = 0; /* microseconds; 0: not known yet */
	Vec<Seen> spans;
	bool settled = true; /* spans are in order and more than `reach` apart */

	/* last + reach must be a finite time. */
	void add(const Seen &seen) {
		make_room();
		if (spans.empty() || spans.back().last.microseconds + reach < seen.first.microseconds)
			spans.push(seen);
		else if (Seen &near = spans.back(); seen.last.microseconds + reach < near.first.microseconds)
			spans.push(seen), settled = false;
		else {
			near.last = std::max(near.last, seen.last);
			if (seen.first < near.first)
				near.first = seen.first, settled = settled && spans.size == 1;
		}
	}
	void merge(const SeenLog &o) {
		Turns turn;
		for (const Seen &seen : o.spans)
			add(seen), turn();
	}
	void settle() {
		if (settled)
			return;
		check_interrupts();
		sort_all(spans.begin(), spans.end(), [](const Seen &a, const Seen &b) { return a.first < b.first; });
		std::size_t n = 1;
		for (const Seen &seen : spans)
			if (Seen &near = spans[n - 1]; near.last.microseconds + reach < seen.first.microseconds)
				spans[n++] = seen;
			else
				near.last = std::max(near.last, seen.last);
		spans.size = n, settled = true;
	}

private:
	/* A full log is settled before it grows, and grows unless that has emptied half of it: memory is bounded by the number
	   of spans, and time is linear but for the sorting. */
	void make_room() {
		if (spans.size < spans.capacity || spans.size < 64)
			return;
		settle();
		if (2 * spans.size > spans.capacity)
			spans.reserve(2 * spans.capacity);
	}
};

/* What it is outside: spans that lie further apart than inactive_after. */
struct SeenImage {
	std::int64_t inactive_after = 0; /* microseconds */
	Vec<Seen> seen;
	static constexpr void fields(auto &self, auto &&f) { f("inactive_after", self.inactive_after), f("seen", self.seen); }
	bool valid() const {
		if (inactive_after <= 0)
			return false;
		const std::int64_t end = Instant::end - inactive_after;
		for (std::size_t i = 0; i < seen.size; i++)
			if (seen[i].last.microseconds >= end || (i > 0 && seen[i].first.microseconds <= seen[i - 1].last.microseconds + inactive_after))
				return false;
		return true;
	}
};

} // namespace crm
