#pragma once
#include <algorithm>

#include "core/digest.hpp"
#include "core/json.hpp"
#include "core/wire.hpp"

/* Entity keys (customer, deal, ...) of type bigint, uuid or text in 8 or 16 bytes. */
namespace crm {

enum class KeyType : std::uint8_t { none, bigint, uuid, text };
inline constexpr std::string_view key_type_names[] = {"none", "bigint", "uuid", "text"};

/* Ordered as its type is: a bigint has its sign bit flipped in `high`; a uuid is big-endian; a text of up to 15 bytes is
   its length and its bytes, a longer one 255 and 120 bits of its digest. */
struct Key {
	std::uint64_t high = 0, low = 0;
	constexpr auto operator<=>(const Key &) const = default;

	static constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
	static constexpr std::size_t longest_inline = 15;
	static constexpr unsigned char digested = 255;

	static constexpr Key of(std::int64_t v) { return {static_cast<std::uint64_t>(v) ^ sign_bit, 0}; }
	constexpr std::int64_t bigint() const { return static_cast<std::int64_t>(high ^ sign_bit); }
	static Key of_bytes(const unsigned char *b) {
		Key key;
		for (int i = 0; i < 8; i++)
			key.high = key.high << 8 | b[i], key.low = key.low << 8 | b[i + 8];
		return key;
	}
	void bytes(unsigned char *b) const {
		for (int i = 0; i < 8; i++)
			b[i] = static_cast<unsigned char>(high >> (56 - 8 * i)), b[i + 8] = static_cast<unsigned char>(low >> (56 - 8 * i));
	}
	static Key of(std::string_view text) {
		unsigned char b[16] = {};
		if (text.size() <= longest_inline)
			b[0] = static_cast<unsigned char>(text.size()), std::copy_n(text.data(), text.size(), b + 1); /* data() may be null */
		else {
			const Digest d = digest(text);
			b[0] = digested;
			for (int i = 1; i < 16; i++)
				b[i] = static_cast<unsigned char>(d.words[(i - 1) / 4] >> (8 * ((i - 1) % 4)));
		}
		return of_bytes(b);
	}
	/* Could `of` have made it? */
	bool valid(KeyType type) const {
		if (type != KeyType::text)
			return type == KeyType::uuid || (type == KeyType::bigint && low == 0);
		unsigned char b[16];
		bytes(b);
		return b[0] == digested || (b[0] <= longest_inline && valid_text({reinterpret_cast<const char *>(b + 1), b[0]}) &&
									std::all_of(b + 1 + b[0], b + 16, [](unsigned char c) { return c == 0; }));
	}
	/* Its upper bits are what counts. Short, and numbers as people give them collide no more than random ones. */
	std::uint64_t hash() const {
		const std::uint64_t h = high ^ (low ^ low >> 32) * 0x9E3779B97F4A7C15u;
		return (h ^ h >> 29) * 0xBF58476D1CE4E5B9u;
	}
};

/* Keys in JSON: numbers, uuids in hex, texts; long texts are "#" and their digest in hex, longer than any kept in full. */
namespace key_text {

inline constexpr char hex[] = "0123456789abcdef";

inline void write(JsonWriter &writer, KeyType type, const Key &key) {
	if (type == KeyType::bigint)
		return writer.put(key.bigint());
	unsigned char b[16];
	key.bytes(b);
	if (type == KeyType::text && b[0] != Key::digested)
		return writer.text({reinterpret_cast<const char *>(b + 1), b[0]});
	writer.raw(type == KeyType::text ? "\"#" : "\"");
	for (int i = type == KeyType::text; i < 16; i++)
		writer.out.push(hex[b[i] >> 4]), writer.out.push(hex[b[i] & 15]);
	writer.raw("\"");
}

inline bool read_hex(std::string_view text, unsigned char *b, std::size_t n) {
	if (text.size() != 2 * n)
		return false;
	for (std::size_t i = 0; i < n; i++) {
		const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		b[i] = static_cast<unsigned char>(high << 4 | low);
	}
	return true;
}

inline void read(JsonReader &reader, KeyType type, Key &key) {
	if (type == KeyType::bigint) {
		std::int64_t value = 0;
		reader.get(value), key = Key::of(value);
		return;
	}
	const std::string_view text = reader.string();
	unsigned char b[16] = {Key::digested};
	std::string_view t = text;
	if (type == KeyType::text && t.size() <= Key::longest_inline)
		key = Key::of(t);
	else {
		const bool marked = type != KeyType::text || t.starts_with('#');
		t.remove_prefix(type == KeyType::text);
		if (marked && read_hex(t, type == KeyType::text ? b + 1 : b, type == KeyType::text ? 15 : 16))
			key = Key::of_bytes(b);
		else
			reader.fail("\"%.*s\" is not a key", text);
	}
}

inline KeyType named(JsonReader &reader, std::string_view name) {
	for (std::size_t i = 1; i < std::size(key_type_names); i++)
		if (name == key_type_names[i])
			return static_cast<KeyType>(i);
	reader.fail("\"%.*s\" is no type of keys", name);
	return KeyType::none;
}

/* Lists whose items begin with a key: {"bigint": [[17, ...], [18, ...]]}, or {} without a type; item() does one. */
inline void write_list(JsonWriter &writer, KeyType type, std::size_t count, auto &&item) {
	writer.raw("{");
	if (type != KeyType::none) {
		writer.text(key_type_names[static_cast<int>(type)]), writer.raw(": [");
		for (std::size_t i = 0; i < count; i++)
			writer.raw(i ? ", [" : "["), item(), writer.raw("]"), writer.turn();
		writer.raw("]");
	}
	writer.raw("}");
}
inline void read_list(JsonReader &reader, KeyType &type, auto &&item) {
	reader.expect("{");
	if (!reader.ok || reader.next('}'))
		return;
	const std::string_view name = reader.string();
	reader.expect(":"), reader.expect("[");
	type = named(reader, name);
	if (reader.ok && !reader.next(']')) {
		do
			reader.expect("["), item(), reader.expect("]"), reader.turn();
		while (reader.ok && reader.next(','));
		reader.expect("]");
	}
	reader.expect("}");
}

} // namespace key_text

/* The type of the keys of a state: its name in JSON, or null. */
struct KeyKind {
	KeyType type = KeyType::none;
	static constexpr void fields(auto &self, auto &&f) { f("type", self.type); } /* wire() and json() do the work */
	void wire(WireWriter &writer) const { writer.put(static_cast<std::uint8_t>(type)); }
	void wire(WireReader &reader) {
		std::uint8_t kind = 0;
		reader.get(kind);
		reader.ok = reader.ok && kind <= static_cast<std::uint8_t>(KeyType::text);
		type = reader.ok ? static_cast<KeyType>(kind) : KeyType::none;
	}
	void json(JsonWriter &writer) const {
		if (type == KeyType::none)
			return writer.raw("null");
		writer.text(key_type_names[static_cast<int>(type)]);
	}
	void json(JsonReader &reader) {
		if (!reader.word("null"))
			type = key_text::named(reader, reader.string());
	}
};

} // namespace crm
