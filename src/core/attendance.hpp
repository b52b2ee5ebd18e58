#pragma once
#include "core/cohort.hpp"
#include "core/keyed.hpp"
#include "core/timeline.hpp"

/* Which customers were active in which periods, and with what amounts, told in any order and counted at the end.

   A customer is one slot of a hash table: the first period, and a bit for each of the 64 after it. Amounts wait in a log until all
   first periods are known. So rows are neither sorted nor visited by customer. What does not fit goes to a timeline: periods farther
   away, and activity that was read in canonical form. */
namespace crm {

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
	PurchaseLog copied() const {
		PurchaseLog to = *this;
		to.bytes.out = copy(view(bytes.out));
		return to;
	}
	void wire(WireWriter &writer) const { writer.put(last), writer.put(exponent), writer.put(bytes.out.size), append(writer.out, view(bytes.out)); }
	void wire(WireReader &reader) {
		std::size_t size = 0;
		reader.get(last), reader.get(exponent), reader.get(size);
		append(bytes.out, reader.raw(size));
	}

private:
	WireWriter bytes; /* number of the customer; periods since the last purchase, times 2, plus 1 if exponent and carried follow; rest */
	std::int64_t last = 0;
	std::int32_t exponent = 0;
};

using Customers = KeyTable<Int128>; /* of Periods */

/* The canonical content of an attendance, one run; or, for another process of the same query, all as it is, which begins like a
   list of no runs that are loose. */
struct AttendanceImage {
	Parcel<Activity> parcel;
	Customers customers{};
	PurchaseLog log{};

	static constexpr void fields(auto &self, auto &&f) { f("parcel", self.parcel); } /* wire() and json() do the work */
	void wire(WireWriter &writer) const {
		if (customers.size) {
			writer.put(std::size_t{0}), writer.put(true);
			customers.wire(writer), log.wire(writer);
		}
		parcel.wire(writer);
	}
	void wire(WireReader &reader) {
		WireReader ahead = reader;
		std::size_t none = 0;
		bool loose = false;
		ahead.get(none), ahead.get(loose);
		if (reader.stored && ahead.ok && none == 0 && loose)
			reader = ahead, customers.wire(reader), log.wire(reader);
		parcel.wire(reader);
	}
	void json(JsonWriter &writer) const { parcel.json(writer); }
	void json(JsonReader &reader) { parcel.json(reader); }
};

/* 27 to 41 bytes per bigint customer, 37 to 55 for the others (68 and 91 while the table grows), and 6 to 10 per row with an amount;
   what is in the timeline is packed there. */
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
		if (table.size == 0 && o.table.size > 0)
			table = o.table.copied(), log = o.log.copied();
		else
			join(o);
		others.merge(o.others, {});
	}
	/* Becomes what was read, which is no one else's. */
	void adopt(const AttendanceImage &from) {
		if (from.customers.size > 0)
			table = from.customers, log = from.log;
		others.adopt(from.parcel, {});
	}
	AttendanceImage image(bool loose) const {
		const auto same = [](std::uint32_t number) { return number; };
		if (table.size == 0 || (loose && table.table.size <= most_words))
			return {others.parcel(loose, same), table, log};
		Timeline<Activity> all;
		all.type = table.type;
		all.merge(others, {});
		each_of_table([&all](std::uint32_t, const Seen &e) { all.add(e); });
		all.settle();
		return {all.parcel(loose, same)};
	}

	/* Adds all customers, and what they bought, to the cells. */
	void count(Cohorts &cohorts) const {
		Vec<std::int32_t> firsts; /* by number - 1 */
		firsts.resize(table.size);
		std::fill(firsts.begin(), firsts.end(), unknown);
		count_others(cohorts, firsts);
		table.each([&](Customers::Slot slot) {
			const Periods periods = customer(slot);
			if (std::int32_t &first = firsts[periods.number - 1]; first == unknown)
				first = periods.first, periods.each([&](std::int64_t period) { cohorts.at(first, period - first).customers++; });
		});
		if (money)
			count_log(cohorts, firsts);
		firsts.free();
	}

private:
	static constexpr std::size_t most_waiting = 32, most_words = std::size_t{1} << 26; /* of a table that travels as it is: 256 MB */
	static constexpr std::int32_t unknown = INT32_MIN;                                 /* no period */
	Customers table;
	PurchaseLog log;
	Vec<Seen> waiting;
	Timeline<Activity> others;

	Periods customer(Customers::Slot slot) const { return std::bit_cast<Periods>(table.value(slot)); }

	void put(const Seen &e) {
		const Customers::Slot slot = table.place(e.key);
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
	/* Customers whose periods fit beside those known here are joined as they are; of the others each event is added. */
	void join(const Attendance &o) {
		Vec<std::uint32_t> numbers; /* here, by number - 1 there; 0: not joined */
		numbers.resize(o.table.size);
		bool all = true;
		o.table.each_spread([&](Customers::Slot slot) {
			const Periods theirs = o.customer(slot);
			all &= (numbers[theirs.number - 1] = join(o.table.key(slot), theirs)) != 0;
			return true;
		});
		if (money)
			o.log.each([&](std::uint32_t number, std::int64_t period, const Part &amount) {
				if (const std::uint32_t here = numbers[number - 1])
					log.add(here, period, amount);
			});
		if (!all)
			o.each_of_table([&](std::uint32_t number, const Seen &e) {
				if (numbers[number - 1] == 0)
					add(e);
			});
		numbers.free();
	}
	std::uint32_t join(const Key &key, Periods theirs) {
		const Customers::Slot slot = table.place(key);
		Periods mine = customer(slot);
		if (mine.number == 0) {
			if (table.size == UINT32_MAX)
				return 0;
			theirs.number = static_cast<std::uint32_t>(table.size) + 1;
			table.put(slot, key, std::bit_cast<Int128>(theirs));
			return theirs.number;
		}
		if (!mine.join(theirs))
			return 0;
		table.set(slot, std::bit_cast<Int128>(mine));
		return mine.number;
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
						}
						if (next_customer && known.number) {
							firsts[known.number - 1] = static_cast<std::int32_t>(first);
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
	/* f(customer's number, event) for those that are in no timeline. */
	void each_of_table(auto &&f) const {
		struct Item {
			Key key;
			Int128 value;
		};
		if (!money) { /* not in the order of the slots: see each_spread */
			Vec<Item> customers = table.sorted<Item>();
			Turns turn;
			for (const auto &[key, value] : customers) {
				const auto periods = std::bit_cast<Periods>(value);
				periods.each([&, who = key](std::int64_t period) { f(periods.number, Seen{who, period, {}}); });
				turn();
			}
			return customers.free();
		}
		Vec<Key> keys; /* by number - 1 */
		keys.resize(table.size);
		table.each([&](Customers::Slot slot) { keys[customer(slot).number - 1] = table.key(slot); });
		log.each([&](std::uint32_t number, std::int64_t period, const Part &amount) { f(number, Seen{keys[number - 1], period, {amount}}); });
		keys.free();
	}
};

} // namespace crm
