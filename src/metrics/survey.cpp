#include "core/normal.hpp"
#include "pg/state_type.hpp"

/* Survey scores: NPS, CSAT, CES and any other scale within 0..100. */
namespace crm {

/* How often each score of the scale was given. 16 bytes and 8 per score of the scale. */
struct Survey {
	static constexpr const char *type_name = "survey_agg_state";
	static constexpr std::uint8_t version = 1;
	using Tail = std::int64_t;
	std::int32_t scale_min = 0, boxes = 0; /* 0 boxes: no row has told the scale yet */

	static constexpr void fields(auto &self, auto &&f) { f("scale_min", self.scale_min), f("boxes", self.boxes); }
	std::size_t tail_size() const { return static_cast<std::size_t>(boxes); }
	std::span<std::int64_t> counts() const { return {tail(*this), tail_size()}; }
	int scale_max() const { return scale_min + boxes - 1; }
	/* Answers of at least `score`. */
	std::int64_t from(int score) const {
		std::int64_t n = 0;
		for (int i = std::max(score - scale_min, 0); i < boxes; i++)
			n += counts()[static_cast<std::size_t>(i)];
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
			return scale_min >= 0 && scale_max > scale_min && scale_max <= 100 &&
				counts.size == static_cast<std::size_t>(scale_max - scale_min + 1);
		}
	};
	Image image() const {
		Image to{scale_min, scale_max(), {}};
		to.counts.append(counts().data(), counts().size());
		return to;
	}
	static Survey shape(const Image &from) { return {from.scale_min, from.scale_max - from.scale_min + 1}; }
	void fill(const Image &from) { std::copy(from.counts.begin(), from.counts.end(), counts().begin()); }

	static void merge(Cell<Survey> &cell, const Survey &o) {
		if (o.boxes == 0)
			return;
		if (cell->boxes == 0)
			cell = Cell<Survey>::copy(o);
		else if (cell->scale_min != o.scale_min || cell->boxes != o.boxes)
			raise(invalid_parameter, "Group by survey, or aggregate each scale for itself.",
				  "cannot merge survey scales %d..%d and %d..%d", cell->scale_min, cell->scale_max(), o.scale_min, o.scale_max());
		else
			for (std::size_t i = 0; i < o.tail_size(); i++)
				cell.tail()[i] += tail(o)[i];
	}
};

namespace {

/* ---- transitions ---- */

[[noreturn]] void raise_score(const char *score, int low, int high) {
	char hint[80];
	pg_snprintf(hint, sizeof hint, "Use FILTER (WHERE score BETWEEN %d AND %d).", low, high);
	raise(out_of_range, hint, "score %s is not a whole number of the scale %d..%d", score, low, high);
}
/* The score as a distance from `low`. */
template <std::integral T> std::size_t box(T score, int low, int high) {
	if (score < low || score > high) [[unlikely]] {
		char text[24];
		pg_snprintf(text, sizeof text, INT64_FORMAT, static_cast<std::int64_t>(score));
		raise_score(text, low, high);
	}
	return static_cast<std::size_t>(score - low);
}
std::size_t box(double score, int low, int high) {
	if (!(score >= low && score <= high) || score != std::floor(score)) [[unlikely]] {
		char text[40];
		text[format_double(score, text)] = '\0';
		raise_score(text, low, high);
	}
	return static_cast<std::size_t>(score - low);
}

void use_scale(Cell<Survey> &s, int low, int high) {
	if (s->boxes != 0)
		raise(invalid_parameter, "Group by survey, or aggregate each scale for itself.",
			  "survey scale changed from %d..%d to %d..%d", s->scale_min, s->scale_max(), low, high);
	s.reshape(Survey{low, high - low + 1});
}

/* One of the fixed scales. */
template <class Score, int low, int high, int sign> void count(Cell<Survey> &s, Score score) {
	const std::size_t i = box(score, low, high);
	if (s->scale_min != low || s->boxes != high - low + 1) [[unlikely]]
		use_scale(s, low, high);
	s.tail()[i] += sign;
}

/* The caller's scale, which must be the same in every row, skipped ones included. */
template <class Score, int sign>
void count_on(Cell<Survey> &s, std::optional<Score> score, std::optional<std::int32_t> low, std::optional<std::int32_t> high) {
	if (!low || !high)
		raise(invalid_parameter, nullptr, "survey scale must not be NULL");
	if (s->scale_min != *low || s->boxes != std::int64_t{*high} - *low + 1 || s->boxes == 0) {
		if (*low < 0 || *high > 100 || *low >= *high)
			raise(invalid_parameter, "A scale lies within 0..100 and has at least two scores.", "survey scale %d..%d is not possible", *low, *high);
		use_scale(s, *low, *high);
	}
	if (score)
		s.tail()[box(*score, *low, *high)] += sign;
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
	if (s.empty())
		return std::nullopt;
	return ratio(i128{100} * (promoters(s) - detractors(s)), s.responses());
}
std::optional<Number> nps_from_counts(std::int64_t promoters, std::int64_t passives, std::int64_t detractors) {
	for (std::int64_t n : {promoters, passives, detractors})
		if (n < 0)
			raise(invalid_parameter, nullptr, "negative count: " INT64_FORMAT, n);
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
		sum += i128{s.scale_min + i} * s.counts()[static_cast<std::size_t>(i)];
	return ratio(sum, s.responses());
}

void check_boxes(const Survey &s, int boxes) {
	if (boxes < 1 || boxes > s.boxes)
		raise(invalid_parameter, nullptr, "a survey of scale %d..%d has 1 to %d boxes, not %d", s.scale_min, s.scale_max(), s.boxes, boxes);
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
		rows(std::int32_t{s.scale_min + i}, s.counts()[static_cast<std::size_t>(i)]);
}

} // namespace
} // namespace crm

CRM_STATE(survey_agg_state, crm::Survey);

#define CRM_SURVEY_TYPE(suffix, Score)                                                                                 \
	CRM_TRANSITION(survey_add_nps_##suffix, crm::count<Score, 0, 10, 1>);                                              \
	CRM_TRANSITION(survey_drop_nps_##suffix, crm::count<Score, 0, 10, -1>);                                            \
	CRM_TRANSITION(survey_add_csat_##suffix, crm::count<Score, 1, 5, 1>);                                              \
	CRM_TRANSITION(survey_drop_csat_##suffix, crm::count<Score, 1, 5, -1>);                                            \
	CRM_TRANSITION(survey_add_ces_##suffix, crm::count<Score, 1, 7, 1>);                                               \
	CRM_TRANSITION(survey_drop_ces_##suffix, crm::count<Score, 1, 7, -1>);                                             \
	CRM_TRANSITION(survey_add_##suffix, crm::count_on<Score, 1>);                                                      \
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
