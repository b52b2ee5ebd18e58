#include "core/distinct.hpp"
#include "metrics/entity.hpp"
#include "pg/state_type.hpp"

/* Sums over distinct keys: an amount that a join has repeated counts once. */
namespace crm {

/* 18..27 bytes per distinct bigint key, 27..41 for the others; numbers beyond 18 digits or 6 decimals more. */
struct Distinct {
	static constexpr const char *type_name = "distinct_agg_state";
	static constexpr std::uint8_t version = 1;
	std::int32_t scale = 0; /* the largest display scale of all rows */
	DistinctSum values;

	bool empty() const { return values.size == 0; }
	void settle() {}

	struct Image {
		std::int32_t scale = 0;
		KeyNumbers values;
		static constexpr void fields(auto &self, auto &&f) { f("scale", self.scale), f("values", self.values); }
		bool valid() const { return scale >= values.most_decimals() && scale <= 0x3FFF && (scale == 0 || !values.items.empty()); }
	};
	Image image() const { return {scale, values.numbers()}; }
	void fill(const Image &from) {
		scale = from.scale, use(from.values.type);
		Turns turn;
		for (const KeyNumber &item : from.values.items) {
			turn();
			const bool fits = is_packed(item.word);
			static_cast<void>(values.add(item.key, fits ? item.word : 0, fits ? Amount{} : stored(from.values.heap, item.word)));
		}
	}

	void merge(const Distinct &o) {
		use(o.values.type), scale = std::max(scale, o.scale);
		if (const auto slot = values.merge(o.values)) {
			const Key key = o.values.key(slot);
			JsonWriter name;
			key_text::write(name, values.type, key), name.out.push('\0');
			raise_difference(name.out.data, text_of(values.heap, values.value(values.find(key))), text_of(o.values.heap, o.values.value(slot)));
		}
	}
	void use(KeyType type) { agree(values.type, type, "key", "keys"); }
	[[noreturn, gnu::cold]] static void raise_difference(const char *key, Bytes before, Bytes now) {
		before.push('\0'), now.push('\0');
		raise(ERRCODE_CARDINALITY_VIOLATION, "Give the key that the value belongs to, or one value per key in a subquery.",
			  "key %s has two different values: %s and %s", key, before.data, now.data);
	}
};

/* The argument, by the name that messages call it. */
struct Value : Amount {};
template <> inline decltype(auto) from_datum<Value>(Datum datum) { return Value{read_numeric(datum, "value")}; }

namespace {

const char *shown(std::int64_t key) { return psprintf(INT64_FORMAT, key); }
const char *shown(const Uuid &key) { return DatumGetCString(DirectFunctionCall1(uuid_out, PointerGetDatum(&key))); }
const char *shown(std::string_view key) {
	const int most = pg_mbcliplen(key.data(), static_cast<int>(key.size()), 300);
	return psprintf("\"%.*s\"", most, key.data());
}

template <class K> [[gnu::noinline, gnu::cold]] void refuse(const Distinct &s, K key, std::int64_t before, const Amount &now) {
	Bytes heap;
	Distinct::raise_difference(shown(key), text_of(s.values.heap, before), text_of(heap, store(heap, now)));
}
template <class K> void add(Distinct &s, K key, const Value &value) {
	s.use(key_type<K>);
	s.scale = std::max<std::int32_t>(s.scale, value.scale);
	if (const std::int64_t before = s.values.add(key_of(key), value)) [[unlikely]]
		refuse(s, key, before, value);
}

Number total(const Distinct &s) {
	Money sum = s.values.sum();
	sum.scale = {s.scale, 1};
	return number(canonical(sum));
}
std::optional<Number> sum(const Distinct &s) { return s.empty() ? std::nullopt : std::optional{total(s)}; }
std::optional<Number> average(const Distinct &s) { return divide(total(s), number(static_cast<std::int64_t>(s.values.size))); }

} // namespace
} // namespace crm

CRM_STATE(distinct_agg_state, crm::Distinct);
CRM_TRANSITION(distinct_add_bigint, crm::add<std::int64_t>);
CRM_TRANSITION(distinct_add_uuid, crm::add<crm::Uuid>);
CRM_TRANSITION(distinct_add_text, crm::add<std::string_view>);
CRM_FUNCTION(distinct_sum, crm::sum);
CRM_FUNCTION(distinct_avg, crm::average);
