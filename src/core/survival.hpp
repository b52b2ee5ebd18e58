#pragma once
#include <algorithm>
#include <cmath>

#include "core/integer.hpp"
#include "core/normal.hpp"
#include "core/pairs.hpp"
#include "core/sort.hpp"

/* Survival from durations, some of which were still running when they were last seen (censored). At each time t with
   d events among n durations that had lasted until then:

   S(t) = product of (n - d) / n                  E. L. Kaplan and P. Meier, JASA 53 (1958) 457-481
   var(ln S) = sum of d / (n (n - d))             M. Greenwood, Reports on Public Health and Medical Subjects 33 (1926)
   S ^ exp(+-z sqrt(var(ln S)) / ln S)            J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure
												  Time Data (1980): the interval of ln(-ln S), always within 0..1

   What is censored at t was still at risk at t. */
namespace crm {

/* A double and what rounding took from it, some 32 digits: a product of a million factors still has 15 right ones. */
struct Precise {
	double high = 0, low = 0;

	static Precise of(std::int64_t value) {
		const auto high = static_cast<double>(value);
		return {high, static_cast<double>(i128{value} - static_cast<i128>(high))};
	}
	static Precise sum(double a, double b) {
		const double s = a + b, rest = s - a;
		return {s, (a - (s - rest)) + (b - rest)};
	}
	Precise operator+(Precise o) const {
		const Precise s = sum(high, o.high);
		return sum(s.high, s.low + (low + o.low));
	}
	Precise operator*(Precise o) const {
		const double p = high * o.high;
		return sum(p, std::fma(high, o.high, -p) + (high * o.low + low * o.high));
	}
	Precise operator/(Precise o) const {
		const double q = high / o.high;
		return sum(q, (std::fma(-q, o.high, high) + low - q * o.low) / o.high);
	}
	bool is(double value) const { return high == value && low == 0; }
	std::int64_t rounded() const {
		const double whole = std::floor(high);
		return static_cast<std::int64_t>(static_cast<i128>(whole) + static_cast<i128>(std::floor((high - whole) + low + 0.5)));
	}
};

/* How many times each length of time was met. 16 bytes per distinct length, twice that while rows come in. */
struct LengthCounts {
	struct Item {
		std::int64_t length, count; /* microseconds */
	};
	Vec<Item> items;
	std::size_t ordered = 0; /* the first items are in order and distinct, but may have a count of 0 */
	bool hollow = false;     /* one of them has */

	struct Image {
		Vec<Item> items;
		bool valid() const {
			for (std::size_t i = 0; i < items.size; i++)
				if (items[i].count <= 0 || items[i].length < 0 || (i > 0 && items[i].length <= items[i - 1].length))
					return false;
			return true;
		}
		void wire(WireWriter &writer) const { pairs::write<&Item::length>(writer, items); }
		void wire(WireReader &reader) { pairs::read<&Item::length>(reader, items); }
		void json(JsonWriter &writer) const { pairs::write<&Item::length>(writer, items); }
		void json(JsonReader &reader) { pairs::read<&Item::length>(reader, items); }
		static constexpr void fields(auto &self, auto &&f) { f("items", self.items); }
	};

	/* The total of all counts must fit in 63 bits. */
	void add(std::int64_t length, std::int64_t n = 1) {
		if (!items.empty() && items.back().length == length) {
			items.back().count += n;
			return;
		}
		make_room();
		items.push({length, n});
	}
	/* One less; false: there is none. */
	[[nodiscard]] bool remove(std::int64_t length) {
		Item *found = find(length);
		if (!found && ordered < items.size)
			settle(), found = find(length);
		if (!found)
			return false;
		hollow = --found->count == 0 || hollow;
		return true;
	}
	void merge(const LengthCounts &o) {
		Turns turn;
		for (const Item &item : o.items)
			add(item.length, item.count), turn();
	}
	void settle() {
		if (ordered == items.size && !hollow)
			return;
		check_interrupts();
		sort_all(items.begin() + ordered, items.end(), before);
		if (ordered > 0 && ordered < items.size)
			merge_tail();
		std::size_t n = 0;
		for (const Item &item : items)
			if (n > 0 && items[n - 1].length == item.length)
				items[n - 1].count += item.count;
			else if (item.count > 0)
				items[n++] = item;
		items.size = ordered = n, hollow = false;
	}

private:
	static bool before(const Item &a, const Item &b) { return a.length < b.length; }
	Item *find(std::int64_t length) const {
		Item *end = items.begin() + ordered, *at = std::lower_bound(items.begin(), end, Item{length, 0}, before);
		return at < end && at->length == length && at->count > 0 ? at : nullptr;
	}
	/* From the end on; the tail alone is copied, so that a frame that slides by a row does not move much. */
	void merge_tail() {
		Vec<Item> tail;
		tail.append(items.begin() + ordered, items.size - ordered);
		Item *to = items.end(), *head = items.begin() + ordered;
		for (const Item *next = tail.end(); next > tail.begin();)
			if (head > items.begin() && before(next[-1], head[-1]))
				*--to = *--head;
			else
				*--to = *--next;
		tail.free();
	}
	/* As SeenLog: full items are settled before they grow, and grow unless that has emptied half of them. */
	void make_room() {
		if (items.size < items.capacity || items.size < 64)
			return;
		settle();
		if (2 * items.size > items.capacity)
			items.reserve(2 * items.capacity);
	}
};

/* A time of the curve: who was at risk just before it, what happened at it, and S from it on. */
struct SurvivalPoint {
	std::int64_t elapsed = 0, at_risk = 0, events = 0, censored = 0;
	Precise survival{1, 0}, log_variance;

	bool started() const { return !survival.is(1); } /* S < 1 */
	bool over() const { return survival.is(0); }
	void happen() {
		if (events == 0)
			return;
		const Precise n = Precise::of(at_risk), left = Precise::of(at_risk - events);
		survival = survival * (left / n);
		if (events < at_risk)
			log_variance = log_variance + Precise::of(events) / (n * left);
	}
	double std_error() const { return survival.high * std::sqrt(log_variance.high); }
	/* Of a point with 0 < S < 1. */
	Interval01 interval(double z) const {
		const double s = survival.high, log_s = s > 0.5 ? std::log1p((s - 1) + survival.low) : std::log(s);
		const double spread = z * std::sqrt(log_variance.high) / -log_s;
		return {std::exp(log_s * std::exp(spread)), std::exp(log_s * std::exp(-spread))};
	}
};

struct Survival {
	std::int64_t count = 0;
	LengthCounts events, censored;

	struct Image {
		LengthCounts::Image events, censored;
		static constexpr void fields(auto &self, auto &&f) { f("events", self.events), f("censored", self.censored); }
		i128 total() const {
			i128 sum = 0;
			for (const auto *list : {&events.items, &censored.items})
				for (const LengthCounts::Item &item : *list)
					sum += item.count;
			return sum;
		}
		bool valid() const { return total() <= INT64_MAX; }
	};
	/* Of a settled one. */
	Image image() const { return {{events.items}, {censored.items}}; }
	void fill(const Image &from) {
		count = static_cast<std::int64_t>(from.total());
		events.items = from.events.items, events.ordered = events.items.size;
		censored.items = from.censored.items, censored.ordered = censored.items.size;
	}
	bool empty() const { return count == 0; }
	void settle() { events.settle(), censored.settle(); }

	void add(std::int64_t length, bool observed) { (observed ? events : censored).add(length), count++; }
	/* False, and nothing is changed: never added. */
	[[nodiscard]] bool remove(std::int64_t length, bool observed) {
		if (!(observed ? events : censored).remove(length))
			return false;
		count--;
		return true;
	}
	/* False, and nothing is changed, when their number leaves 63 bits. */
	[[nodiscard]] bool merge(const Survival &o) {
		std::int64_t sum;
		if (__builtin_add_overflow(count, o.count, &sum))
			return false;
		count = sum, events.merge(o.events), censored.merge(o.censored);
		return true;
	}

	/* f(point) for every distinct time in order, until it answers false. Settled. */
	template <class F> void each(F &&f) const {
		SurvivalPoint point;
		point.at_risk = count;
		Turns turn;
		const LengthCounts::Item *event = events.items.begin(), *cut = censored.items.begin();
		while (event < events.items.end() || cut < censored.items.end()) {
			point.elapsed = cut == censored.items.end() || (event < events.items.end() && event->length < cut->length) ? event->length : cut->length;
			point.events = event < events.items.end() && event->length == point.elapsed ? event++->count : 0;
			point.censored = cut < censored.items.end() && cut->length == point.elapsed ? cut++->count : 0;
			point.happen();
			if (!f(point))
				return;
			turn();
			point.at_risk -= point.events + point.censored;
		}
	}
	/* S(elapsed); not of an empty one. */
	double at(std::int64_t elapsed) const {
		double survival = 1;
		each([&](const SurvivalPoint &p) { return p.elapsed <= elapsed && (survival = p.survival.high, true); });
		return survival;
	}
	/* The first time with S <= 0.5. */
	std::optional<std::int64_t> median() const {
		std::optional<std::int64_t> found;
		each([&](const SurvivalPoint &p) {
			if (p.survival.high <= 0.5 + 1e-12)
				found = p.elapsed;
			return !found;
		});
		return found;
	}
	/* The area under S from 0 to horizon >= 0, rounded to a microsecond; none where the curve does not reach so far. */
	std::optional<std::int64_t> restricted_mean(std::int64_t horizon) const {
		Precise area, survival{1, 0};
		std::int64_t from = 0;
		each([&](const SurvivalPoint &p) {
			const std::int64_t to = std::min(p.elapsed, horizon);
			area = area + survival * Precise::of(to - from);
			from = to, survival = p.survival;
			return to < horizon;
		});
		if (empty() || (from < horizon && !survival.is(0)))
			return std::nullopt;
		return area.rounded();
	}
};

} // namespace crm
