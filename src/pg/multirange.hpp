#pragma once
#include "pg/datum.hpp"

/* Arguments that stay as they are stored, and results that keep the bounds of an argument. */
namespace crm {

/* A tstzrange. */
struct TimeRange {
	RangeType *value;
	bool empty;
	Piece piece; /* unless empty */
};
template <> inline decltype(auto) from_datum<TimeRange>(Datum datum) {
	TimeRange range{DatumGetRangeTypeP(datum), false, {}};
	range.empty = !read_range(lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO), range.value, range.piece);
	return range;
}

/* A tstzmultirange whose pieces are read one by one: a row of a long table must not unpack a calendar of years. */
struct TimePieces {
	TypeCacheEntry *type;
	const MultirangeType *value;

	std::size_t size() const { return value->rangeCount; }
	std::pair<std::int64_t, std::int64_t> operator()(std::size_t i) const {
		RangeBound lower, upper;
		multirange_get_bounds(type, value, static_cast<std::uint32_t>(i), &lower, &upper);
		return {bound_of(lower, false), bound_of(upper, false)};
	}
};
template <> inline decltype(auto) from_datum<TimePieces>(Datum datum) {
	return TimePieces{lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO), DatumGetMultirangeTypeP(datum)};
}

/* Elements of an int[] or date[], NULLs refused. */
template <class T, Oid type> struct List : std::span<const T> {};
using Integers = List<std::int32_t, INT4OID>;
using Dates = List<DateADT, DATEOID>;
template <class L> L read_list(Datum datum) {
	const auto *array = DatumGetArrayTypeP(datum);
	if (array_contains_nulls(const_cast<ArrayType *>(array)))
		raise(invalid_parameter, "Use array_remove(..., NULL).", "array must not contain NULL");
	return {{reinterpret_cast<typename L::pointer>(ARR_DATA_PTR(array)), static_cast<std::size_t>(ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)))}};
}
template <> inline decltype(auto) from_datum<Integers>(Datum datum) { return read_list<Integers>(datum); }
template <> inline decltype(auto) from_datum<Dates>(Datum datum) { return read_list<Dates>(datum); }

/* A tstzmultirange: such ranges in any order, cut to the bounds of another range, which may be of either kind. */
struct RangesWithin {
	std::span<const Range> ranges;
	RangeType *limits;
};
inline Datum to_datum(const RangesWithin &v) {
	const Datum all = make_multirange_of({TSTZMULTIRANGEOID, v.ranges});
	const int flags = range_get_flags(v.limits);
	if (v.ranges.empty() || ((flags & RANGE_LB_INC) && !(flags & RANGE_UB_INC))) /* as the ranges are */
		return all;
	TypeCacheEntry *type = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	RangeType **ranges, *limits = v.limits;
	std::int32_t count;
	multirange_deserialize(type, DatumGetMultirangeTypeP(all), &count, &ranges);
	return MultirangeTypePGetDatum(multirange_intersect_internal(TSTZMULTIRANGEOID, type, count, ranges, 1, &limits));
}

} // namespace crm
