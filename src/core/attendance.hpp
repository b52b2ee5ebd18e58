#pragma once
#include "core/cohort.hpp"
#include "core/keyed.hpp"
#include "core/timeline.hpp"

/* Which customers were active in which periods, and with what amounts, told in any order and counted at the end.

   A customer is one slot of a hash table: the first period, and a bit for each of the 64 after it. Amounts wait in a log until all
   first periods are known. So rows are neither sorted nor visited by customer. What does not fit, a period farther away or activity
   that comes from another state, goes to a timeline. */
namespace crm {

/* A customer's first period and later ones. */
struct Periods {
	std::uint64_t later = 0; /* bit i: active in period first + 1 + i */
	std::int32_t first = 0;
	std::uint32_t number = 0; /* of the customer, from 1 */

	bool has(std::int64_t period) const {
		const std::int64_t d = period - first;
		return d == 0 || (d > 0 && d <= 64 && (later >> (d - 1) & 1));
	}
	/* False: it is too far from the others. */
	bool add(std::int64_t period) {
		const std::int64_t d = period - first;
		if (d > 0 && d <= 64)
			later |= std::uint64_t{1} << (d - 1);
		else if (d < 0 && static_cast<std::int64_t>(std::bit_width(later)) - d <= 64)
			later = (d > -64 ? later << -d : 0) | std::uint64_t{1} << (-d - 1), first = static_cast<std::int32_t>(period);
		else
			return d == 0;
		return true;
	}
	/* f(period), in order. */
	void each(auto &&f) const {
		f(std::int64_t{first});
		for (std::uint64_t left = later; left; left &= left - 1)
			f(std::int64_t{first} + 1 + std::countr_zero(left));
	}
};

/* What customers bought, in order of arrival: 6 to 10 bytes a purchase. */
struct PurchaseLog {
	void add(std::uint32_t customer, std::int64_t period, const Part &amount) {
		const bool odd = amount.exponent != exponent || amount.carried != 0;
		bytes.put(customer), bytes.put((period - last) * 2 + odd), bytes.put(amount.rest);
		if (odd) [[unlikely]]
			bytes.put(amount.exponent), bytes.put(amount.carried);
		last = period, exponent = amount.exponent;
	}
	/* f(customer, period, amount) */
	void each(auto &&f) const {
		WireReader reader{view(bytes.out)};
		std::uint32_t customer = 0;
		std::int64_t period = 0, step = 0;
		Part amount;
		for (; !reader.in.empty(); reader.turn()) {
			reader.get(customer), reader.get(step), reader.get(amount.rest), amount.carried = 0;
			if (step & 1) [[unlikely]]
				reader.get(amount.exponent), reader.get(amount.carried);
			f(customer, period += step >> 1, amount);
		}
	}

private:
	WireWriter bytes; /* number of the customer; periods since the last purchase, times 2, plus 1 if exponent and carried follow; rest */
	std::int64_t last = 0;
	std::int32_t exponent = 0;
};

/* 27 to 41 bytes per bigint customer, 37 to 55 for the others, and 6 to 10 per row with an amount; what is in the timeline is
   packed there. */
struct Attendance {
	using Seen = Event<Activity>;
	bool money = false;

	bool empty() const { return table.size == 0 && waiting.empty() && others.empty(); }
	/* Has it more than one order of its events? Then it is not canonical. */
	bool loose() const { return table.size > 0 || !others.runs.empty(); }
	void use(KeyType type) { table.type = others.type = type; }

	void add(const Seen &e) { add(e.key, e.at, e.mark); }
	/* A large table does not fit into the nearest caches; so an event waits until the line of its customer's slot has come. */
	void add(const Key &key, std::int64_t period, const Activity &amount) {
		if (table.slots < table.large)
			return put({key, period, amount});
		table.prefetch(key);
		Seen &e = waiting.next();
		e.key.high = key.high, e.key.low = key.low, e.at = period, e.mark = amount;
		if (waiting.size == most_waiting)
			put_waiting();
	}
	void settle() { put_waiting(), others.settle(); }
	/* Takes a copy of the events of a settled one. */
	void merge(const Attendance &o) {
		o.each_of_table([this](const Seen &e) { add(e); });
		others.merge(o.others, {});
	}
	void adopt(const Parcel<Activity> &parcel) { others.adopt(parcel, {}); }
	Parcel<Activity> parcel(bool as_it_is) const {
		const auto same = [](std::uint32_t number) { return number; };
		if (table.size == 0)
			return others.parcel(as_it_is, same);
		Timeline<Activity> all;
		all.type = table.type;
		all.merge(others, {});
		each_of_table([&all](const Seen &e) { all.add(e); });
		all.settle();
		return all.parcel(as_it_is, same);
	}

	/* Adds all customers, and what they bought, to the cells. */
	void count(Cohorts &cohorts) const {
		Vec<std::int32_t> firsts; /* by number - 1 */
		firsts.resize(table.size);
		std::fill(firsts.begin(), firsts.end(), unknown);
		count_others(cohorts, firsts);
		table.each([&](Table::Slot slot) {
			const Periods periods = customer(slot);
			if (std::int32_t &first = firsts[periods.number - 1]; first == unknown)
				first = periods.first, periods.each([&](std::int64_t period) { cohorts.at(first, period - first).customers++; });
		});
		if (money)
			count_log(cohorts, firsts);
		firsts.free();
	}

private:
	using Table = KeyTable<Int128>;
	static constexpr std::size_t most_waiting = 32;
	static constexpr std::int32_t unknown = INT32_MIN; /* no period */
	Table table;                                       /* Periods of a customer */
	PurchaseLog log;
	Vec<Seen> waiting;
	Timeline<Activity> others;

	Periods customer(Table::Slot slot) const { return std::bit_cast<Periods>(table.value(slot)); }

	void put(const Seen &e) {
		const Table::Slot slot = table.place(e.key);
		Periods periods = customer(slot);
		if (periods.number == 0) {
			if (table.size == UINT32_MAX)
				return others.add(e);
			periods = {0, static_cast<std::int32_t>(e.at), static_cast<std::uint32_t>(table.size) + 1};
			table.put(slot, e.key, std::bit_cast<Int128>(periods));
		} else if (!periods.has(e.at)) {
			if (!periods.add(e.at))
				return others.add(e);
			table.set(slot, std::bit_cast<Int128>(periods));
		}
		if (money)
			log.add(periods.number, e.at, e.mark);
	}
	void put_waiting() {
		for (const Seen &e : waiting)
			put(e);
		waiting.size = 0;
	}
	/* Customers with activity in the timeline. */
	void count_others(Cohorts &cohorts, const Vec<std::int32_t> &firsts) const {
		Seen before{{}, INT64_MIN, {}};
		Periods known; /* the customer's slot, if there is one */
		std::int64_t first = 0;
		bool begun = false;
		others.each([](std::uint32_t number) { return number; },
					[&](const Seen &e) {
						const bool next_customer = !begun || e.key != before.key;
						if (next_customer) {
							known = table.size ? customer(table.find(e.key)) : Periods{};
							first = known.number ? std::min<std::int64_t>(e.at, known.first) : e.at;
							if (known.number)
								firsts[known.number - 1] = static_cast<std::int32_t>(first),
													  known.each([&](std::int64_t period) { cohorts.at(first, period - first).customers++; });
						}
						CohortCell &cell = cohorts.at(first, e.at - first);
						if ((next_customer || e.at != before.at) && !(known.number && known.has(e.at)))
							cell.customers++;
						if (money)
							add_part(cell.revenue, e.mark);
						before = e, begun = true;
					});
	}
	/* The amounts of a cell mostly add up to one part, which is less work than a sum without limits. */
	void count_log(Cohorts &cohorts, const Vec<std::int32_t> &firsts) const {
		Vec<Part> sums; /* by place */
		sums.resize(cohorts.cells.size);
		log.each([&](std::uint32_t number, std::int64_t period, const Part &amount) {
			const std::int32_t first = firsts[number - 1];
			const std::uint32_t place = cohorts.place(first, period - first);
			if (!sums[place].absorb(amount))
				add_part(cohorts.cells[place].revenue, sums[place]), sums[place] = amount;
		});
		for (std::size_t place = 0; place < sums.size; place++)
			add_part(cohorts.cells[place].revenue, sums[place]);
		sums.free();
	}
	/* f(event) for those that are in no timeline. */
	void each_of_table(auto &&f) const {
		struct Item {
			Key key;
			Int128 value;
		};
		if (!money) { /* not in the order of the slots: see each_spread */
			Vec<Item> customers = table.sorted<Item>();
			Turns turn;
			for (const Item &one : customers)
				turn(), std::bit_cast<Periods>(one.value).each([&](std::int64_t period) { f(Seen{one.key, period, {}}); });
			return customers.free();
		}
		Vec<Key> keys; /* by number - 1 */
		keys.resize(table.size);
		table.each([&](Table::Slot slot) { keys[customer(slot).number - 1] = table.key(slot); });
		log.each([&](std::uint32_t number, std::int64_t period, const Part &amount) { f(Seen{keys[number - 1], period, {amount}}); });
		keys.free();
	}
};

} // namespace crm
