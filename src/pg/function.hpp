#pragma once
#include "pg/datum.hpp"

/* Typed SQL functions. CRM_FUNCTION(sql_symbol, function) reads the arguments, the NULL rules and the result from the
   C++ signature: a plain parameter makes the call NULL when it is NULL, a std::optional one receives it; a
   std::optional result may be NULL; a last parameter of type Rows makes the function set-returning. Nothing reads
   fn_extra, fn_expr, the collation or a setting. */
namespace crm {

/* Argument i as a P: evaluated only after the NULL check below, in the caller's memory context. */
template <class P> decltype(auto) argument(FunctionCallInfo fcinfo, int i) {
	using T = std::remove_cvref_t<P>;
	if constexpr (is_optional<T>)
		return PG_ARGISNULL(i) ? T{} : T{from_datum<typename T::value_type>(PG_GETARG_DATUM(i))};
	else
		return from_datum<T>(PG_GETARG_DATUM(i));
}
/* Arguments first, first + 1, ... as a tuple; none if a plain one is NULL. */
template <class... P> auto arguments(FunctionCallInfo fcinfo, int first) {
	return [&]<int... i>(std::integer_sequence<int, i...>) {
		using Tuple = std::tuple<decltype(argument<P>(fcinfo, 0))...>;
		if (((!is_optional<std::remove_cvref_t<P>> && PG_ARGISNULL(first + i)) || ...))
			return std::optional<Tuple>{};
		return std::optional<Tuple>{Tuple{argument<P>(fcinfo, first + i)...}};
	}
	(std::make_integer_sequence<int, static_cast<int>(sizeof...(P))>{});
}

template <class R, class... P> Datum call(FunctionCallInfo fcinfo, R (*function)(P...)) {
	const auto given = arguments<P...>(fcinfo, 0);
	if (!given)
		PG_RETURN_NULL();
	const auto result = std::apply(function, *given);
	if (is_null(result))
		PG_RETURN_NULL();
	return to_datum(result);
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
