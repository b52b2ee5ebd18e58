#pragma once
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/host.hpp"

namespace crm {

/* A growable array that owns nothing: its storage lives and dies with a memory context, so an ERROR may longjmp past it
   at any time. Copies are shallow. */
template <class T> struct Vec {
	static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
	T *data = nullptr;
	std::size_t size = 0, capacity = 0;

	void reserve(std::size_t wanted) {
		if (wanted <= capacity)
			return;
		capacity = wanted > 2 * capacity ? wanted : 2 * capacity;
		data = static_cast<T *>(reallocate(data, capacity * sizeof(T)));
	}
	T &push(const T &value) {
		if (size == capacity) [[unlikely]]
			return push_into_more(value);
		return data[size++] = value;
	}
	[[gnu::noinline]] T &push_into_more(T value) { /* a copy: it may live in the block that moves */
		reserve(capacity ? size + 1 : 4);
		return data[size++] = value;
	}
	/* The next item, for the caller to write: what is written in parts and copied as a whole soon after would wait. */
	T &next() {
		if (size == capacity) [[unlikely]]
			reserve(capacity ? size + 1 : 4);
		return data[size++];
	}
	void append(const T *from, std::size_t count) {
		if (count == 0)
			return;
		reserve(size + count);
		std::memcpy(data + size, from, count * sizeof(T));
		size += count;
	}
	/* New items are value-initialised. */
	void resize(std::size_t wanted) {
		reserve(wanted);
		for (std::size_t i = size; i < wanted; i++)
			data[i] = T{};
		size = wanted;
	}
	void free() {
		if (data)
			release(data);
		*this = {};
	}
	T *begin() const { return data; }
	T *end() const { return data + size; }
	T &operator[](std::size_t i) const { return data[i]; }
	T &back() const { return data[size - 1]; }
	bool empty() const { return size == 0; }
};

using Bytes = Vec<char>;

inline void append(Bytes &out, std::string_view text) { out.append(text.data(), text.size()); }
inline std::string_view view(const Bytes &bytes) { return {bytes.data, bytes.size}; }
inline Bytes copy(std::string_view text) {
	Bytes bytes;
	append(bytes, text);
	return bytes;
}

} // namespace crm
