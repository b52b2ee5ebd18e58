#pragma once
#include "pg/function.hpp"

/* The boundaries of consecutive periods: a configuration argument, told by every row, skipped ones included. */
namespace crm {

struct BoundaryList {
	/* The ones told last in an aggregation: hardly any two groups of a query differ. */
	struct Shared {
		Instants times;
	};
	static constexpr const char *hint = "Use boundaries('2026-01-01', '2027-01-01', '1 month', 'UTC'), or an array of increasing times.";

	/* Whether `mine` was told for the first time. */
	static bool tell(Instants &mine, Instants given, Shared &shared) {
		if (same(given, mine)) [[likely]]
			return false;
		check(given);
		if (!mine.empty())
			raise_other(mine, given);
		if (!same(given, shared.times)) {
			Vec<Instant> kept;
			kept.append(given.data(), given.size());
			shared.times = {kept.data, kept.size};
		}
		mine = shared.times;
		return true;
	}
	/* Of a row. */
	static Instants required(const std::optional<Instants> &given) {
		if (!given)
			raise(invalid_parameter, hint, "boundaries must not be NULL");
		return *given;
	}

private:
	static bool same(Instants a, Instants b) { return !a.empty() && a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0; }
	static void check(Instants given) {
		if (given.size() < 2)
			raise(invalid_parameter, hint, "boundaries must be at least two");
		for (std::size_t k = 0; k < given.size(); k++)
			if (!given[k].finite())
				raise(bad_time, hint, "boundary %s is not finite", shown(given[k]));
			else if (k > 0 && given[k] <= given[k - 1])
				raise(invalid_parameter, hint, "boundary %s does not come after boundary %s", shown(given[k]), shown(given[k - 1]));
	}
	[[noreturn, gnu::cold]] static void raise_other(Instants mine, Instants given) {
		const std::size_t all = std::min(given.size(), mine.size());
		std::size_t k = 0;
		while (k < all && given[k] == mine[k])
			k++;
		const auto at = [k](Instants times) { return k < times.size() ? shown(times[k]) : "none"; };
		raise(invalid_parameter, "Group by the boundaries, or keep one constant list in a query.", "boundaries changed: number %d was %s and is %s",
			  static_cast<int>(k) + 1, at(mine), at(given));
	}
};

} // namespace crm
