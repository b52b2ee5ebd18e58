#pragma once
#include "core/wire.hpp"
#include "pg/error.hpp"

/* A state is what an aggregate keeps; its SQL type x_agg_state is also the transition type. There are three kinds:

   plain     a record without a Vec: the struct itself is the payload, changed in place, no allocation or copy per row
   tailed    the same with an array behind the struct, its length told by the struct: S::Tail, tail_size()
   growing   anything with a Vec inside; worked on as an expanded object (expanded.hpp), stored in wire form

   The last two have an Image, the record that is their canonical content for text, binary form and comparison:
   `Image image() const` makes it; `S shape` of an image, then `fill(image)`, makes the state.

   Every varlena begins with the same 8 bytes. They and ALIGNMENT = double are for ever; a new payload layout takes the
   next S::version. */
namespace crm {

struct Header {
	std::int32_t length; /* varlena length word */
	std::uint8_t version;
	std::uint8_t flags;     /* 0, or `loose` */
	std::uint16_t reserved; /* 0 */

	static constexpr std::uint8_t loose = 1; /* a growing state on its way between processes, in a form that is not canonical */
};
static_assert(sizeof(Header) == 8);

template <class S>
concept State = std::is_trivially_destructible_v<S> && alignof(S) <= MAXIMUM_ALIGNOF &&requires(const S &s) {
	{ s.empty() } -> std::same_as<bool>;
	{ S::version } -> std::convertible_to<std::uint8_t>;
	{ S::type_name } -> std::convertible_to<const char *>;
};
template <class S>
concept Tailed = State<S> && requires {
	typename S::Tail;
};
template <class S>
concept Growing = State<S> && !Tailed<S> && requires {
	typename S::Image;
};
/* A growing state with a second form, image(true), that is cheaper to make. */
template <class S>
concept Loosened = Growing<S> && requires(const S &s) {
	s.image(true);
};
/* Every byte of a flat state is a declared field: no padding can reach the disk. */
template <class S>
concept Flat = State<S> && !Growing<S> && Record<S> && plain_bytes<S>() == sizeof(S);
template <class S>
concept Plain = Flat<S> && !Tailed<S>;

template <Flat S> std::size_t flat_bytes(const S &state) {
	if constexpr (Tailed<S>)
		return sizeof(S) + state.tail_size() * sizeof(typename S::Tail);
	else
		return sizeof(S);
}
/* The array behind a tailed state. */
template <Tailed S> typename S::Tail *tail(const S &state) { return reinterpret_cast<typename S::Tail *>(const_cast<S *>(&state + 1)); }

/* The first 8 bytes of a state of this many payload bytes. */
template <State S> Header header(std::size_t payload) {
	Header head{0, S::version, 0, 0};
	SET_VARSIZE(&head, sizeof(Header) + payload);
	return head;
}
/* One comparison proves: 4-byte varlena header, not compressed, this size and version, reserved bits clear. */
template <State S> bool has_header(const Header &head, std::size_t payload) {
	return std::bit_cast<std::uint64_t>(head) == std::bit_cast<std::uint64_t>(header<S>(payload));
}

/* What to do about a state that outgrows a datum; S::too_large if it has an answer of its own. */
template <State S> [[noreturn, gnu::cold]] void raise_too_large() {
	const char *hint = "Aggregate fewer rows in one state, or group by one more column.";
	if constexpr (requires { S::too_large; })
		hint = S::too_large;
	raise(over_limit, hint, "%s exceeds 1 GB", S::type_name);
}

/* A fresh varlena, payload zeroed. */
template <State S> Header *allocate(std::size_t payload) {
	const std::size_t size = sizeof(Header) + payload;
	if (!AllocSizeIsValid(size))
		raise_too_large<S>();
	auto *made = static_cast<Header *>(palloc0(size));
	*made = header<S>(payload);
	return made;
}
template <Flat S> S &payload_of(Header *head) { return *reinterpret_cast<S *>(head + 1); }

/* Our own writable flat state; a tailed one may move when it is given another shape. Not constrained: a state names its
   own Cell before it is complete. */
template <class S> struct Cell {
	Header *head;

	S &operator*() const { return payload_of<S>(head); }
	S *operator->() const { return &payload_of<S>(head); }
	auto *tail() const { return crm::tail(**this); }

	static Cell make(const S &state) {
		Cell made{allocate<S>(flat_bytes(state))};
		*made = state;
		return made;
	}
	static Cell copy(const S &state) {
		Cell made{allocate<S>(flat_bytes(state))};
		std::memcpy(&*made, &state, flat_bytes(state));
		return made;
	}
	/* The same state with the shape of `state`: its tail is zero. The old one is left to the executor. */
	void reshape(const S &state) { *this = make(state); }
};

/* A 4-byte-header, uncompressed image of our version: the executor hands over raw 1-byte-header copies, too. */
template <State S> Header *detoast(Datum datum) {
	auto *head = reinterpret_cast<Header *>(PG_DETOAST_DATUM(datum));
	const std::size_t size = VARSIZE(head);
	if (size < sizeof(Header))
		raise(bad_binary, nullptr, "malformed %s", S::type_name);
	Header expected = *head;
	if constexpr (Loosened<S>)
		expected.flags &= static_cast<std::uint8_t>(~Header::loose);
	if (!has_header<S>(expected, size - sizeof(Header)))
		raise(bad_binary, "It was written by a newer version of crm_metrics: update the extension here.", "unsupported %s version %d", S::type_name,
			  head->version);
	return head;
}
template <Flat S> const S &flat_state(Datum datum) {
	Header *head = detoast<S>(datum);
	const std::size_t payload = VARSIZE(head) - sizeof(Header);
	if (payload < sizeof(S) || payload != flat_bytes(payload_of<S>(head)))
		raise(bad_binary, nullptr, "malformed %s", S::type_name);
	return payload_of<S>(head);
}

} // namespace crm
