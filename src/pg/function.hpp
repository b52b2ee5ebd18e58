#pragma once
#include "pg/datum.hpp"

/* Typed SQL functions. CRM_FUNCTION(sql_symbol, function) reads the arguments, the NULL rules and the result from the
   C++ signature: a plain parameter makes the call NULL when it is NULL, a std::optional one receives it; a
   std::optional result may be NULL; a last parameter of type Rows makes the function set-returning. Nothing reads
   fn_extra, fn_expr, the collation or a setting. */
namespace crm {

/* Becomes the value where it is going to stand: an amount is too large to be copied for nothing. */
template <class T> struct Given {
	Datum datum;
	operator T() const { return from_datum<T>(datum); }
};
/* Argument i as a P: evaluated only after the NULL check below, in the caller's memory context. */
template <class P> decltype(auto) argument(FunctionCallInfo fcinfo, int i) {
	using T = std::remove_cvref_t<P>;
	if constexpr (!is_optional<T>)
		return from_datum<T>(PG_GETARG_DATUM(i));
	else if constexpr (std::derived_from<typename T::value_type, Amount>)
		return PG_ARGISNULL(i) ? T{} : T{std::in_place, Given<typename T::value_type>{PG_GETARG_DATUM(i)}};
	else
		return PG_ARGISNULL(i) ? T{} : T{from_datum<typename T::value_type>(PG_GETARG_DATUM(i))};
}
/* Whether no plain one of the arguments first, first + 1, ... is NULL. */
template <class... P> bool given(FunctionCallInfo fcinfo, int first) {
	return [&]<int... i>(std::integer_sequence<int, i...>) { return !((!is_optional<std::remove_cvref_t<P>> && PG_ARGISNULL(first + i)) || ...); }
	(std::make_integer_sequence<int, static_cast<int>(sizeof...(P))>{});
}
/* Calls with braces evaluate their arguments from left to right, so the first bad one is what an error names. */
struct Call {
	template <class F, class... A> Call(F &&use, const A &...a) { use(a...); }
};
/* use(argument first, first + 1, ...) without copying them: a copy of what has just been written in parts would wait for it. */
template <class... P, class F> void with_arguments(FunctionCallInfo fcinfo, int first, F &&use) {
	[&]<int... i>(std::integer_sequence<int, i...>) { Call{use, argument<P>(fcinfo, first + i)...}; }
	(std::make_integer_sequence<int, static_cast<int>(sizeof...(P))>{});
}

template <class R, class... P> Datum call(FunctionCallInfo fcinfo, R (*function)(P...)) {
	if (!given<P...>(fcinfo, 0))
		PG_RETURN_NULL();
	Datum datum = 0;
	with_arguments<P...>(fcinfo, 0, [&](const auto &...a) {
		const auto result = function(a...);
		fcinfo->isnull = is_null(result);
		if (!fcinfo->isnull)
			datum = to_datum(result);
	});
	return datum;
}

/* The result of a set-returning function: rows(a, b, ...) emits one row; std::optional columns may be NULL. */
struct Rows {
	ReturnSetInfo *info;
	MemoryContext row_memory; /* of the values of one row: a result may have millions */
	template <class... C> void operator()(const C &...column) const {
		const MemoryContext caller = MemoryContextSwitchTo(row_memory);
		Datum values[] = {is_null(column) ? Datum{0} : to_datum(column)...};
		bool nulls[] = {is_null(column)...};
		tuplestore_putvalues(info->setResult, info->setDesc, values, nulls);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(row_memory);
	}
};
template <State S> Datum call(FunctionCallInfo fcinfo, void (*function)(const S &, Rows)) {
	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
		function(load<S>(PG_GETARG_DATUM(0)), Rows{reinterpret_cast<ReturnSetInfo *>(fcinfo->resultinfo),
												   AllocSetContextCreateInternal(CurrentMemoryContext, "crm_metrics row", ALLOCSET_SMALL_SIZES)});
	return Datum{0};
}
template <auto function> Datum call(FunctionCallInfo fcinfo) { return call(fcinfo, function); }

} // namespace crm

#define CRM_FUNCTION(symbol, ...) CRM_EXPORT(symbol, crm::call<__VA_ARGS__>)
