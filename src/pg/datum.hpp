#pragma once
#include "pg/expanded.hpp"
#include "pg/numeric.hpp"
#include "pg/range.hpp"

/* C++ types for SQL values: from_datum<T>() and to_datum(). */
namespace crm {

/* A numeric argument by the name that messages call it. */
struct Weight : Amount {
	static constexpr const char *name = "weight";
};
struct Uuid {
	unsigned char bytes[UUID_LEN];
};
/* Elements of a text[], NULLs refused. */
using Texts = std::span<const std::string_view>;

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
	else if constexpr (std::derived_from<T, Amount>)
		return T{read_numeric(datum, T::name)};
	else if constexpr (std::same_as<T, Number>)
		return Number{datum};
	else if constexpr (std::same_as<T, Instant>)
		return Instant{DatumGetTimestampTz(datum)};
	else if constexpr (std::same_as<T, Day>)
		return Day{instant_of_date(DatumGetDateADT(datum))};
	else if constexpr (std::same_as<T, Span>)
		return read_interval(datum);
	else if constexpr (std::same_as<T, Instants>)
		return read_instants(datum);
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
inline Datum to_datum(Statistic v) { return number(v.value).datum; }
inline Datum to_datum(bool v) { return BoolGetDatum(v); }
inline Datum to_datum(std::int32_t v) { return Int32GetDatum(v); }
inline Datum to_datum(std::int64_t v) { return Int64GetDatum(v); }
inline Datum to_datum(Instant v) { return TimestampTzGetDatum(v.microseconds); }
inline Datum to_datum(Instants v) { return make_instants(v); }
inline Datum to_datum(std::string_view v) { return PointerGetDatum(cstring_to_text_with_len(v.data(), static_cast<int>(v.size()))); }
inline Datum to_datum(Range v) { return make_range_of(v); }
inline Datum to_datum(const Multirange &v) { return make_multirange_of(v); }
inline Datum to_datum(Duration v) { return make_interval(v.microseconds); }
inline Datum to_datum(TotalTime v) { return make_interval(v.microseconds); }
template <Plain S> Datum to_datum(const S &state) { return PointerGetDatum(Cell<S>::make(state).head); }
template <class T> Datum to_datum(const std::optional<T> &v) { return to_datum(*v); } /* of a value only */

template <class T> bool is_null(const T &) { return false; }
template <class T> bool is_null(const std::optional<T> &v) { return !v; }

} // namespace crm
