#pragma once
#include "core/mrr.hpp"
#include "pg/state_type.hpp"

/* Recurring revenue of customers over one period: what was there, came, grew, shrank, left. */
namespace crm {

/* What numeric can hold of them. */
inline MovementSums checked_sums(const Movements &movements) {
	const MovementSums to = movements.sums();
	for (const Decimal &sum : to.sums)
		canonical(sum);
	return to;
}

/* Customers, and the exact sums of their MRR. Usually 200 bytes. */
struct Mrr {
	static constexpr const char *type_name = "mrr_agg_state";
	static constexpr std::uint8_t version = 1;
	std::int64_t customers = 0;
	Movements movements;

	bool empty() const { return customers == 0; }
	void settle() {}

	using Image = MrrImage;
	Image image() const { return {checked_sums(movements), customers}; }
	void fill(const Image &from) { customers = from.customers, movements.fill(from); }
	void merge(const Mrr &o) {
		std::int64_t values = 2 * customers;
		add_count(values, 2 * o.customers);
		customers += o.customers, movements.merge(o.movements);
	}
};

inline Datum to_datum(const Mrr &s) { return flatten(s); }

/* An amount that cannot be negative; `hint` names the remedy. */
inline void check_mrr(const char *what, const Amount &amount, const char *hint) {
	if (amount.negative)
		raise(invalid_parameter, hint, "%s %s is negative", what, shown(number(amount)));
}

} // namespace crm
