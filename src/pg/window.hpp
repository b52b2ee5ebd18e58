#pragma once
#include "pg/function.hpp"

/* Window functions: the rows of the current partition, read by number from 0 on. */
namespace crm {

template <class Memory> struct Partition {
	WindowObject window;
	FunctionCallInfo fcinfo;

	explicit Partition(FunctionCallInfo call) : window(reinterpret_cast<WindowObject>(call->context)), fcinfo(call) {
		if (!WindowObjectIsValid(window))
			raise(ERRCODE_FEATURE_NOT_SUPPORTED, nullptr, "window function called without OVER");
	}
	/* Zeroed at the start of every partition. */
	Memory &memory() const { return *static_cast<Memory *>(WinGetPartitionLocalMemory(window, sizeof(Memory))); }
	std::int64_t current() const { return WinGetCurrentPosition(window); }
	/* Rows before this one will not be asked for again. */
	void forget_before(std::int64_t row) const { WinSetMarkPosition(window, row); }

	/* Argument i of the current row, or of any row; `outside`, when given, tells that there is no such row. */
	template <class T> std::optional<T> argument(int i) const {
		bool null;
		const Datum datum = WinGetFuncArgCurrent(window, i, &null);
		return null ? std::nullopt : std::optional<T>{from_datum<T>(datum)};
	}
	template <class T> std::optional<T> argument(int i, std::int64_t row, bool *outside) const {
		bool null;
		const Datum datum = WinGetFuncArgInPartition(window, i, static_cast<int>(row - current()), WINDOW_SEEK_CURRENT, false, &null, outside);
		return null || *outside ? std::nullopt : std::optional<T>{from_datum<T>(datum)};
	}
};

/* A value of any type, as the function received it. */
struct Any {
	Datum datum;
};
template <> inline decltype(auto) from_datum<Any>(Datum datum) { return Any{datum}; }

/* The equality of argument i's type. Text is compared bytewise whatever its collation, as everywhere here. */
struct Equality {
	FmgrInfo *function;
	Equality(FunctionCallInfo fcinfo, int i) {
		const Oid type = get_fn_expr_argtype(fcinfo->flinfo, i);
		auto *cache = lookup_type_cache(type, TYPECACHE_EQ_OPR_FINFO);
		function = &cache->eq_opr_finfo;
		if (!OidIsValid(function->fn_oid))
			raise(ERRCODE_UNDEFINED_FUNCTION, "Cast the stage to text.", "type %s has no equality operator", format_type_be(type));
	}
	bool operator()(Any a, Any b) const { return DatumGetBool(FunctionCall2Coll(function, C_COLLATION_OID, a.datum, b.datum)); }
};

} // namespace crm
