#include "core/tally.hpp"
#include "metrics/entity.hpp"
#include "pg/state_type.hpp"

/* Lifetime value: what customers bought, and how many of them there are. */
namespace crm {

/* Exact revenue and the purchases of every customer. 14..27 bytes per distinct bigint customer, 23..46 for the others. */
struct Ltv {
	static constexpr const char *type_name = "ltv_agg_state";
	static constexpr std::uint8_t version = 1;
	Money revenue;
	std::int64_t refunds = 0;       /* rows with a negative amount: part of the revenue, not purchases */
	std::optional<double> lifespan; /* of ltv(customer, amount, lifespan) */
	Tally customers;

	bool empty() const { return purchases() + refunds == 0; }
	std::int64_t purchases() const { return static_cast<std::int64_t>(customers.total); }
	void settle() { check_count(customers.settle()); }

	struct Image {
		Money revenue;
		std::int64_t refunds = 0;
		std::optional<double> lifespan;
		KeyCounts purchases;
		static constexpr void fields(auto &self, auto &&f) {
			f("revenue", self.revenue), f("refunds", self.refunds), f("lifespan", self.lifespan), f("purchases", self.purchases);
		}
		bool valid() const {
			std::int64_t rows = refunds;
			for (const KeyCount &item : purchases.items)
				if (__builtin_add_overflow(rows, item.count, &rows))
					return false;
			const bool negative = std::any_of(revenue.limbs.begin(), revenue.limbs.end(), [](std::int64_t limb) { return limb < 0; });
			if (negative ? refunds == 0 : refunds > 0 && purchases.items.empty())
				return false; /* only refunds make revenue negative, and they alone always do */
			return refunds >= 0 && (rows == 0) == (purchases.type == KeyType::none) && revenue.scale.rows <= rows &&
				   (rows == 0) == (revenue.scale.rows == 0) &&
				   (!lifespan || (*lifespan >= 0 && std::isfinite(*lifespan) && !std::signbit(*lifespan)));
		}
	};
	Image image() const { return {canonical(revenue), refunds, lifespan, customers.counts()}; }
	void fill(const Image &from) {
		revenue = from.revenue, refunds = from.refunds, lifespan = from.lifespan;
		customers.adopt(from.purchases);
	}

	void merge(const Ltv &o) {
		use(o.customers.type()), use_lifespan(o.lifespan);
		std::int64_t rows = purchases() + refunds;
		add_count(rows, o.purchases()), add_count(rows, o.refunds);
		revenue.merge(o.revenue), refunds += o.refunds;
		check_count(customers.merge(o.customers));
	}
	static void check_count(bool fits) {
		if (!fits)
			raise(over_limit, "Group by one more column.", "one customer has 2^32 purchases or more");
	}
	void use(KeyType type) { agree(customers.type(), type, "customer", "customers"); }
	void use_lifespan(const std::optional<double> &value) {
		if (empty() && !lifespan)
			lifespan = value;
		else if (value != lifespan)
			raise(invalid_parameter, "Keep one constant lifespan in a query.", "lifespan differs between rows: %s and %s",
				  lifespan ? shown(*lifespan) : "none", value ? shown(*value) : "none");
	}
};

namespace {

/* ---- transitions ---- */

template <class K> void buy(Ltv &s, K customer, const Amount &amount) {
	s.use(key_type<K>);
	s.revenue.add<1>(amount), s.revenue.scale.add({amount.scale, 1});
	if (amount.negative)
		s.refunds++;
	else
		s.check_count(s.customers.count(key_of(customer)));
}
template <class K> bool unbuy(Ltv &s, K customer, const Amount &amount) {
	s.revenue.add<-1>(amount);
	if (amount.negative)
		s.refunds--;
	else
		s.customers.remove(key_of(customer));
	return s.revenue.scale.remove({amount.scale, 1}, !s.empty());
}

/* The lifespan is a configuration argument: told by every row, skipped ones included. */
void check_lifespan(Ltv &s, const std::optional<double> &lifespan) {
	if (lifespan && s.lifespan == lifespan) [[likely]]
		return;
	if (!lifespan)
		raise(invalid_parameter, "Give the number of periods that a customer stays.", "lifespan must not be NULL");
	check_factor("lifespan", *lifespan, INFINITY);
	s.use_lifespan(*lifespan + 0.0); /* -0 is 0 */
}
template <class K> void buy_for_life(Ltv &s, std::optional<K> customer, const std::optional<Amount> &amount, std::optional<double> lifespan) {
	check_lifespan(s, lifespan);
	if (customer && amount)
		buy(s, *customer, *amount);
}
template <class K> bool unbuy_for_life(Ltv &s, std::optional<K> customer, const std::optional<Amount> &amount, std::optional<double>) {
	return !customer || !amount || unbuy(s, *customer, *amount);
}

/* ---- results ---- */

Number revenue(const Ltv &s) { return number(canonical(s.revenue)); }
std::int64_t num_customers(const Ltv &s) { return static_cast<std::int64_t>(s.customers.size()); }
std::int64_t num_purchases(const Ltv &s) { return s.purchases(); }

std::optional<Number> average_purchase_value(const Ltv &s) { return divide(revenue(s), number(s.purchases())); }
std::optional<Number> purchase_frequency(const Ltv &s) { return ratio(s.purchases(), num_customers(s)); }
std::optional<Number> average_customer_value(const Ltv &s) { return divide(revenue(s), number(num_customers(s))); }

/* revenue * lifespan * margin / customers */
std::optional<Number> ltv(const Ltv &s, double lifespan, double margin) {
	check_factor("lifespan", lifespan, INFINITY), check_factor("gross margin", margin, 1);
	if (s.customers.size() == 0)
		return std::nullopt;
	Number value = revenue(s);
	if (lifespan != 1)
		value = value * shortest(lifespan);
	if (margin != 1)
		value = value * shortest(margin);
	return value / number(num_customers(s));
}
std::optional<Number> ltv_final(const Ltv &s) { return ltv(s, s.lifespan.value_or(1), 1); }

/* Average revenue per account * margin / churn: the geometric lifetime 1 / churn. */
std::optional<Number> ltv_from_churn(Number arpa, double churn, double margin) {
	check_finite("arpa", arpa), check_factor("churn rate", churn, 1), check_factor("gross margin", margin, 1);
	if (churn == 0)
		return std::nullopt;
	return arpa * shortest(margin) / shortest(churn);
}

} // namespace
} // namespace crm

CRM_STATE(ltv_agg_state, crm::Ltv);

#define CRM_LTV_KEY(suffix, K)                                   \
	CRM_TRANSITION(ltv_add_##suffix, crm::buy<K>);               \
	CRM_TRANSITION(ltv_drop_##suffix, crm::unbuy<K>);            \
	CRM_TRANSITION(ltv_add_life_##suffix, crm::buy_for_life<K>); \
	CRM_TRANSITION(ltv_drop_life_##suffix, crm::unbuy_for_life<K>)
CRM_LTV_KEY(bigint, std::int64_t);
CRM_LTV_KEY(uuid, crm::Uuid);
CRM_LTV_KEY(text, std::string_view);

CRM_FUNCTION(ltv_ltv, crm::ltv);
CRM_FUNCTION(ltv_final, crm::ltv_final);
CRM_FUNCTION(ltv_ltv_from_churn, crm::ltv_from_churn);
CRM_FUNCTION(ltv_revenue, crm::revenue);
CRM_FUNCTION(ltv_num_customers, crm::num_customers);
CRM_FUNCTION(ltv_num_purchases, crm::num_purchases);
CRM_FUNCTION(ltv_average_purchase_value, crm::average_purchase_value);
CRM_FUNCTION(ltv_purchase_frequency, crm::purchase_frequency);
CRM_FUNCTION(ltv_average_customer_value, crm::average_customer_value);
