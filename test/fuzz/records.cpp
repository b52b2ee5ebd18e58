/* Readers of stored and foreign states.  The program's name says which record it reads; the first byte of an input says in which form:
   t text, b binary.  Whatever is accepted is valid, is written as the same bytes and text again from either, and what it becomes in an
   aggregate leaves as the same bytes. */
#include "fuzz.hpp"

#include "core/cohort.hpp"
#include "core/distinct.hpp"
#include "core/mrr_series.hpp"
#include "core/names.hpp"
#include "core/pipeline.hpp"
#include "core/seen_log.hpp"
#include "core/stage_log.hpp"
#include "core/survival.hpp"
#include "core/tally.hpp"
#include "core/timeline.hpp"

namespace crm {
namespace {

struct Times {
	Vec<Instant> times;
	std::optional<double> number;
	static constexpr void fields(auto &self, auto &&f) { f("times", self.times), f("number", self.number); }
	bool valid() const { return !number || std::isfinite(*number); } /* a record that has a number looks after it */
};

/* ---- what becomes of an accepted one ---- */

void use(const Money &image) {
	Money sum;
	sum.merge(image);
	if (image.scale.rows <= INT64_MAX / 2) /* a state counts its rows before it merges sums */
		sum.merge(image);
	REQUIRE(wire_of(image.canonical()) == wire_of(image) && sum.canonical().valid());
}
void use(const KeyCounts &image) {
	Tally kept, sum;
	kept.adopt(image), sum.type() = image.type;
	REQUIRE(sum.merge(kept) && sum.settle() && wire_of(kept.counts()) == wire_of(image) && wire_of(sum.counts()) == wire_of(image));
	for (const KeyCount &item : image.items)
		sum.remove(item.key);
	REQUIRE(sum.total == kept.total - image.items.size);
}
void use(const KeyNumbers &image) {
	DistinctSum sum, merged;
	sum.type = merged.type = image.type;
	for (const KeyNumber &item : image.items)
		REQUIRE(sum.add(item.key, is_packed(item.word) ? item.word : 0, is_packed(item.word) ? Amount{} : stored(image.heap, item.word)) == 0);
	REQUIRE(!merged.merge(sum) && !merged.merge(sum) && wire_of(merged.numbers()) == wire_of(image));
	REQUIRE(wire_of(sum.sum().canonical().limbs) == wire_of(merged.sum().canonical().limbs));
}
void use(const Lengths::Image &image) {
	Lengths lengths, twice;
	lengths.fill(image);
	REQUIRE(wire_of(lengths.image()) == wire_of(image) && twice.merge(lengths));
	if (lengths.empty())
		return;
	REQUIRE(lengths.percentile(0) == image.minimum && lengths.percentile(1) == image.maximum);
	for (const double fraction : {0.01, 0.5, 0.99})
		REQUIRE(*lengths.percentile(fraction) >= image.minimum && *lengths.percentile(fraction) <= image.maximum);
	REQUIRE(*lengths.mean() >= image.minimum && *lengths.mean() <= image.maximum);
	if (twice.merge(lengths))
		REQUIRE(twice.mean() == lengths.mean() && valid(twice.image()));
}
void use(const Sketch::Image &image) {
	Sketch sketch, other;
	sketch.fill(image), other.merge(sketch);
	REQUIRE(wire_of(sketch.image()) == wire_of(image) && wire_of(other.image()) == wire_of(image) && sketch.total() == image.total());
	for (const Sketch::Item &item : image.items)
		REQUIRE(other.remove(Sketch::middle(item.bucket)) == true);
}
void use(const Survival::Image &image) {
	Survival survival, twice;
	survival.fill(image);
	REQUIRE(wire_of(survival.image()) == wire_of(image) && twice.merge(survival) && (twice.settle(), wire_of(twice.image()) == wire_of(image)));
	double before = 1;
	std::int64_t at_risk = survival.count;
	survival.each([&](const SurvivalPoint &p) {
		REQUIRE(p.at_risk == at_risk && p.survival.high >= 0 && p.survival.high <= before && p.events + p.censored > 0);
		at_risk -= p.events + p.censored, before = p.survival.high;
		return true;
	});
	REQUIRE(at_risk == 0);
	if (survival.empty())
		return;
	REQUIRE(survival.at(INT64_MAX) == before && survival.median().has_value() == (before <= 0.5 + 1e-12));
	for (const std::int64_t horizon : {std::int64_t{0}, std::int64_t{86400000000}, INT64_MAX})
		if (const auto mean = survival.restricted_mean(horizon))
			REQUIRE(*mean >= 0 && *mean <= horizon);
	for (const LengthCounts::Item &item : image.events.items)
		REQUIRE(twice.remove(item.length, true) == true);
}
void use(const StageImage &image) {
	Dictionary names, others;
	StageLog log{&names, {}}, merged{&others, {}};
	log.fill(image), log.settle(), merged.merge(log), merged.merge(log), merged.settle();
	REQUIRE(wire_of(log.image()) == wire_of(image) && wire_of(merged.image()) == wire_of(image));
	std::size_t visits = 0;
	Vec<std::uint32_t> path;
	log.each_visit([&](const Visit &visit) {
		REQUIRE(!visit.exited || *visit.exited >= visit.entered);
		visits++, path.push(visit.stage);
	});
	REQUIRE(visits <= image.rows.size && log.reached_in_order(path) == static_cast<int>(visits));
}
void use(const MrrImage &image) {
	if (image.customers == 0 || image.customers > INT64_MAX / 4)
		return;
	Movements sums, twice;
	sums.fill(image), twice.merge(sums), twice.merge(sums);
	REQUIRE(wire_of(sums.sums()) == wire_of(static_cast<const MovementSums &>(image)));
	REQUIRE(sums.total(kept_terms).valid() && twice.total(ending_terms).valid());
}
void use(const Times &) {}
void use(const SeenImage &image) {
	SeenLog log{image.inactive_after, {}};
	for (std::size_t i = image.seen.size; i-- > 0;)
		log.add(image.seen[i]);
	log.settle();
	REQUIRE(wire_of(log.spans) == wire_of(image.seen));
}
template <class Mark> void use(const Parcel<Mark> &image) {
	const auto as_is = [](std::uint32_t n) { return n; };
	Timeline<Mark> timeline{}, merged{};
	if (!image.sources.empty())
		timeline.type = merged.type = image.sources[0].run.type;
	timeline.adopt(image, {}), timeline.settle(), merged.merge(timeline, {}), merged.settle();
	REQUIRE(wire_of(timeline.parcel(false, as_is)) == wire_of(image) && wire_of(merged.parcel(false, as_is)) == wire_of(image));
}
void use(const PipelineImage &image) { use(image.entries); }

/* ---- targets ---- */

template <class T> void round_trip(std::string_view bytes, const std::string &wire, const std::string &json) {
	T from_wire{}, from_json{};
	REQUIRE(read_wire(wire, from_wire) && read_json(json, from_json));
	REQUIRE(wire_of(from_wire) == wire && json_of(from_wire) == json && wire_of(from_json) == wire && json_of(from_json) == json);
	REQUIRE(bytes.empty() || bytes == wire); /* equal content is equal bytes */
}
template <class T> void read(bool is_text, std::string_view in) {
	T value{};
	if (is_text && !valid_text(in)) /* the server has seen to it */
		return;
	if (!(is_text ? read_json(in, value) : read_wire(in, value)))
		return;
	REQUIRE(valid(value));
	round_trip<T>(is_text ? std::string_view{} : in, wire_of(value), json_of(value));
	use(value);
}

template <class T> std::string bytes(std::string_view text) {
	T value{};
	return read_json(text, value) ? wire_of(value) : "";
}
struct Target {
	std::string_view name;
	void (*read)(bool is_text, std::string_view in);
	std::string (*bytes)(std::string_view text);
};
template <class T> constexpr Target target(std::string_view name) { return {name, read<T>, bytes<T>}; }
constexpr Target targets[] = {
	target<Money>("money"),
	target<KeyCounts>("key_counts"),
	target<KeyNumbers>("key_numbers"),
	target<Lengths::Image>("lengths"),
	target<Sketch::Image>("sketch"),
	target<Survival::Image>("survival"),
	target<StageImage>("stage_log"),
	target<MrrImage>("movements"),
	target<Times>("times"),
	target<SeenImage>("seen"),
	target<PipelineImage>("pipeline"),
	target<Parcel<Subscription>>("subscriptions"),
	target<Parcel<Activity>>("activity"),
};
const Target *chosen = nullptr;

} // namespace
} // namespace crm

/* --list prints the names; --bytes TEXT, as one of them, the binary form of a text, nothing when it is refused. */
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv) {
	using namespace crm;
	std::string_view name = **argv, option = *argc > 1 ? (*argv)[1] : "";
	name.remove_prefix(name.rfind('/') + 1);
	for (const Target &target : targets)
		if (option == "--list")
			std::printf("%.*s\n", static_cast<int>(target.name.size()), target.name.data());
		else if (target.name == name)
			chosen = &target;
	if (chosen && option == "--bytes" && *argc > 2) {
		const std::string made = chosen->bytes((*argv)[2]);
		std::fwrite(made.data(), 1, made.size(), stdout);
		std::exit(made.empty());
	}
	if (!chosen)
		std::exit(option == "--list" ? 0 : 2);
	return 0;
}
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
	if (size == 0 || (data[0] != 't' && data[0] != 'b'))
		return 0;
	crm::chosen->read(data[0] == 't', {reinterpret_cast<const char *>(data) + 1, size - 1});
	crm::forget_all();
	return 0;
}
