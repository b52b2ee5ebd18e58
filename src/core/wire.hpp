#pragma once
#include <bit>
#include <limits>

#include "core/record.hpp"

/* The binary form of a record: send/recv, the stored form of growing states, what workers ship. Integers are base-128
   varints (signed ones zigzag), so the bytes do not depend on the machine and small counts are short; doubles are 8
   bytes, most significant first.

   The reader never trusts its input: it stops at the first fault (ok = false) and allocates in proportion to what it
   has really read. */
namespace crm {

struct WireWriter {
	Bytes out{};
	Turns turn{}; /* after each item of a list */
	void operator()(const char *, const auto &value) { put(value); }

	template <std::integral T> void put(T value) {
		auto bits = static_cast<std::uint64_t>(value);
		if constexpr (std::signed_integral<T>)
			bits = bits << 1 ^ static_cast<std::uint64_t>(static_cast<std::int64_t>(value) >> 63);
		out.reserve(out.size + 10);
		char *to = out.data + out.size; /* for all the compiler knows, a char that is written might be part of `out` */
		for (; bits >= 128; bits >>= 7)
			*to++ = static_cast<char>(bits | 128);
		*to++ = static_cast<char>(bits);
		out.size = static_cast<std::size_t>(to - out.data);
	}
	void put(double value) {
		const auto bits = std::bit_cast<std::uint64_t>(value);
		for (int shift = 56; shift >= 0; shift -= 8)
			out.push(static_cast<char>(bits >> shift));
	}
	void put(std::string_view text) { put(text.size()), append(out, text); }
	void put(const Bytes &bytes) { put(view(bytes)); }
	void put(const Record auto &record) {
		if constexpr (requires { record.wire(*this); })
			record.wire(*this);
		else
			record.fields(record, *this);
	}
	template <class T> void put(const std::optional<T> &value) {
		put(value.has_value());
		if (value)
			put(*value);
	}
	template <class T> void put(const Vec<T> &items) {
		put(items.size);
		for (const T &item : items)
			put(item), turn();
	}
};

struct WireReader {
	std::string_view in;
	bool ok = true;
	bool stored = false;            /* by this extension: has been checked when it came in */
	std::size_t length = in.size(); /* of all the input; more things cannot be numbered in it */
	Turns turn{};
	void operator()(const char *, auto &value) { get(value); }

	/* The next n bytes of the input itself; none, and a failure, where there are fewer. */
	std::string_view raw(std::size_t n) {
		if (!(ok = ok && in.size() >= n))
			return {};
		const std::string_view bytes = in.substr(0, n);
		in.remove_prefix(n);
		return bytes;
	}
	std::uint64_t varint() {
		if (ok && !in.empty() && static_cast<signed char>(in[0]) >= 0) [[likely]] { /* one byte */
			const auto byte = static_cast<unsigned char>(in[0]);
			in.remove_prefix(1);
			return byte;
		}
		return long_varint();
	}
	std::uint64_t long_varint() {
		const std::size_t limit = std::min<std::size_t>(in.size(), 10);
		std::uint64_t bits = 0;
		for (std::size_t i = 0; ok && i < limit; i++) {
			const std::uint64_t byte = static_cast<unsigned char>(in[i]), part = byte & 127;
			bits |= part << 7 * i;
			if (byte < 128) {
				ok = part != 0 && (i < 9 || part == 1); /* one spelling per number, 64 bits */
				in.remove_prefix(i + 1);
				return ok ? bits : 0;
			}
		}
		ok = false; /* no end, or more than 64 bits */
		return 0;
	}
	template <std::integral T> void get(T &value) {
		const std::uint64_t bits = varint();
		if constexpr (std::signed_integral<T>) {
			const auto wide = static_cast<std::int64_t>(bits >> 1 ^ (0 - (bits & 1)));
			ok = ok && wide >= std::numeric_limits<T>::min() && wide <= std::numeric_limits<T>::max();
			value = static_cast<T>(wide);
		} else {
			ok = ok && bits <= std::numeric_limits<T>::max();
			value = static_cast<T>(bits);
		}
	}
	void get(double &value) {
		std::uint64_t bits = 0;
		for (const char byte : raw(8))
			bits = bits << 8 | static_cast<unsigned char>(byte);
		value = std::bit_cast<double>(bits);
	}
	/* A piece of the input itself, not a copy. */
	void get(std::string_view &text) {
		std::size_t n = 0;
		get(n);
		const std::string_view bytes = raw(n);
		if ((ok = ok && valid_text(bytes)))
			text = bytes;
	}
	void get(Bytes &bytes) {
		std::string_view text;
		get(text);
		append(bytes, text);
	}
	void get(Record auto &record) {
		if constexpr (requires { record.wire(*this); })
			record.wire(*this);
		else
			record.fields(record, *this);
		ok = ok && valid(record);
	}
	template <class T> void get(std::optional<T> &value) {
		bool present = false;
		get(present);
		if (ok && present)
			get(value.emplace());
	}
	template <class T> void get(Vec<T> &items) {
		std::size_t n = 0;
		for (get(n); ok && n > 0; n--)
			get(items.push(T{})), turn();
	}
};

} // namespace crm
