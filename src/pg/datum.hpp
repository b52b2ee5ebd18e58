#pragma once
#include "core/calendar.hpp"
#include "pg/expanded.hpp"
#include "pg/numeric.hpp"

/* C++ types for SQL values: from_datum<T>() and to_datum(). Time comes as Instant whatever its SQL type was: timestamptz
   and timestamp (taken as UTC) have one representation; Day is a date argument, 00:00 UTC of that day. */
namespace crm {

struct Day : Instant {};
/* A numeric argument by the name that messages call it. */
struct Weight : Amount {};
/* Elapsed time: an interval of whole 24 h days and a time, never months. */
struct Duration {
	std::int64_t microseconds = 0;
};
inline Duration elapsed(i128 microseconds, const char *hint = "An interval of whole days holds up to 292,000 years.") {
	if (microseconds != static_cast<std::int64_t>(microseconds))
		raise(bad_time, hint, "interval out of range: %.0f days", static_cast<double>(microseconds / microseconds_per_day));
	return {static_cast<std::int64_t>(microseconds)};
}
struct Uuid {
	unsigned char bytes[UUID_LEN];
};
/* A range or multirange of time: ordered pieces, none empty, infinite ends as INT64_MIN and INT64_MAX. */
struct Piece {
	std::int64_t start, end;
	bool start_inclusive, end_inclusive;
};
using Pieces = std::span<const Piece>;
/* Elements of a text[], NULLs refused. */
using Texts = std::span<const std::string_view>;

[[noreturn, gnu::cold]] inline void raise_date(DateADT date) {
	const Civil c = civil(date);
	raise(bad_time, "Use dates up to 294276-12-31.", "date " INT64_FORMAT "-%02d-%02d is out of range for a timestamp", c.year, c.month, c.day);
}
inline Instant instant_of_date(DateADT date) {
	if (DATE_IS_NOBEGIN(date))
		return {PG_INT64_MIN};
	if (DATE_IS_NOEND(date))
		return {PG_INT64_MAX};
	Instant t;
	if (__builtin_mul_overflow(std::int64_t{date}, microseconds_per_day, &t.microseconds) || !t.finite())
		raise_date(date);
	return t;
}

/* A time as text, for messages: ISO 8601 in UTC. */
inline const char *shown(Instant t) {
	if (!t.finite())
		return t.microseconds < 0 ? "-infinity" : "infinity";
	Bytes text = iso(t);
	text.push('\0');
	return text.data;
}

/* ---- ranges: their type is told by the value itself, so nothing is looked up through the call ---- */

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
inline Pieces read_pieces(Datum datum) {
	auto *value = PG_DETOAST_DATUM(datum);
	const Oid oid = reinterpret_cast<const RangeType *>(value)->rangetypid; /* a multirange keeps its type there, too */
	TypeCacheEntry *type = lookup_type_cache(oid, TYPECACHE_RANGE_INFO | TYPECACHE_MULTIRANGE_INFO);
	if (type->rngelemtype) {
		auto *piece = static_cast<Piece *>(palloc(sizeof(Piece)));
		return {piece, read_range(type, reinterpret_cast<const RangeType *>(value), *piece) ? std::size_t{1} : 0};
	}
	RangeType **ranges;
	std::int32_t count;
	multirange_deserialize(type->rngtype, reinterpret_cast<const MultirangeType *>(value), &count, &ranges);
	auto *pieces = static_cast<Piece *>(palloc(sizeof(Piece) * static_cast<std::size_t>(count + 1)));
	for (int i = 0; i < count; i++)
		read_range(type->rngtype, ranges[i], pieces[i]);
	return {pieces, static_cast<std::size_t>(count)};
}
inline Datum make_range_of(Instant from, Instant to) {
	TypeCacheEntry *type = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	RangeBound lower{TimestampTzGetDatum(from.microseconds), false, true, true};
	RangeBound upper{TimestampTzGetDatum(to.microseconds), false, false, false};
	return RangeTypePGetDatum(CRM_MAKE_RANGE(type, &lower, &upper));
}
/* A result of type tstzrange: [from, to). */
struct Range {
	Instant from, to;
};

/* ---- arguments ---- */

inline std::string_view text_of(Datum datum) {
	const auto *text = PG_DETOAST_DATUM_PACKED(datum);
	return {VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text)};
}
inline Texts read_texts(Datum datum) {
	Datum *items;
	bool *nulls;
	int count;
	deconstruct_array(DatumGetArrayTypeP(datum), TEXTOID, -1, false, TYPALIGN_INT, &items, &nulls, &count);
	auto *texts = static_cast<std::string_view *>(palloc(sizeof(std::string_view) * static_cast<std::size_t>(count + 1)));
	for (int i = 0; i < count; i++) {
		if (nulls[i])
			raise(invalid_parameter, "Use array_remove(..., NULL).", "array must not contain NULL");
		texts[i] = text_of(items[i]);
	}
	return {texts, static_cast<std::size_t>(count)};
}

/* A state to read, in order. */
template <State S> const S &load(Datum datum) {
	if constexpr (Flat<S>)
		return flat_state<S>(datum);
	else {
		if (Expanded<S> *expanded = Expanded<S>::get(datum)) {
			expanded->settle();
			return expanded->state;
		}
		S *state = new (palloc(sizeof(S))) S{};
		prepare(*state, nullptr), decode(datum, *state), state->settle();
		return *state;
	}
}

template <class T> decltype(auto) from_datum(Datum datum) {
	if constexpr (State<T>)
		return (load<T>(datum));
	else if constexpr (std::same_as<T, bool>)
		return DatumGetBool(datum);
	else if constexpr (std::same_as<T, std::int16_t>)
		return DatumGetInt16(datum);
	else if constexpr (std::same_as<T, std::int32_t>)
		return DatumGetInt32(datum);
	else if constexpr (std::same_as<T, std::int64_t>)
		return DatumGetInt64(datum);
	else if constexpr (std::same_as<T, double>)
		return DatumGetFloat8(datum);
	else if constexpr (std::same_as<T, Amount>)
		return read_numeric(datum, "amount");
	else if constexpr (std::same_as<T, Weight>)
		return Weight{read_numeric(datum, "weight")};
	else if constexpr (std::same_as<T, Number>)
		return Number{datum};
	else if constexpr (std::same_as<T, Instant>)
		return Instant{DatumGetTimestampTz(datum)};
	else if constexpr (std::same_as<T, Day>)
		return Day{instant_of_date(DatumGetDateADT(datum))};
	else if constexpr (std::same_as<T, Pieces>)
		return read_pieces(datum);
	else if constexpr (std::same_as<T, Texts>)
		return read_texts(datum);
	else if constexpr (std::same_as<T, Uuid>)
		return std::bit_cast<Uuid>(*DatumGetUUIDP(datum));
	else {
		static_assert(std::same_as<T, std::string_view>);
		return text_of(datum);
	}
}

/* ---- results ---- */

inline Datum to_datum(Number v) { return v.datum; }
inline Datum to_datum(bool v) { return BoolGetDatum(v); }
inline Datum to_datum(std::int32_t v) { return Int32GetDatum(v); }
inline Datum to_datum(std::int64_t v) { return Int64GetDatum(v); }
inline Datum to_datum(Instant v) { return TimestampTzGetDatum(v.microseconds); }
inline Datum to_datum(std::string_view v) { return PointerGetDatum(cstring_to_text_with_len(v.data(), static_cast<int>(v.size()))); }
inline Datum to_datum(Range v) { return make_range_of(v.from, v.to); }
inline Datum to_datum(Duration v) {
	const std::int64_t days = v.microseconds / microseconds_per_day;
	if (days > PG_INT32_MAX || days < PG_INT32_MIN)
		raise(bad_time, "An interval has at most 2147483647 days.", "interval out of range: " INT64_FORMAT " days", days);
	auto *interval = static_cast<Interval *>(palloc0(sizeof(Interval)));
	interval->day = static_cast<std::int32_t>(days);
	interval->time = v.microseconds % microseconds_per_day;
	return IntervalPGetDatum(interval);
}
template <class T> Datum to_datum(const std::optional<T> &v) { return to_datum(*v); } /* of a value only */

template <class T> bool is_null(const T &) { return false; }
template <class T> bool is_null(const std::optional<T> &v) { return !v; }

} // namespace crm
