#pragma once
#include "core/exact.hpp"
#include "core/wire.hpp"

/* Monthly recurring revenue (MRR) of customers at two times, and what it did between them. */
namespace crm {

enum class MrrMove { none, fresh, reactivation, churn, contraction, retained, expansion };
inline constexpr std::string_view mrr_move_names[] = {"", "new", "reactivation", "churn", "contraction", "retained", "expansion"};

/* One customer: `order` is that of the MRR after to that before, of which neither is negative; was_active: had MRR at some
   earlier time, which matters only to who has none at the start. */
inline MrrMove mrr_move(bool before, bool after, int order, bool was_active) {
	if (!before)
		return !after ? MrrMove::none : was_active ? MrrMove::reactivation : MrrMove::fresh;
	if (!after)
		return MrrMove::churn;
	return order < 0 ? MrrMove::contraction : order > 0 ? MrrMove::expansion : MrrMove::retained;
}

/* Order of amounts that are not negative. */
inline int compare(const Amount &a, const Amount &b) {
	if (a.count == 0 || b.count == 0)
		return (a.count > 0) - (b.count > 0);
	if (a.weight != b.weight)
		return a.weight < b.weight ? -1 : 1;
	for (int i = 0; i < a.count && i < b.count; i++)
		if (a.digit(i) != b.digit(i))
			return a.digit(i) < b.digit(i) ? -1 : 1;
	return (a.count > b.count) - (a.count < b.count); /* neither ends in a zero */
}
inline MrrMove mrr_move(const Amount &before, const Amount &after, bool was_active) {
	return mrr_move(before.count > 0, after.count > 0, compare(after, before), was_active);
}

/* An exact number as text and bytes: its scale is that of many rows, so it has none of its own to count. */
struct Decimal : Money {
	void json(JsonWriter &writer) const {
		Bytes text = decimal_text(limbs.data, window, scale.digits);
		writer.raw(view(text)), text.free();
	}
	void json(JsonReader &reader) {
		DecimalToken token;
		token.json(reader);
		if (reader.ok && !parse_decimal(token.text, *this))
			reader.fail("\"%.*s\" is not a plain decimal", token.text);
		scale.rows = 1;
	}
	void wire(WireWriter &writer) const { writer.put(window), writer.put(limbs), writer.put(scale.digits); }
	void wire(WireReader &reader) { reader.get(window), reader.get(limbs), reader.get(scale.digits), scale.rows = 1; }
	int sign() const {
		for (const std::int64_t limb : limbs)
			if (limb != 0)
				return limb > 0 ? 1 : -1;
		return 0;
	}
};

/* Canonical sums, whatever their scale. */
inline bool same_value(const Money &a, const Money &b) { return a.window == b.window && std::equal(a.limbs.begin(), a.limbs.end(), b.limbs.begin()); }

/* The sums that are kept; MRR at the end follows from them. */
enum Kind : int { starting, fresh, expansion, contraction, churned, reactivation };
inline constexpr int kinds = 6;
struct Term {
	Kind kind;
	int sign;
};

/* What they are outside. */
struct MovementSums {
	std::int64_t scale_rows = 0;
	Decimal sums[kinds] = {};
	static constexpr void fields(auto &self, auto &&f) {
		f("scale_rows", self.scale_rows), f("starting", self.sums[starting]), f("new", self.sums[fresh]), f("expansion", self.sums[expansion]);
		f("contraction", self.sums[contraction]), f("churned", self.sums[churned]), f("reactivation", self.sums[reactivation]);
	}
	bool possible(std::int64_t customers) const;

private:
	/* The sign of what is left of the MRR at the start: starting - contraction - churned, none of them negative. */
	int sign_of_kept() const {
		const auto limb = [this](Kind kind, std::int32_t at) {
			const Decimal &sum = sums[kind];
			return at < sum.window.low || at >= sum.window.high ? 0 : sum.limbs[static_cast<std::size_t>(at - sum.window.low)];
		};
		const Window all = sums[starting].window.join(sums[contraction].window).join(sums[churned].window);
		std::int64_t kept = 0;
		for (std::int32_t at = all.high; at-- > all.low && kept > -3 && kept < 3;) /* the limbs below are worth less than two of these */
			kept = kept * limb_base + limb(starting, at) - limb(contraction, at) - limb(churned, at);
		return (kept > 0) - (kept < 0);
	}
};

/* Exact sums of the MRR of customers by what it did, side by side. The scale is the largest of all MRR, so that it is the
   same for all of them; each customer gives it two, that before and that after. */
struct Movements {
	Window window;
	Vec<std::int64_t> limbs; /* of the kinds, one after the other */
	Scale scale;

	std::int64_t *sum(Kind kind) const { return limbs.data + static_cast<std::size_t>(kind) * window.size(); }
	/* Room for the limbs of `wanted`. */
	void widen(Window wanted) {
		if (limbs.size && wanted.within(window))
			return;
		const Movements old = *this;
		window = limbs.size ? window.join(wanted) : wanted.join(usual_window), limbs = {};
		limbs.resize(kinds * window.size());
		for (int kind = 0; kind < kinds && old.limbs.size; kind++)
			std::copy_n(old.sum(Kind{kind}), old.window.size(), sum(Kind{kind}) + (old.window.low - window.low));
		old.drop();
	}
	void drop() const {
		Vec<std::int64_t> gone = limbs;
		gone.free();
	}
	static Scale scale_of(std::int64_t before, std::int64_t after) { return {std::max(before, after), before == after ? 2 : 1}; }

	/* One customer; sign -1 takes one away, its scale aside. */
	template <int sign> void move(const Amount &before, const Amount &after, bool was_active) {
		widen(before.window().join(after.window()));
		const auto add = [this](Kind kind, const Amount &amount) { add_amount<sign>(sum(kind), window.low, amount); };
		const auto subtract = [this](Kind kind, const Amount &amount) { add_amount<-sign>(sum(kind), window.low, amount); };
		add(starting, before);
		switch (mrr_move(before, after, was_active)) {
		case MrrMove::fresh:
			return add(fresh, after);
		case MrrMove::reactivation:
			return add(reactivation, after);
		case MrrMove::churn:
			return add(churned, before);
		case MrrMove::contraction:
			return add(contraction, before), subtract(contraction, after);
		case MrrMove::expansion:
			return add(expansion, after), subtract(expansion, before);
		case MrrMove::none:
		case MrrMove::retained:
			return;
		}
	}
	/* With canonical sums, in which nothing is negative, scales aside: one customer's MRR at the start, */
	void stay(const Money &mrr) {
		if (mrr.limbs.size)
			widen(mrr.window), add_limbs(sum(starting), window, mrr.limbs.data, mrr.window);
	}
	/* that of all of them, where it is known, */
	void start_with(const Money &mrr) {
		widen(mrr.window);
		std::fill_n(sum(starting), window.size(), 0);
		std::copy(mrr.limbs.begin(), mrr.limbs.end(), sum(starting) + (mrr.window.low - window.low));
	}
	/* and what a customer does afterwards. */
	void move(const Money &before, const Money &after, bool was_active) {
		Money less;
		less.widen(before.window.join(after.window));
		for (std::size_t i = 0; i < after.limbs.size; i++)
			less.limbs[i + static_cast<std::size_t>(after.window.low - less.window.low)] += after.limbs[i];
		for (std::size_t i = 0; i < before.limbs.size; i++)
			less.limbs[i + static_cast<std::size_t>(before.window.low - less.window.low)] -= before.limbs[i];
		Decimal change{less.canonical()};
		const int order = change.sign();
		for (std::int64_t &limb : change.limbs)
			limb *= order;
		static constexpr Kind to[] = {starting, fresh, reactivation, churned, contraction, starting, expansion}; /* by movement */
		const MrrMove moved = mrr_move(Decimal{before}.sign() > 0, Decimal{after}.sign() > 0, order, was_active);
		if (order != 0)
			widen(change.window), add_limbs(sum(to[static_cast<int>(moved)]), window, change.limbs.data, change.window);
		less.limbs.free(), change.limbs.free();
	}
	void merge(const Movements &o) {
		scale.add(o.scale);
		if (o.limbs.empty())
			return;
		widen(o.window);
		for (int kind = 0; kind < kinds; kind++)
			add_limbs(sum(Kind{kind}), window, o.sum(Kind{kind}), o.window);
	}

	/* ---- results ---- */

	Money money(Kind kind) const {
		Money loose{window, {}, {scale.digits, 1}};
		if (limbs.size)
			loose.limbs.append(sum(kind), window.size());
		return loose.canonical();
	}
	Money total(std::initializer_list<Term> terms) const {
		Money all;
		for (const auto &[kind, sign] : terms) {
			Money term = money(kind);
			for (std::int64_t &limb : term.limbs)
				limb *= sign; /* canonical, so below 10^16 */
			all.merge(term);
		}
		all.scale.rows = 1;
		return all.canonical();
	}
	MovementSums sums() const {
		MovementSums to{scale.rows, {}};
		for (int kind = 0; kind < kinds; kind++)
			to.sums[kind] = Decimal{money(Kind{kind})};
		return to;
	}
	void fill(const MovementSums &from) {
		scale = {from.sums[starting].scale.digits, from.scale_rows};
		for (const Decimal &sum : from.sums)
			widen(sum.window);
		for (int kind = 0; kind < kinds; kind++)
			std::copy(from.sums[kind].limbs.begin(), from.sums[kind].limbs.end(), sum(Kind{kind}) + (from.sums[kind].window.low - window.low));
	}
};

inline constexpr std::initializer_list<Term> ending_terms = {{starting, 1},     {fresh, 1},    {expansion, 1},
															 {contraction, -1}, {churned, -1}, {reactivation, 1}};
inline constexpr std::initializer_list<Term> kept_terms = {{starting, 1}, {contraction, -1}, {churned, -1}};

/* Sums that so many customers can have. */
inline bool MovementSums::possible(std::int64_t customers) const {
	const std::int64_t digits = sums[starting].scale.digits;
	if (customers <= 0 || customers > INT64_MAX / 2 || scale_rows <= 0 || scale_rows > 2 * customers || (digits == 0 && scale_rows != 2 * customers))
		return false;
	bool has[kinds];
	for (int kind = 0; kind < kinds; kind++) {
		if (sums[kind].sign() < 0 || sums[kind].scale.digits != digits)
			return false;
		has[kind] = sums[kind].sign() > 0;
	}
	const int kept = sign_of_kept();
	const int staying = has[expansion] + has[contraction]; /* at least so many customers had MRR before and after */
	return (kept > 0 || (kept == 0 && staying == 0)) && has[fresh] + has[reactivation] + has[churned] + std::max(staying, kept) <= customers;
}

/* The same with the number of customers. */
struct MrrImage : MovementSums {
	std::int64_t customers = 0;
	static constexpr void fields(auto &self, auto &&f) { f("customers", self.customers), MovementSums::fields(self, f); }
	bool valid() const { return customers == 0 ? empty() : possible(customers); }
	/* A window frame that no row has entered yet. */
	bool empty() const {
		return scale_rows == 0 && std::all_of(sums, sums + kinds, [](const Decimal &sum) { return sum.sign() == 0 && sum.scale.digits == 0; });
	}
};

} // namespace crm
