#include "core/attribution.hpp"
#include "pg/window.hpp"

/* The window function attribution_weight(touched_at, converted_at, model, milestone, half_life)
   OVER (PARTITION BY conversion ORDER BY touched_at, id). */
namespace crm {
namespace {

enum { touched_at, converted_at, model, milestone, half_life }; /* the arguments */

struct Conversion {
	TouchPath path;
	Span half_life; /* as the first row has it */
	Instant at;     /* if converted */
	bool started, converted;
	bool touched;       /* a row with a time has come */
	std::int64_t last;  /* its time */
	std::int64_t index; /* in the path, of the next touch */
};

Attribution checked_model(const std::optional<std::string_view> &name) {
	static constexpr char hint[] = "Use 'first', 'last', 'linear', 'position', 'time_decay', 'u_shaped', 'w_shaped' or 'full_path'.";
	if (!name)
		raise(invalid_parameter, hint, "model must not be NULL");
	const auto *found = std::find(std::begin(attribution_names), std::end(attribution_names), *name);
	if (found == std::end(attribution_names))
		raise(invalid_parameter, hint, "unknown model \"%.*s\"", static_cast<int>(name->size()), name->data());
	return static_cast<Attribution>(found - attribution_names);
}
std::int64_t checked_half_life(const std::optional<Span> &given) {
	static constexpr char hint[] = "Give the time in which a touch loses half its weight, such as '7 days'.";
	if (!given)
		raise(invalid_parameter, hint, "half_life must not be NULL");
	const std::int64_t length = microseconds_of("half_life", *given);
	if (length <= 0)
		raise(invalid_parameter, hint, "half_life %s is not positive", shown(*given));
	return length;
}
void check_finite(const char *what, Instant at) {
	if (!at.finite())
		raise(bad_time, psprintf("Leave such rows out: WHERE isfinite(%s).", what), "%s is %s", what, shown(at));
}
[[noreturn, gnu::cold]] void raise_difference(const char *what, const char *now, const char *before) {
	raise(invalid_parameter, psprintf("Keep %s constant within PARTITION BY.", what), "%s differs between rows of one partition: %s after %s", what,
		  now, before);
}
void check_order(bool touched, std::int64_t last, Instant at) {
	check_finite("touched_at", at);
	if (touched && at.microseconds < last)
		raise(invalid_parameter, "Use OVER (PARTITION BY conversion ORDER BY touched_at, id).", "touched_at %s follows %s in the window order",
			  shown(at), shown(Instant{last}));
}

template <class T> struct AttributionWeight {
	Partition<Conversion> partition;
	Conversion &memory;

	explicit AttributionWeight(FunctionCallInfo fcinfo) : partition(fcinfo), memory(partition.memory()) {}

	/* One pass over the path, on the first row. */
	void start() {
		memory.started = true;
		memory.path.model = checked_model(partition.template argument<std::string_view>(model));
		const auto given = partition.template argument<Span>(half_life);
		memory.path.half_life = checked_half_life(given), memory.half_life = *given;
		const auto at = partition.template argument<T>(converted_at);
		if ((memory.converted = at.has_value()))
			check_finite("converted_at", *at), memory.at = *at, collect();
	}
	void collect() {
		std::int64_t last = PG_INT64_MIN;
		for (std::int64_t row = 0;; row++) {
			bool outside;
			const auto at = partition.template argument<T>(touched_at, row, &outside);
			if (outside)
				break;
			if (row % 1024 == 1023)
				check_interrupts();
			if (!at)
				continue;
			check_order(true, last, *at);
			if ((last = at->microseconds) > memory.at.microseconds)
				break;
			memory.path.add(last, uses_milestones() && partition.template argument<bool>(milestone, row, &outside).value_or(false));
		}
	}
	bool uses_milestones() const { return memory.path.model >= Attribution::u_shaped; }
	/* What the first row told, every row tells: those without a time and after the conversion, too. */
	void expect_same() {
		const auto name = partition.template argument<std::string_view>(model);
		const std::string_view &before = attribution_names[static_cast<int>(memory.path.model)];
		if (name != before)
			raise_difference("model", attribution_names[static_cast<int>(checked_model(name))].data(), before.data());
		const auto span = partition.template argument<Span>(half_life);
		if (span != memory.half_life && checked_half_life(span) != memory.path.half_life)
			raise_difference("half_life", shown(*span), shown(memory.half_life));
		const auto at = partition.template argument<T>(converted_at);
		if (at.has_value() != memory.converted || (at && at->microseconds != memory.at.microseconds))
			raise_difference("converted_at", at ? shown(*at) : "NULL", memory.converted ? shown(memory.at) : "NULL");
	}
	std::optional<double> operator()() {
		if (memory.started)
			expect_same();
		else
			start();
		partition.forget_before(partition.current());
		const auto at = partition.template argument<T>(touched_at);
		if (!at)
			return std::nullopt;
		check_order(memory.touched, memory.last, *at);
		memory.touched = true, memory.last = at->microseconds;
		if (!memory.converted)
			return std::nullopt;
		if (*at > memory.at)
			return 0;
		const bool is_milestone = partition.template argument<bool>(milestone).value_or(false);
		return memory.path.weight(memory.index++, at->microseconds, is_milestone);
	}
};
template <class T> Datum attribution_weight(FunctionCallInfo fcinfo) {
	const std::optional<double> weight = AttributionWeight<T>{fcinfo}();
	if (!weight)
		PG_RETURN_NULL();
	return to_datum(number(*weight));
}

} // namespace
} // namespace crm

CRM_EXPORT(attribution_weight_time, crm::attribution_weight<crm::Instant>);
CRM_EXPORT(attribution_weight_date, crm::attribution_weight<crm::Day>);
