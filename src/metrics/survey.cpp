#include "core/normal.hpp"
#include "pg/state_type.hpp"

/* Survey scores: NPS, CSAT, CES and any other scale within 0..100. */
namespace crm {

/* How often each score of the scale was given: 16 bytes and 4 per score (8 once a count reaches 2^32). */
struct Survey {
	static constexpr const char *type_name = "survey_agg_state";
	static constexpr std::uint8_t version = 1;
	using Tail = std::uint32_t;
	std::int16_t scale_min = 0, boxes = 0; /* 0 boxes: no row has told the scale yet */
	std::int32_t words = 0;                /* of a count: 1, or 2 */

	static constexpr void fields(auto &self, auto &&f) { f("scale_min", self.scale_min), f("boxes", self.boxes), f("words", self.words); }
	static Survey of_scale(int low, int high, int words = 1) {
		return {static_cast<std::int16_t>(low), static_cast<std::int16_t>(high - low + 1), words};
	}
	bool operator==(const Survey &o) const { return std::bit_cast<std::uint64_t>(*this) == std::bit_cast<std::uint64_t>(o); }
	std::size_t tail_size() const { return static_cast<std::size_t>(boxes * words); }
	int scale_max() const { return scale_min + boxes - 1; }
	bool same_scale(const Survey &o) const { return scale_min == o.scale_min && boxes == o.boxes; }
	std::int64_t &wide(int i) const { return reinterpret_cast<std::int64_t *>(tail(*this))[i]; }
	std::int64_t count(int i) const { return words == 1 ? tail(*this)[i] : wide(i); }
	void add(int i, std::int64_t n) const {
		if (words == 1)
			tail(*this)[i] += static_cast<std::uint32_t>(n);
		else
			wide(i) = wrap_add(wide(i), n);
	}
	/* Answers of at least `score`. */
	std::int64_t from(int score) const {
		std::int64_t n = 0;
		for (int i = std::max(score - scale_min, 0); i < boxes; i++)
			n = wrap_add(n, count(i));
		return n;
	}
	std::int64_t responses() const { return from(scale_min); }
	bool empty() const { return responses() == 0; }

	struct Image {
		std::int32_t scale_min = 0, scale_max = -1;
		Vec<std::int64_t> counts;
		static constexpr void fields(auto &self, auto &&f) {
			f("scale_min", self.scale_min), f("scale_max", self.scale_max), f("counts", self.counts);
		}
		bool valid() const {
			std::int64_t sum = 0;
			for (std::int64_t n : counts)
				if (n < 0 || __builtin_add_overflow(sum, n, &sum))
					return false;
			return scale_min >= 0 && scale_max > scale_min && scale_max <= 100 && counts.size == static_cast<std::size_t>(scale_max - scale_min + 1);
		}
	};
	Image image() const {
		Image to{scale_min, scale_max(), {}};
		for (int i = 0; i < boxes; i++)
			to.counts.push(count(i));
		return to;
	}
	static Survey shape(const Image &from) {
		const bool fits = std::all_of(from.counts.begin(), from.counts.end(), [](std::int64_t n) { return n <= UINT32_MAX; });
		return of_scale(from.scale_min, from.scale_max, fits ? 1 : 2);
	}
	void fill(const Image &from) {
		for (int i = 0; i < boxes; i++)
			add(i, from.counts[static_cast<std::size_t>(i)]);
	}
	/* Into a fresh state of another shape. */
	static void reshape(Cell<Survey> &cell, const Survey &to) {
		const Cell<Survey> old = cell;
		cell.reshape(to);
		for (int i = 0; i < old->boxes; i++)
			cell->add(i, old->count(i));
	}
	static void canonicalise(Cell<Survey> &cell) {
		if (cell->words == 2)
			reshape(cell, shape(cell->image()));
	}
	static void merge(Cell<Survey> &cell, const Survey &o) {
		if (o.boxes == 0)
			return;
		if (cell->boxes == 0) {
			cell = Cell<Survey>::copy(o);
			return;
		}
		if (!cell->same_scale(o))
			raise_scales(*cell, o);
		std::int64_t total = cell->responses(), most = 0;
		add_count(total, o.responses());
		for (int i = 0; i < o.boxes; i++)
			most = std::max(most, cell->count(i) + o.count(i));
		if (cell->words == 1 && most > UINT32_MAX)
			reshape(cell, of_scale(o.scale_min, o.scale_max(), 2));
		for (int i = 0; i < o.boxes; i++)
			cell->add(i, o.count(i));
	}
	/* The lower scale first, whichever the plan saw first. */
	[[noreturn]] static void raise_scales(const Survey &a, const Survey &b) {
		const bool ordered = std::pair{a.scale_min, a.boxes} < std::pair{b.scale_min, b.boxes};
		const Survey &low = ordered ? a : b, &high = ordered ? b : a;
		raise(invalid_parameter, "Group by survey, or aggregate each scale for itself.", "survey scales %d..%d and %d..%d do not go together",
			  low.scale_min, low.scale_max(), high.scale_min, high.scale_max());
	}
};

namespace {

/* ---- transitions ---- */

[[noreturn, gnu::noinline, gnu::cold]] void raise_score(const char *score, int low, int high, bool fraction = false) {
	char hint[120];
	pg_snprintf(hint, sizeof hint, "Use FILTER (WHERE score BETWEEN %d AND %d)%s.", low, high,
				fraction ? ", and round() where scores are not whole" : "");
	raise(out_of_range, hint, "score %s is not a whole number of the scale %d..%d", score, low, high);
}
/* The score as a distance from `low`. */
template <std::integral T> int box(T score, int low, int high) {
	if (score < low || score > high) [[unlikely]] {
		char text[24];
		pg_snprintf(text, sizeof text, INT64_FORMAT, static_cast<std::int64_t>(score));
		raise_score(text, low, high);
	}
	return static_cast<int>(score - low);
}
int box(double score, int low, int high) {
	if (!(score >= low && score <= high) || score != std::floor(score)) [[unlikely]]
		raise_score(shown(score), low, high, score > low && score < high);
	return static_cast<int>(score - low);
}

/* One answer more or less; a count that reaches 2^32 needs room first. */
template <int sign> void count(Cell<Survey> &s, int i) {
	if (sign > 0 && s->words == 1 && s.tail()[i] == UINT32_MAX) [[unlikely]]
		Survey::reshape(s, Survey::of_scale(s->scale_min, s->scale_max(), 2));
	s->add(i, sign);
}
[[gnu::noinline, gnu::cold]] void use_scale(Cell<Survey> &s, const Survey &scale) {
	if (s->boxes == 0)
		s.reshape(scale);
	else if (!s->same_scale(scale))
		Survey::raise_scales(*s, scale);
}

/* One of the fixed scales. */
template <class Score, int low, int high, int sign> void count_fixed(Cell<Survey> &s, Score score) {
	const int i = box(score, low, high);
	use_scale(s, Survey::of_scale(low, high)), count<sign>(s, i);
}
template <class Score, int low, int high, int sign> inline bool count_fast(Survey &s, Score score) {
	if (!(score >= low && score <= high) || s != Survey::of_scale(low, high)) [[unlikely]]
		return false;
	const int whole = static_cast<int>(score);
	std::uint32_t &n = tail(s)[whole - low];
	if (whole != score || n == UINT32_MAX) [[unlikely]]
		return false;
	n += static_cast<std::uint32_t>(sign);
	return true;
}

/* The caller's scale, which must be the same in every row, skipped ones included. */
template <class Score, int sign>
void count_on(Cell<Survey> &s, std::optional<Score> score, std::optional<std::int32_t> low, std::optional<std::int32_t> high) {
	if (!low || !high)
		raise(invalid_parameter, "Give the lowest and the highest score that can be answered.", "survey scale must not be NULL");
	if (*low < 0 || *high > 100 || *low >= *high)
		raise(invalid_parameter, "A scale lies within 0..100 and has at least two scores.", "survey scale %d..%d is not possible", *low, *high);
	use_scale(s, Survey::of_scale(*low, *high));
	if (score)
		count<sign>(s, box(*score, *low, *high));
}

/* ---- results ---- */

constexpr int promoter = 9, passive = 7;

void check_nps_scale(const Survey &s) {
	if (s.scale_max() != 10 || s.scale_min > 1)
		raise(invalid_parameter, "Use top_box() and bottom_box() on other scales.", "net promoter score needs a scale of 0..10 or 1..10, not %d..%d",
			  s.scale_min, s.scale_max());
}
std::int64_t promoters(const Survey &s) { return check_nps_scale(s), s.from(promoter); }
std::int64_t passives(const Survey &s) { return check_nps_scale(s), s.from(passive) - s.from(promoter); }
std::int64_t detractors(const Survey &s) { return check_nps_scale(s), s.responses() - s.from(passive); }

/* 100 (promoters - detractors) / responses. Reichheld, "The One Number You Need to Grow", HBR, December 2003. */
std::optional<Number> nps(const Survey &s) {
	if (s.boxes == 0)
		return std::nullopt;
	check_nps_scale(s);
	/* counts[score], whatever their width */
	const auto score = [&s](const auto *counts) {
		std::int64_t low = s.scale_min == 0 ? counts[0] : 0;
		for (int i = 1; i < passive; i++)
			low += counts[i];
		const std::int64_t middle = std::int64_t{counts[7]} + counts[8], high = std::int64_t{counts[9]} + counts[10];
		return ratio(i128{100} * (high - low), low + middle + high);
	};
	return s.words == 1 ? score(tail(s) - s.scale_min) : score(&s.wide(-s.scale_min));
}
std::optional<Number> nps_from_counts(std::int64_t promoters, std::int64_t passives, std::int64_t detractors) {
	for (std::int64_t n : {promoters, passives, detractors})
		if (n < 0)
			raise(invalid_parameter, "Counts of answers are 0 or more.", "negative count: " INT64_FORMAT, n);
	return ratio(i128{100} * (i128{promoters} - detractors), i128{promoters} + passives + detractors);
}
/* Half width of the normal confidence interval, in points; variance of a value that is +100, 0 or -100. */
std::optional<Number> nps_margin(const Survey &s, double confidence) {
	check_confidence(confidence);
	if (s.empty())
		return std::nullopt;
	const double n = static_cast<double>(s.responses()), p = static_cast<double>(promoters(s)) / n, d = static_cast<double>(detractors(s)) / n;
	return number(100 * normal_quantile_two_sided(confidence) * std::sqrt(std::max(p + d - (p - d) * (p - d), 0.0) / n));
}

std::int64_t num_responses(const Survey &s) { return s.responses(); }
std::optional<Number> csat(const Survey &s) { return ratio(i128{100} * s.from(s.scale_max() - 1), s.responses()); }
std::optional<Number> ces(const Survey &s) { return ratio(i128{100} * s.from((s.scale_min + s.scale_max()) / 2 + 1), s.responses()); }
std::optional<Number> mean(const Survey &s) {
	i128 sum = 0;
	for (int i = 0; i < s.boxes; i++)
		sum += i128{s.scale_min + i} * s.count(i);
	return ratio(sum, s.responses());
}

void check_boxes(const Survey &s, int boxes) {
	if (boxes < 1 || boxes > s.boxes)
		raise(invalid_parameter, "A box is one score of the scale.", "a survey of scale %d..%d has 1 to %d boxes, not %d", s.scale_min, s.scale_max(),
			  s.boxes, boxes);
}
std::optional<Number> top_box(const Survey &s, std::int32_t boxes) {
	check_boxes(s, boxes);
	return ratio(s.from(s.scale_max() - boxes + 1), s.responses());
}
std::optional<Number> bottom_box(const Survey &s, std::int32_t boxes) {
	check_boxes(s, boxes);
	return ratio(s.responses() - s.from(s.scale_min + boxes), s.responses());
}
void score_counts(const Survey &s, Rows rows) {
	for (int i = 0; i < s.boxes; i++)
		rows(std::int32_t{s.scale_min + i}, s.count(i));
}

} // namespace
} // namespace crm

CRM_STATE(survey_agg_state, crm::Survey);

#define CRM_SURVEY_SCALE(name, suffix, Score, low, high)                                                                       \
	CRM_TRANSITION(survey_add_##name##_##suffix, crm::count_fixed<Score, low, high, 1>, crm::count_fast<Score, low, high, 1>); \
	CRM_TRANSITION(survey_drop_##name##_##suffix, crm::count_fixed<Score, low, high, -1>, crm::count_fast<Score, low, high, -1>)
#define CRM_SURVEY_TYPE(suffix, Score)                            \
	CRM_SURVEY_SCALE(nps, suffix, Score, 0, 10);                  \
	CRM_SURVEY_SCALE(csat, suffix, Score, 1, 5);                  \
	CRM_SURVEY_SCALE(ces, suffix, Score, 1, 7);                   \
	CRM_TRANSITION(survey_add_##suffix, crm::count_on<Score, 1>); \
	CRM_TRANSITION(survey_drop_##suffix, crm::count_on<Score, -1>)
CRM_SURVEY_TYPE(smallint, std::int16_t);
CRM_SURVEY_TYPE(integer, std::int32_t);
CRM_SURVEY_TYPE(bigint, std::int64_t);
CRM_SURVEY_TYPE(float8, double);

CRM_FUNCTION(survey_nps, crm::nps);
CRM_FUNCTION(survey_csat, crm::csat);
CRM_FUNCTION(survey_ces, crm::ces);
CRM_FUNCTION(survey_top_box, crm::top_box);
CRM_FUNCTION(survey_bottom_box, crm::bottom_box);
CRM_FUNCTION(survey_mean, crm::mean);
CRM_FUNCTION(survey_num_responses, crm::num_responses);
CRM_FUNCTION(survey_promoters, crm::promoters);
CRM_FUNCTION(survey_passives, crm::passives);
CRM_FUNCTION(survey_detractors, crm::detractors);
CRM_FUNCTION(survey_nps_margin, crm::nps_margin);
CRM_FUNCTION(survey_score_counts, crm::score_counts);
CRM_FUNCTION(survey_nps_from_counts, crm::nps_from_counts);
