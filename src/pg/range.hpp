#pragma once
#include "pg/time.hpp"

/* Ranges and multiranges of time. Their type is told by the value itself, so nothing is looked up through the call. */
namespace crm {

/* A range or multirange of time: ordered pieces, none empty, infinite ends as INT64_MIN and INT64_MAX. */
struct Piece {
	std::int64_t start, end;
	bool start_inclusive, end_inclusive;
};
/* One piece, as a range has, stays inside. */
struct Pieces {
	Piece one;
	const Piece *many = nullptr;
	std::size_t count = 0;

	std::size_t size() const { return count; }
	bool empty() const { return count == 0; }
	const Piece *begin() const { return many ? many : &one; }
	const Piece *end() const { return begin() + count; }
	const Piece &operator[](std::size_t i) const { return begin()[i]; }
};

inline std::int64_t bound_of(const RangeBound &bound, bool is_date) {
	if (bound.infinite)
		return bound.lower ? PG_INT64_MIN : PG_INT64_MAX;
	return is_date ? instant_of_date(DatumGetDateADT(bound.val)).microseconds : DatumGetTimestampTz(bound.val);
}
/* A range as text, for messages. */
inline const char *shown(const Piece &p) {
	return psprintf("%c%s, %s%c", p.start_inclusive ? '[' : '(', shown(Instant{p.start}), shown(Instant{p.end}), p.end_inclusive ? ']' : ')');
}
/* False for an empty range. */
inline bool read_range(TypeCacheEntry *type, const RangeType *range, Piece &piece) {
	RangeBound lower, upper;
	bool empty;
	range_deserialize(type, range, &lower, &upper, &empty);
	const bool is_date = type->rngelemtype->type_id == DATEOID;
	if (!empty)
		piece = {bound_of(lower, is_date), bound_of(upper, is_date), lower.inclusive, upper.inclusive};
	return !empty;
}
/* A range of a built-in type is read where it is, be it in a row, where its header is short, and costs no look-up. False: it is something else. */
inline bool read_plain(std::string_view value, Pieces &pieces) {
	const Oid type = load_unaligned<Oid>(value.data());
	if (type != TSTZRANGEOID && type != TSRANGEOID && type != DATERANGEOID)
		return false;
	const auto flags = static_cast<unsigned char>(value.back());
	const char *next = value.data() + sizeof(Oid);
	const auto bound = [&](bool present, std::int64_t otherwise) {
		if (!present)
			return otherwise;
		const char *at = next;
		next += type == DATERANGEOID ? sizeof(DateADT) : sizeof(TimestampTz);
		return type == DATERANGEOID ? instant_of_date(load_unaligned<DateADT>(at)).microseconds : load_unaligned<TimestampTz>(at);
	};
	pieces.count = !(flags & RANGE_EMPTY);
	pieces.one.start = bound(RANGE_HAS_LBOUND(flags), PG_INT64_MIN), pieces.one.end = bound(RANGE_HAS_UBOUND(flags), PG_INT64_MAX);
	pieces.one.start_inclusive = flags & RANGE_LB_INC, pieces.one.end_inclusive = flags & RANGE_UB_INC;
	return true;
}
inline Pieces read_pieces(Datum datum) {
	Pieces pieces;
	auto *packed = PG_DETOAST_DATUM_PACKED(datum);
	if (read_plain({VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed)}, pieces))
		return pieces;
	auto *value = PG_DETOAST_DATUM(PointerGetDatum(packed));
	const Oid oid = reinterpret_cast<const RangeType *>(value)->rangetypid; /* a multirange keeps its type there, too */
	TypeCacheEntry *type = lookup_type_cache(oid, TYPECACHE_RANGE_INFO | TYPECACHE_MULTIRANGE_INFO);
	if (type->rngelemtype) {
		pieces.count = read_range(type, reinterpret_cast<const RangeType *>(value), pieces.one);
		return pieces;
	}
	RangeType **ranges;
	std::int32_t count;
	multirange_deserialize(type->rngtype, reinterpret_cast<const MultirangeType *>(value), &count, &ranges);
	auto *many = static_cast<Piece *>(palloc(sizeof(Piece) * static_cast<std::size_t>(count + 1)));
	for (int i = 0; i < count; i++)
		read_range(type->rngtype, ranges[i], many[i]);
	pieces.many = many, pieces.count = static_cast<std::size_t>(count);
	return pieces;
}
/* A result of type tstzrange: [from, to). */
struct Range {
	Instant from, to;
};
/* A result of a multirange type: such ranges in any order; of dates, their days. */
struct Multirange {
	Oid type;
	std::span<const Range> ranges;
};
inline RangeType *make_range_of(TypeCacheEntry *type, const Range &range) {
	const auto bound = [is_date = type->rngelemtype->type_id == DATEOID](Instant t, bool lower) {
		const Datum value =
			is_date ? DateADTGetDatum(static_cast<DateADT>(floor_div(t.microseconds, microseconds_per_day))) : TimestampTzGetDatum(t.microseconds);
		return RangeBound{value, false, lower, lower};
	};
	RangeBound lower = bound(range.from, true), upper = bound(range.to, false);
	return CRM_MAKE_RANGE(type, &lower, &upper);
}
inline Datum make_range_of(const Range &range) {
	return RangeTypePGetDatum(make_range_of(lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO), range));
}
inline Datum make_multirange_of(const Multirange &v) {
	TypeCacheEntry *type = lookup_type_cache(v.type, TYPECACHE_MULTIRANGE_INFO)->rngtype;
	auto **ranges = static_cast<RangeType **>(palloc(sizeof(RangeType *) * v.ranges.size()));
	for (std::size_t i = 0; i < v.ranges.size(); i++)
		ranges[i] = make_range_of(type, v.ranges[i]);
	return MultirangeTypePGetDatum(make_multirange(v.type, type, static_cast<std::int32_t>(v.ranges.size()), ranges));
}

} // namespace crm
