#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "check.hpp"
#include "core/attendance.hpp"

using namespace crm;

using Seen = Event<Activity>;
using Cells = std::map<std::pair<std::int64_t, std::int64_t>, std::pair<std::int64_t, std::int64_t>>; /* customers, amount in cents */

static Key key_of(std::int64_t n, KeyType type) {
	if (type == KeyType::bigint)
		return Key::of(n - 20);
	return type == KeyType::text ? Key::of("customer " + std::to_string(n)) : Key{static_cast<std::uint64_t>(n) << 40, 17};
}

static Cells expected(const std::vector<Seen> &events) {
	std::map<Key, std::set<std::int64_t>> periods;
	for (const Seen &e : events)
		periods[e.key].insert(e.at);
	Cells to;
	for (const auto &[key, set] : periods)
		for (const std::int64_t period : set)
			to[{*set.begin(), period - *set.begin()}].first++;
	for (const Seen &e : events) {
		const std::int64_t first = *periods[e.key].begin();
		to[{first, e.at - first}].second += e.mark.rest;
	}
	return to;
}
static Cells counted(const Attendance &a) {
	Cohorts cohorts;
	a.count(cohorts);
	Cells to;
	for (const CohortCell *cell : cohorts.sorted()) {
		const Money revenue = cell->revenue.canonical();
		const std::string sum = text(decimal_text(revenue.limbs.data, revenue.window, 2));
		to[{cell->cohort, cell->later}] = {cell->customers, a.money ? std::llround(100 * std::strtod(sum.c_str(), nullptr)) : 0};
	}
	return to;
}
static std::string canonical(const Attendance &a) {
	WireWriter writer;
	writer.put(a.image(false));
	return text(writer.out);
}
static Attendance made(const std::vector<Seen> &events, KeyType type, bool money) {
	Attendance a;
	a.money = money, a.use(type);
	for (const Seen &e : events)
		a.add(e);
	a.settle();
	return a;
}
static Attendance empty(KeyType type, bool money) { return made({}, type, money); }
/* As another process gets it. */
static Attendance sent(const Attendance &a, KeyType type, bool as_it_is) {
	WireWriter writer;
	writer.put(a.image(as_it_is));
	WireReader reader{view(writer.out)};
	reader.stored = true;
	AttendanceImage read;
	reader.get(read);
	CHECK(reader.ok && reader.in.empty());
	Attendance to;
	to.money = a.money, to.use(type);
	to.adopt(read), to.settle();
	return to;
}

/* Whole; in parts that are merged, or sent, or both; the same cells as a map counts, and the same bytes. */
static void random_events(Random &random, KeyType type, bool money, std::int64_t customers, std::int64_t span, int n) {
	std::vector<Seen> events, parts[3];
	for (int i = 0; i < n; i++) {
		const std::int64_t cents = money ? random.below(100000) - 20000 : 0;
		const Seen e{key_of(random.below(customers), type), random.below(span) - span / 3, {Part{money ? -2 : 0, 0, cents}}};
		events.push_back(e), parts[random.below(3)].push_back(e);
	}
	const Attendance whole = made(events, type, money);
	const Cells wanted = expected(events);
	CHECK(whole.empty() == events.empty());
	CHECK(counted(whole) == wanted);
	Attendance merged = empty(type, money), received = empty(type, money), mixed = empty(type, money);
	for (int i = 0; i < 3; i++) {
		const Attendance part = made(parts[i], type, money);
		merged.merge(part), merged.settle();
		received.merge(sent(part, type, true)), received.settle();
		if (i == 0)
			mixed.merge(part);
		else if (i == 1)
			mixed.merge(sent(part, type, random.below(2)));
		else
			for (const Seen &e : parts[i])
				mixed.add(e);
		mixed.settle();
	}
	const std::string bytes = canonical(whole);
	for (const Attendance &a : {merged, received, mixed})
		CHECK(counted(a) == wanted && canonical(a) == bytes);
	Attendance again = sent(whole, type, false);
	CHECK(counted(again) == wanted && canonical(again) == bytes);
	again.merge(mixed), again.settle(); /* everything twice */
	Cells twice = wanted;
	for (auto &[cell, values] : twice)
		values.second *= 2;
	CHECK(counted(again) == twice);
}

/* The bits of one customer, against a set. */
static void periods_equal_a_set(Random &random) {
	std::set<std::int64_t> wanted{0};
	Periods periods{0, 0, 1};
	const std::int64_t span = 1 + random.below(140);
	for (int i = 0; i < 40; i++) {
		const std::int64_t period = random.below(2 * span) - span, first = std::min(*wanted.begin(), period),
						   last = std::max(*wanted.rbegin(), period);
		const bool fits = last - first <= 64 && period - *wanted.begin() <= 64;
		CHECK(periods.add(period) == fits);
		if (fits)
			wanted.insert(period);
		std::vector<std::int64_t> told;
		periods.each([&](std::int64_t p) { told.push_back(p); });
		CHECK(std::equal(told.begin(), told.end(), wanted.begin(), wanted.end()));
		for (std::int64_t p = -200; p < 200; p++)
			CHECK(periods.has(p) == wanted.contains(p));
	}
}
static void periods_at_the_ends() {
	Periods forward{0, 0, 1}, backward = forward;
	CHECK(forward.add(64) && !forward.add(65) && !forward.add(-1) && forward.has(64) && forward.later == std::uint64_t{1} << 63);
	CHECK(backward.add(-64) && !backward.add(1) && !backward.add(-65) && backward.has(0) && backward.first == -64);
	Periods far{0, -0x7FFFFFFE, 1};
	CHECK(!far.add(0x7FFFFFFE) && far.add(-0x7FFFFFFE + 64) && !far.has(0x7FFFFFFE));
}

int main() {
	Random random{20240401};
	for (int i = 0; i < 300; i++)
		periods_equal_a_set(random);
	periods_at_the_ends();
	for (const KeyType type : {KeyType::bigint, KeyType::uuid, KeyType::text})
		for (const bool money : {false, true}) {
			random_events(random, type, money, 1, 1, 0);
			for (const std::int64_t span : {1, 24, 64, 66, 300, 100000})
				for (const int n : {1, 2, 30, 1000})
					random_events(random, type, money, 1 + random.below(2 * n), span, n);
			random_events(random, type, money, 9000, 90, 40000); /* more slots than the nearest caches hold, several runs */
		}
	return summary("attendance");
}
