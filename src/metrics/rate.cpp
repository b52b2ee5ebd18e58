#include "core/normal.hpp"
#include "pg/state_type.hpp"

/* Shares of yes among yes and no: win rate, conversion, renewal; by count or by weight (amount). */
namespace crm {

/* Rows and, when weighted, exact sums of the weights of hits and of misses, side by side behind the struct. 64 bytes, a
   weighted one usually 112. */
struct Rate {
	static constexpr const char *type_name = "rate_agg_state";
	static constexpr std::uint8_t version = 1;
	using Tail = std::int64_t;
	std::int64_t hits = 0, misses = 0;
	Scale hit_scale, miss_scale;
	Window window; /* of both sums; empty: not weighted */

	static constexpr void fields(auto &self, auto &&f) {
		f("hits", self.hits), f("misses", self.misses), f("hit_scale", self.hit_scale), f("miss_scale", self.miss_scale);
		f("window", self.window);
	}
	std::size_t tail_size() const { return 2 * window.size(); }
	std::int64_t *limbs(bool hit) const { return tail(*this) + (hit ? 0 : window.size()); }
	bool weighted() const { return window.size() > 0; }
	std::int64_t trials() const { return wrap_add(hits, misses); }
	bool empty() const { return trials() == 0; }
	Money sum(bool hit) const {
		Money to{window, {}, hit ? hit_scale : miss_scale};
		to.limbs.append(limbs(hit), window.size());
		return canonical(to);
	}

	struct Image {
		std::int64_t hits = 0, misses = 0;
		std::optional<Money> hit_weight, miss_weight;
		static constexpr void fields(auto &self, auto &&f) {
			f("hits", self.hits), f("misses", self.misses), f("hit_weight", self.hit_weight), f("miss_weight", self.miss_weight);
		}
		bool valid() const {
			std::int64_t sum;
			return hits >= 0 && misses >= 0 && !__builtin_add_overflow(hits, misses, &sum) && hit_weight.has_value() == miss_weight.has_value() &&
				   possible(hit_weight, hits) && possible(miss_weight, misses);
		}
		static bool possible(const std::optional<Money> &weight, std::int64_t rows) {
			if (!weight)
				return true;
			const bool zero = std::all_of(weight->limbs.begin(), weight->limbs.end(), [](std::int64_t limb) { return limb == 0; });
			const bool negative = std::any_of(weight->limbs.begin(), weight->limbs.end(), [](std::int64_t limb) { return limb < 0; });
			return !negative && weight->scale.rows <= rows && (rows > 0 || zero) && (rows == 0) == (weight->scale.rows == 0);
		}
	};
	Image image() const {
		Image to{hits, misses, {}, {}};
		if (weighted())
			to.hit_weight = sum(true), to.miss_weight = sum(false);
		return to;
	}
	static Rate shape(const Image &from) {
		Rate to{from.hits, from.misses, {}, {}, {}};
		if (from.hit_weight) {
			to.hit_scale = from.hit_weight->scale, to.miss_scale = from.miss_weight->scale;
			to.window = from.hit_weight->window.join(from.miss_weight->window);
		}
		return to;
	}
	void fill(const Image &from) {
		if (!weighted())
			return;
		for (const bool hit : {true, false}) {
			const Money &weight = hit ? *from.hit_weight : *from.miss_weight;
			std::copy(weight.limbs.begin(), weight.limbs.end(), limbs(hit) + (weight.window.low - window.low));
		}
	}
	static void canonicalise(Cell<Rate> &cell) {
		if (!cell->weighted())
			return;
		const Image image = cell->image();
		cell.reshape(shape(image)), cell->fill(image);
	}

	static void merge(Cell<Rate> &cell, const Rate &o) {
		if (o.empty())
			return;
		if (cell->empty()) {
			cell = Cell<Rate>::copy(o);
			return;
		}
		if (cell->weighted() != o.weighted())
			raise_mixed();
		widen(cell, o.window);
		std::int64_t trials = cell->trials();
		add_count(trials, o.trials());
		cell->hits += o.hits, cell->misses += o.misses;
		cell->hit_scale.add(o.hit_scale), cell->miss_scale.add(o.miss_scale);
		for (const bool hit : {true, false})
			if (o.weighted())
				add_limbs(cell->limbs(hit), cell->window, o.limbs(hit), o.window);
	}
	/* Room for the limbs of `wanted` in both sums. */
	static void widen(Cell<Rate> &cell, Window wanted) {
		if (wanted.within(cell->window))
			return;
		const Cell<Rate> old = cell;
		Rate head = *old;
		head.window = old->weighted() ? old->window.join(wanted) : wanted;
		cell.reshape(head);
		for (const bool hit : {true, false})
			std::copy_n(old->limbs(hit), old->window.size(), cell->limbs(hit) + (old->weighted() ? old->window.low - head.window.low : 0));
	}
	[[noreturn]] static void raise_mixed() {
		raise(invalid_parameter, "Aggregate rate(hit) and rate(hit, weight) apart.", "cannot mix weighted and unweighted rates");
	}
};

namespace {

template <int sign> void count(Rate &s, bool hit) {
	if (s.weighted()) [[unlikely]]
		Rate::raise_mixed();
	s.hits = wrap_add(s.hits, hit ? sign : 0), s.misses = wrap_add(s.misses, hit ? 0 : sign);
}

template <int sign> inline bool count_fast(Rate &s, bool hit) {
	if (s.weighted()) [[unlikely]]
		return false;
	count<sign>(s, hit);
	return true;
}

void check_weight(const Cell<Rate> &s, const Amount &weight) {
	if (weight.negative)
		raise(invalid_parameter, "Use FILTER (WHERE weight >= 0).", "weight %s is negative", shown(number(weight)));
	if (!s->weighted() && !s->empty())
		Rate::raise_mixed();
}
inline bool weigh_fast(Rate &s, bool hit, const Weight &weight) {
	if (weight.negative || !weight.window().within(s.window)) [[unlikely]]
		return false;
	(hit ? s.hits : s.misses)++;
	(hit ? s.hit_scale : s.miss_scale).add({weight.scale, 1});
	add_amount<1>(s.limbs(hit), s.window.low, weight);
	return true;
}
void weigh(Cell<Rate> &s, bool hit, const Weight &weight) {
	check_weight(s, weight);
	Rate::widen(s, weight.window());
	weigh_fast(*s, hit, weight);
}
bool unweigh(Cell<Rate> &s, bool hit, const Weight &weight) {
	check_weight(s, weight);
	Rate::widen(s, weight.window()); /* for plain calls: what was never added */
	const std::int64_t rest = --(hit ? s->hits : s->misses);
	add_amount<-1>(s->limbs(hit), s->window.low, weight);
	return (hit ? s->hit_scale : s->miss_scale).remove({weight.scale, 1}, rest > 0);
}

std::int64_t hits(const Rate &s) { return s.hits; }
std::int64_t trials(const Rate &s) { return s.trials(); }
std::optional<Number> hit_weight(const Rate &s) {
	if (!s.weighted())
		return std::nullopt;
	return number(s.sum(true));
}
std::optional<Number> total_weight(const Rate &s) {
	if (!s.weighted())
		return std::nullopt;
	Money total = s.sum(true);
	total.merge(s.sum(false));
	return number(canonical(total));
}
std::optional<Number> rate(const Rate &s) {
	if (!s.weighted())
		return ratio(s.hits, s.trials());
	return divide(*hit_weight(s), *total_weight(s));
}

std::optional<Interval01> interval(const Rate &s, double confidence) {
	check_confidence(confidence);
	if (s.weighted())
		raise(invalid_parameter, "Use rate_agg(hit) without a weight.", "no confidence interval of a weighted rate");
	if (s.empty())
		return std::nullopt;
	return wilson(s.hits, s.trials(), confidence);
}
std::optional<Number> rate_low(const Rate &s, double confidence) {
	const auto bounds = interval(s, confidence);
	return bounds ? std::optional{number(bounds->low)} : std::nullopt;
}
std::optional<Number> rate_high(const Rate &s, double confidence) {
	const auto bounds = interval(s, confidence);
	return bounds ? std::optional{number(bounds->high)} : std::nullopt;
}

} // namespace
} // namespace crm

CRM_STATE(rate_agg_state, crm::Rate);
CRM_TRANSITION(rate_add, crm::count<1>, crm::count_fast<1>);
CRM_TRANSITION(rate_drop, crm::count<-1>, crm::count_fast<-1>);
CRM_TRANSITION(rate_add_weight, crm::weigh, crm::weigh_fast);
CRM_TRANSITION(rate_drop_weight, crm::unweigh);
CRM_FUNCTION(rate_rate, crm::rate);
CRM_FUNCTION(rate_hits, crm::hits);
CRM_FUNCTION(rate_trials, crm::trials);
CRM_FUNCTION(rate_hit_weight, crm::hit_weight);
CRM_FUNCTION(rate_total_weight, crm::total_weight);
CRM_FUNCTION(rate_rate_low, crm::rate_low);
CRM_FUNCTION(rate_rate_high, crm::rate_high);
