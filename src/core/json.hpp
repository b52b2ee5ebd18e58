#pragma once
#include <limits>

#include "core/integer.hpp"
#include "core/record.hpp"

/* The text form of a record: a JSON object with one member per field. What the writer writes, the reader reads back
   exactly; it also takes the members in any order and any white space, so a state survives a trip through jsonb.

   The reader keeps its first fault and where it was: `problem` is a printf format for `subject`. */
namespace crm {

inline void append_decimal(Bytes &out, i128 value, int least_digits = 1) {
	char digits[40], *p = digits + sizeof digits;
	u128 rest = value < 0 ? -static_cast<u128>(value) : static_cast<u128>(value);
	for (; rest || least_digits > 0; rest /= 10, least_digits--)
		*--p = static_cast<char>('0' + static_cast<int>(rest % 10));
	append(out, value < 0 ? "-" : ""), append(out, {p, static_cast<std::size_t>(digits + sizeof digits - p)});
}
inline int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; }

struct JsonWriter {
	Bytes out{};
	const char *separator = "{";
	std::uint32_t turns = 0;
	/* After each item of a list. */
	void turn() {
		if (++turns % 16384 == 0) [[unlikely]]
			check_interrupts(), check_text_size(out.size);
	}
	void operator()(const char *name, const auto &value) {
		append(out, separator), separator = ", ";
		text(name), append(out, ": "), put(value);
	}
	void close() { append(out, "}"), separator = ", "; }
	void raw(std::string_view token) { append(out, token); }
	void text(std::string_view value) {
		append(out, "\"");
		for (char c : value)
			if (c == '"' || c == '\\')
				out.push('\\'), out.push(c);
			else if (static_cast<unsigned char>(c) < 0x20)
				append(out, "\\u00"), out.push("01"[c >> 4]), out.push("0123456789abcdef"[c & 15]);
			else
				out.push(c);
		append(out, "\"");
	}

	void put(bool value) { raw(value ? "true" : "false"); }
	template <std::integral T> void put(T value) { put(static_cast<i128>(value)); }
	void put(i128 value) { append_decimal(out, value); }
	void put(const Int128 &value) { put(static_cast<i128>(value)); }
	void put(double value) {
		char digits[40];
		raw({digits, static_cast<std::size_t>(format_double(value, digits))});
	}
	void put(std::string_view value) { text(value); }
	void put(const Bytes &bytes) { text(view(bytes)); }
	void put(const Record auto &record) {
		if constexpr (requires { record.json(*this); })
			record.json(*this);
		else
			separator = "{", record.fields(record, *this), close();
	}
	template <class T> void put(const std::optional<T> &value) {
		if (value)
			put(*value);
		else
			raw("null");
	}
	template <class T> void put(const Vec<T> &items) {
		const char *before = "[";
		for (const T &item : items)
			raw(before), before = ", ", put(item), turn();
		raw(items.empty() ? "[]" : "]");
	}
};

struct JsonReader {
	std::string_view in;
	bool ok = true;
	const char *problem = nullptr;
	std::string_view subject{};
	std::size_t length = in.size(); /* of all the input; more things cannot be numbered in it */
	Turns turn{};
	Bytes spare{}; /* of string() */

	void fail(const char *what, std::string_view about = {}) {
		if (ok)
			ok = false, problem = what, subject = about;
	}
	bool at(char c) const { return !in.empty() && in[0] == c; }
	void space() {
		while (at(' ') || at('\n') || at('\t') || at('\r'))
			in.remove_prefix(1);
	}
	bool next(char c) {
		space();
		if (!ok || !at(c))
			return false;
		in.remove_prefix(1);
		return true;
	}
	void expect(const char *c) {
		if (!next(*c))
			fail("expected \"%.*s\"", c);
	}
	bool word(std::string_view expected) {
		space();
		if (!in.starts_with(expected))
			return false;
		in.remove_prefix(expected.size());
		return true;
	}
	std::size_t digits_from(std::size_t at) const {
		std::size_t n = at;
		while (n < in.size() && in[n] >= '0' && in[n] <= '9')
			n++;
		return n - at;
	}
	/* The characters of a JSON number, still text; none and a failure for anything else. */
	std::string_view number() {
		space();
		std::size_t n = at('-'), whole = digits_from(n), behind = 1, power = 1;
		const bool leading_zero = whole > 1 && in[n] == '0';
		n += whole;
		if (n < in.size() && in[n] == '.')
			behind = digits_from(n + 1), n += 1 + behind;
		if (n < in.size() && (in[n] | 32) == 'e') {
			n += 1 + (n + 1 < in.size() && (in[n + 1] == '-' || in[n + 1] == '+'));
			power = digits_from(n), n += power;
		}
		if (whole == 0 || behind == 0 || power == 0 || leading_zero) {
			fail("expected a number");
			return {};
		}
		const std::string_view token{in.data(), n};
		in.remove_prefix(n);
		return token;
	}
	/* Members in any order, each exactly once. */
	template <class Fields> void object(Fields &&fields) {
		std::uint64_t seen = 0; /* one bit per field */
		expect("{");
		if (ok && !next('}')) {
			do
				member(fields, seen);
			while (next(','));
			expect("}");
		}
		fields([&, bit = std::uint64_t{1}](const char *name, auto &) mutable {
			if (ok && !(seen & bit))
				fail("member \"%.*s\" is missing", name);
			bit <<= 1;
		});
	}
	template <class Fields> void member(Fields &fields, std::uint64_t &seen) {
		const std::string_view key = string();
		expect(":");
		bool known = false;
		fields([&, bit = std::uint64_t{1}](const char *name, auto &value) mutable {
			if (ok && !known && key == name) {
				known = true;
				if (seen & bit)
					fail("member \"%.*s\" occurs twice", name);
				seen |= bit;
				if (ok)
					get(value);
			}
			bit <<= 1;
		});
		if (!known)
			fail("member \"%.*s\" is unknown", key);
	}

	void get(bool &value) {
		if (value = word("true"); !value && !word("false"))
			fail("expected true or false");
	}
	template <std::integral T> void get(T &value) {
		Int128 wide;
		get(wide);
		if (i128{wide} < std::numeric_limits<T>::min() || i128{wide} > std::numeric_limits<T>::max())
			return fail("number out of range");
		value = static_cast<T>(i128{wide});
	}
	void get(Int128 &value) {
		std::string_view digits = number();
		if (!ok)
			return;
		const bool minus = digits.starts_with('-');
		digits.remove_prefix(minus);
		i128 sum = 0;
		for (char c : digits)
			if (c < '0' || c > '9' || __builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, c - '0', &sum))
				return fail("expected a whole number of at most 38 digits");
		if (digits.empty() || (!minus && __builtin_mul_overflow(sum, -1, &sum)))
			return fail("expected a whole number of at most 38 digits");
		value = sum;
	}
	void get(double &value) {
		std::string_view token = number();
		if (ok && (!parse_double(token, value) || !token.empty()))
			fail("number out of range");
	}
	void get(Record auto &record) {
		if constexpr (requires { record.json(*this); })
			record.json(*this);
		else
			object([&record](auto &&visit) { record.fields(record, visit); });
		if (ok && !valid(record))
			fail("contradictory values");
	}
	void get(Bytes &bytes) {
		for (expect("\""); ok && !in.empty() && !at('"'); in.remove_prefix(1)) {
			char c = in[0];
			if (static_cast<unsigned char>(c) < 0x20)
				fail("control character in a string");
			if (c == '\\')
				c = escape();
			if (ok)
				bytes.push(c);
		}
		if (ok && !at('"'))
			fail("string without end");
		else if (ok)
			in.remove_prefix(1);
	}
	/* A string that is needed until the next one only: no memory for each of a million. */
	std::string_view string() {
		spare.size = 0, get(spare);
		return view(spare);
	}
	template <class T> void get(std::optional<T> &value) {
		if (!word("null"))
			get(value.emplace());
	}
	template <class T> void get(Vec<T> &items) {
		expect("[");
		if (!ok || next(']'))
			return;
		do
			get(items.push(T{})), turn();
		while (next(','));
		expect("]");
	}

private:
	/* At a backslash: the character meant; leaves the last character of the escape to the caller. Control characters
	   have no other spelling in JSON; \u0000 and everything from \u0080 on is refused, the writer never needs it. */
	char escape() {
		static constexpr std::string_view names = "\"\\/bfnrt", chars = "\"\\/\b\f\n\r\t";
		if (in.size() >= 2)
			if (const std::size_t i = names.find(in[1]); i != std::string_view::npos) {
				in.remove_prefix(1);
				return chars[i];
			}
		int code = 0;
		if (in.size() > 6 && in[1] == 'u')
			for (std::size_t i = 2; i < 6 && code >= 0; i++)
				code = hex_digit(in[i]) < 0 ? -1 : 16 * code + hex_digit(in[i]);
		if (code > 0 && code < 0x80) {
			in.remove_prefix(5);
			return static_cast<char>(code);
		}
		fail("unsupported escape in a string");
		return 0;
	}
};

} // namespace crm
