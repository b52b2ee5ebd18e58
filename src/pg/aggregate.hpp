#pragma once
#include "pg/function.hpp"

/* The support functions of aggregates over a state S.

	CRM_STATE(survey_agg_state, Survey)             the SQL type (state_type.hpp) and its merge and final function
	CRM_TRANSITION(survey_add_float8, add<...>)     SFUNC       void add(S &, double score), or (Cell<S> &, ...) when tailed
	CRM_TRANSITION(survey_drop_float8, drop<...>)   MINVFUNC    the same shape; false = cannot be undone, start afresh
	CRM_TRANSITION(symbol, change, fast)            with a short cut for the usual row, see transition<change, fast>
	CRM_FUNCTION(survey_nps, nps)                   FINALFUNC of nps(score) and accessor: optional<Number> nps(const S &)

   merge is COMBINEFUNC and the SFUNC of rollup. In an aggregate argument 0 is ours and changed in place; called from
   plain SQL the same functions work on a copy, so any engine can drive them, keeping the state as text or bytes. */
namespace crm {

/* A growing state as a value. */
template <Growing S> Datum flatten(const S &state) {
	Bytes wire = Expanded<S>::encode(state, false);
	Header *made = allocate<S>(wire.size);
	std::memcpy(made + 1, wire.data, wire.size);
	wire.free();
	return PointerGetDatum(made);
}

/* The value to store: a canonical copy; NULL when nothing was counted. S::finished(), if there is one, makes of rows that
   were collected what is kept of them. */
template <State S> Datum final_state(FunctionCallInfo fcinfo) {
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	const S &state = load<S>(PG_GETARG_DATUM(0));
	if (state.empty())
		PG_RETURN_NULL();
	if constexpr (requires { state.finished(); })
		return flatten(state.finished());
	else if constexpr (Growing<S>)
		return flatten(state);
	else {
		Cell<S> cell = Cell<S>::copy(state);
		if constexpr (requires { S::canonicalise(cell); })
			S::canonicalise(cell);
		return PointerGetDatum(cell.head);
	}
}

/* One call of a transition: whose state it is, and how to change it. */
template <State S> struct Transition {
	FunctionCallInfo fcinfo;
	MemoryContext aggregate = nullptr; /* null: a plain call */
	bool window;

	explicit Transition(FunctionCallInfo call) : fcinfo(call), window(AggCheckCallContext(call, &aggregate) == AGG_CONTEXT_WINDOW) {}

	/* A skipped row: the state as it is. Moving aggregates may not answer NULL, so a window starts with an empty state. */
	[[gnu::noinline]] Datum unchanged() {
		if (!PG_ARGISNULL(0))
			return PG_GETARG_DATUM(0);
		if (window)
			return apply([](auto &) {});
		PG_RETURN_NULL();
	}

	/* change(state) on our own state, made or copied first if need be; a change that answers false gives NULL. The
	   executor copies a new flat state itself, so that one is born in the per-row context. */
	template <class F> Datum apply(F &&change) requires Flat<S> {
		Cell<S> cell{PG_ARGISNULL(0) ? nullptr : reinterpret_cast<Header *>(PG_GETARG_POINTER(0))};
		if (!cell.head || !aggregate || !is_ours(cell)) [[unlikely]]
			cell = own_copy();
		if (!changed(change, cell) || (!aggregate && !holds(*cell)))
			PG_RETURN_NULL();
		return PointerGetDatum(cell.head);
	}
	/* Called by hand, a transition may be told anything, say to take away what was never added: what comes out can be stored and
	   read again, or nothing is left, or it is an error. In an aggregate the executor takes away what it has added. */
	[[gnu::noinline, gnu::cold]] static bool holds(const S &state) {
		const auto &image = [&state]() -> decltype(auto) {
			if constexpr (Plain<S>)
				return (state);
			else
				return state.image();
		}();
		WireWriter writer;
		writer.put(image);
		WireReader reader{view(writer.out)};
		std::remove_cvref_t<decltype(image)> again{};
		reader.get(again);
		if (!reader.ok && !state.empty())
			raise(invalid_parameter, "Take away only what was added; no count goes beyond 2^63 - 1.", "no %s can come of this row", S::type_name);
		return reader.ok;
	}
	[[gnu::noinline, gnu::cold]] Cell<S> own_copy() requires Flat<S> {
		return PG_ARGISNULL(0) ? Cell<S>::make(S{}) : Cell<S>::copy(load<S>(PG_GETARG_DATUM(0)));
	}
	static bool is_ours(const Cell<S> &cell) requires Flat<S> {
		if constexpr (Tailed<S>)
			return VARATT_IS_4B_U(cell.head) && VARSIZE(cell.head) >= sizeof(Header) + sizeof(S) && has_header<S>(*cell.head, flat_bytes(*cell));
		else
			return has_header<S>(*cell.head, sizeof(S));
	}
	template <class F> static bool changed(F &change, Cell<S> &cell) requires Flat<S> {
		if constexpr (std::same_as<decltype(change(cell)), bool>)
			return change(cell);
		else
			return change(cell), true;
	}

	/* A growing state and all that it allocates lives in the shared context. */
	template <class F> Datum apply(F &&change) requires Growing<S> {
		Expanded<S> *mine = aggregate && !PG_ARGISNULL(0) ? Expanded<S>::own(PG_GETARG_DATUM(0), aggregate) : nullptr;
		const S *theirs = mine || PG_ARGISNULL(0) ? nullptr : &load<S>(PG_GETARG_DATUM(0)); /* stays as it is */
		const MemoryContext home = mine ? mine->object.eoh_context : aggregate ? shared_context<S>(aggregate) : CurrentMemoryContext;
		const MemoryContext caller = MemoryContextSwitchTo(home);
		if (!mine) [[unlikely]] {
			mine = Expanded<S>::make(home);
			prepare(mine->state, aggregate ? home : nullptr);
			if (theirs)
				mine->state.merge(*theirs);
		}
		bool known = true;
		if constexpr (std::same_as<decltype(change(mine->state)), bool>)
			known = change(mine->state);
		else
			change(mine->state);
		MemoryContextSwitchTo(caller);
		if (!known)
			PG_RETURN_NULL();
		if (aggregate)
			return EOHPGetRWDatum(&mine->object);
		mine->state.settle();
		if (!holds(mine->state))
			PG_RETURN_NULL();
		return flatten(mine->state);
	}
};

/* The first parameter of a transition is the state it works on: S &, or Cell<S> & to give it another shape. `change` is
   a template argument, not a pointer, so that it is inlined: this runs for every row. */
template <class W> struct StateOf {
	using type = W;
	static W &of(auto &own) {
		if constexpr (Growing<W>)
			return own;
		else
			return *own;
	}
};
template <class S> struct StateOf<Cell<S>> {
	using type = S;
	static Cell<S> &of(Cell<S> &own) { return own; }
};
template <auto change> [[gnu::noinline]] Datum transition(FunctionCallInfo fcinfo) {
	return [fcinfo]<class R, class W, class... P>(R (*)(W &, P...)) {
		Transition<typename StateOf<W>::type> t{fcinfo};
		if (!given<P...>(fcinfo, 1))
			return t.unchanged();
		Datum state = 0;
		with_arguments<P...>(fcinfo, 1, [&](const auto &...a) { state = t.apply([&](auto &own) { return change(StateOf<W>::of(own), a...); }); });
		return state;
	}(change);
}
/* The way of nearly every row, without a detour: a flat state of ours and no NULL. `fast` has the parameters of `change`
   on S & and answers false when the row needs the long way; it must not have changed anything then. */
template <auto change, auto fast> Datum transition(FunctionCallInfo fcinfo) {
	return [fcinfo]<class S, class... P>(bool (*)(S &, P...)) {
		if (AggCheckCallContext(fcinfo, nullptr) && !PG_ARGISNULL(0))
			if (const Cell<S> cell{reinterpret_cast<Header *>(PG_GETARG_POINTER(0))}; Transition<S>::is_ours(cell))
				if (given<P...>(fcinfo, 1)) {
					bool done = false;
					with_arguments<P...>(fcinfo, 1, [&](const auto &...a) { done = fast(*cell, a...); });
					if (done) [[likely]]
						return PG_GETARG_DATUM(0);
				}
		return transition<change>(fcinfo);
	}(fast);
}

/* Never STRICT: a strict one would make the executor adopt the other side's raw, maybe 1-byte-header datum. */
template <State S> Datum merge(FunctionCallInfo fcinfo) {
	Transition<S> t{fcinfo};
	if (PG_ARGISNULL(1))
		return t.unchanged();
	const Datum other = PG_GETARG_DATUM(1);
	const S &from = load<S>(other); /* in the caller's memory: it is one of many */
	if constexpr (Growing<S>)
		return t.apply([&](S &state) { state.merge(from); });
	else
		return t.apply([&](Cell<S> &cell) {
			if (PG_ARGISNULL(0))
				cell = Cell<S>::copy(from);
			else if constexpr (Tailed<S>)
				S::merge(cell, from);
			else
				cell->merge(from);
		});
}

} // namespace crm

#define CRM_TRANSITION(symbol, ...) CRM_EXPORT(symbol, crm::transition<__VA_ARGS__>)
