#pragma once
#include "core/event.hpp"
#include "core/mrr.hpp"
#include "core/part.hpp"

/* MRR over consecutive periods: each customer's subscriptions, swept boundary by boundary. */
namespace crm {

/* A subscription, or part of its MRR, from the number of the first boundary at which it counts: its time. */
struct Subscription {
	static constexpr bool numbered = false;
	std::int32_t boundaries = 0; /* at which it counts; 0: it lies between two of them */
	Part mrr;

	auto operator<=>(const Subscription &) const = default;
	static constexpr void fields(auto &self, auto &&f) { f("boundaries", self.boundaries), Part::fields(self.mrr, f); }
	bool valid() const { return boundaries >= 0 && mrr.valid() && mrr.carried >= 0 && mrr.rest >= 0; }
	bool paid() const { return mrr.carried > 0 || mrr.rest > 0; }
	bool absorb(const Subscription &o) { return boundaries == o.boundaries && mrr.absorb(o.mrr); }
	static bool valid_time(std::int64_t boundary) { return boundary >= 0 && boundary < INT32_MAX; }
	static void json_time(JsonWriter &writer, std::int64_t boundary) { writer.put(boundary); }
	static void json_time(JsonReader &reader, std::int64_t &boundary) { reader.get(boundary); }
};

/* The boundaries at which a subscription from `lower` until `upper` counts, just before each of them: lower < b <= upper. */
struct Stretch {
	std::int64_t first, count;
	static Stretch of(std::span<const Instant> boundaries, std::int64_t lower, std::int64_t upper) {
		const std::int64_t first = times_until(boundaries, {lower}), end = times_until(boundaries, {upper});
		return {first, std::max<std::int64_t>(end - first, 0)};
	}
};

/* The subscriptions of one customer, added in order of their first boundary, become what each period sees. Only boundaries where
   something changes cost time: what a period starts with follows from the one before, see finish(). */
struct Sweep {
	struct Held {
		std::int64_t first, end; /* counts at [first, end) */
		Part mrr;
	};
	Vec<Held> held{}, active{};
	std::int64_t paid_since = INT64_MAX; /* the first boundary before which something was paid */

	void add(std::int64_t first, const Subscription &s) {
		held.push({first, first + s.boundaries, s.mrr});
		if (s.paid())
			paid_since = std::min(paid_since, first);
	}
	/* Counts the customer in periods k, between boundaries k and k + 1, and forgets it. */
	void count(Vec<Movements> &periods) {
		const auto boundaries = static_cast<std::int64_t>(periods.size) + 1;
		Money before, now;
		std::size_t next = 0;
		for (std::int64_t k = held.empty() ? boundaries : held[0].first, then; k < boundaries; k = then) {
			check_interrupts(); /* a customer may have any number of subscriptions */
			const bool changed = change(k, next);
			if (changed)
				now = sum();
			if (k == 0)
				periods[0].stay(now);
			else if (changed)
				move(periods[static_cast<std::size_t>(k - 1)], before, now, paid_since < k);
			if (changed)
				before.limbs.free(), before = now;
			then = std::min(next_change(next), boundaries);
			show(before.scale.digits, k - !changed, then - 1, periods.size);
		}
		before.limbs.free();
		held.size = active.size = 0, paid_since = INT64_MAX;
	}
	/* Adds what periods without a change need, after the last customer: the MRR that they start with, and its decimals. */
	void finish(Vec<Movements> &periods) {
		for (const Shown &s : shown) {
			std::int64_t customers = 0;
			for (std::size_t k = 0; k < periods.size; k++)
				if ((customers += s.change[k]) > 0)
					periods[k].scale.add({s.digits, 2 * customers});
		}
		for (std::size_t k = 1; k < periods.size; k++) {
			Money start = periods[k - 1].total(ending_terms);
			periods[k].start_with(start), start.limbs.free();
		}
		for (Shown &s : shown)
			s.change.free();
		held.free(), active.free(), shown.free();
	}

private:
	/* Begins and ends what does at boundary k; whether anything did. */
	bool change(std::int64_t k, std::size_t &next) {
		const auto size = std::remove_if(active.begin(), active.end(), [k](const Held &h) { return h.end <= k; }) - active.begin();
		bool changed = static_cast<std::size_t>(size) != active.size;
		active.size = static_cast<std::size_t>(size);
		for (; next < held.size && held[next].first <= k; next++)
			if (held[next].end > k)
				active.push(held[next]), changed = true;
		return changed;
	}
	Money sum() const {
		Money all;
		for (const Held &h : active)
			add_part(all, h.mrr);
		const Money to = all.canonical();
		all.limbs.free();
		return to;
	}
	std::int64_t next_change(std::size_t next) const {
		std::int64_t at = next < held.size ? held[next].first : INT64_MAX;
		for (const Held &h : active)
			at = std::min(at, h.end);
		return at;
	}
	static void move(Movements &period, const Money &before, const Money &after, bool was_active) {
		period.move(before, after, was_active);
		/* of scale 0 are all the values that are not counted here: see completed() */
		if (const Scale scale = Movements::scale_of(before.scale.digits, after.scale.digits); scale.digits > 0)
			period.scale.add(scale);
	}

	/* How many more customers have MRR of so many decimals, and no change, from period k on than before. */
	struct Shown {
		std::int64_t digits;
		Vec<std::int64_t> change;
	};
	Vec<Shown> shown{}; /* few: money has some two decimals */
	/* The same in the periods [from, to). */
	void show(std::int64_t digits, std::int64_t from, std::int64_t to, std::size_t periods) {
		from = std::max<std::int64_t>(from, 0);
		if (digits == 0 || from >= to)
			return;
		Shown *its = std::find_if(shown.begin(), shown.end(), [digits](const Shown &s) { return s.digits == digits; });
		if (its == shown.end())
			its = &shown.push({digits, {}}), its->change.resize(periods + 1);
		its->change[static_cast<std::size_t>(from)]++, its->change[static_cast<std::size_t>(to)]--;
	}
};

/* A period in which so many customers count, with all their values in the scale. */
inline Movements completed(Movements period, std::int64_t customers) {
	if (period.scale.digits == 0)
		period.scale.rows = 2 * customers;
	return period;
}

} // namespace crm
