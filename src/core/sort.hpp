#pragma once
#include <algorithm>

#include "core/host.hpp"

namespace crm {

/* std::sort that can be cancelled: many items take seconds. Few are not made slower. */
template <class T, class Less> void sort_all(T *first, T *last, Less less) {
	if (last - first < 262144)
		return std::sort(first, last, less);
	Turns turn;
	std::sort(first, last, [&](const T &a, const T &b) { return turn(), less(a, b); });
}
template <class T> void sort_all(T *first, T *last) {
	sort_all(first, last, [](const T &a, const T &b) { return a < b; });
}

} // namespace crm
