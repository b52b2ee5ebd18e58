#pragma once
#include "pg/varlena.hpp"

/* Growing states while an aggregate runs: expanded objects. All those of one aggregation live in ONE child of its
   context. The executor adopts an expanded object whose context is a child of the aggregate's, and a context per group
   would make the memory accounting of hash aggregation quadratic. */
namespace crm {

template <Growing S> struct Expanded {
	ExpandedObjectHeader object;
	S state;
	Bytes wire; /* between the two calls that flatten the object */

	static Expanded *of(ExpandedObjectHeader *header) { return reinterpret_cast<Expanded *>(header); }

	/* For another process; what is stored is canonical. */
	static Bytes encode(const S &state, bool loose) {
		WireWriter writer;
		if constexpr (Loosened<S>)
			writer.put(state.image(loose));
		else
			writer.put(state.image());
		if (!AllocSizeIsValid(sizeof(Header) + writer.out.size))
			raise_too_large<S>();
		return writer.out;
	}
	/* Puts the state in order in the memory it lives in. */
	void settle() {
		const MemoryContext caller = MemoryContextSwitchTo(object.eoh_context);
		state.settle();
		MemoryContextSwitchTo(caller);
	}
	/* The initializer of a static member sees only what stands above it. */
	static constexpr ExpandedObjectMethods methods = {
		[](ExpandedObjectHeader *header) -> Size {
			Expanded *self = of(header);
			self->settle();
			/* Not in the caller's memory: a sort's, since PostgreSQL 17, is one in which nothing can grow or be freed. */
			const MemoryContext room = AllocSetContextCreateInternal(header->eoh_context, "crm_metrics wire", ALLOCSET_DEFAULT_SIZES);
			const MemoryContext caller = MemoryContextSwitchTo(room);
			const Bytes encoded = encode(self->state, true);
			MemoryContextSwitchTo(header->eoh_context);
			self->wire.free();
			self->wire = copy(view(encoded));
			MemoryContextSwitchTo(caller);
			MemoryContextDelete(room);
			return sizeof(Header) + self->wire.size;
		},
		[](ExpandedObjectHeader *header, void *to, Size size) {
			Expanded *self = of(header);
			Header &head = *static_cast<Header *>(to) = crm::header<S>(size - sizeof(Header));
			if constexpr (Loosened<S>)
				head.flags = self->state.loose() ? Header::loose : 0;
			std::memcpy(static_cast<Header *>(to) + 1, self->wire.data, size - sizeof(Header));
			self->wire.free();
		},
	};

	static Expanded *get(Datum datum) {
		if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(datum)))
			return nullptr;
		ExpandedObjectHeader *header = DatumGetEOHP(datum);
		if (header->eoh_methods != &methods)
			raise(bad_binary, nullptr, "malformed %s", S::type_name);
		return of(header);
	}
	/* The state inside our own writable object, one that `aggregate` adopted; null for anything else. */
	static Expanded *own(Datum datum, MemoryContext aggregate) {
		if (!VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(datum)))
			return nullptr;
		Expanded *mine = get(datum);
		return mine->object.eoh_context->parent == aggregate ? mine : nullptr;
	}
	static Expanded *make(MemoryContext home) {
		auto *made = new (MemoryContextAllocZero(home, sizeof(Expanded))) Expanded{};
		EOH_init_header(&made->object, &methods, home);
		return made;
	}
};

/* What the states of one aggregation share (S::Shared, a dictionary say) hangs on the only callback of their context. */
template <Growing S> auto *shared_of(MemoryContext home) { return static_cast<typename S::Shared *>(home->reset_cbs->arg); }

template <Growing S> MemoryContext shared_context(MemoryContext aggregate) {
	static constexpr char name[] = "crm_metrics states"; /* one per S: its address is the key */
	for (MemoryContext child = aggregate->firstchild; child; child = child->nextchild)
		if (child->name == name)
			return child;
	const MemoryContext home = AllocSetContextCreateInternal(aggregate, name, ALLOCSET_DEFAULT_SIZES);
	if constexpr (requires { typename S::Shared; }) {
		auto *callback = static_cast<MemoryContextCallback *>(MemoryContextAlloc(home, sizeof(MemoryContextCallback)));
		callback->func = [](void *) {};
		callback->arg = new (MemoryContextAlloc(home, sizeof(typename S::Shared))) typename S::Shared{};
		MemoryContextRegisterResetCallback(home, callback);
	}
	return home;
}

/* A state ready to be filled, in the current context or (aggregates) sharing with its siblings in `home`. */
template <Growing S> void prepare(S &state, MemoryContext home) {
	if constexpr (requires { typename S::Shared; })
		state.share(home ? shared_of<S>(home) : new (palloc(sizeof(typename S::Shared))) typename S::Shared{});
}

template <Growing S> void decode(Datum datum, S &state) {
	Header *head = detoast<S>(datum);
	WireReader reader{{reinterpret_cast<const char *>(head + 1), VARSIZE(head) - sizeof(Header)}};
	reader.stored = true;
	typename S::Image image{};
	reader.get(image);
	if (!reader.ok || !reader.in.empty())
		raise(bad_binary, nullptr, "malformed %s", S::type_name);
	state.fill(image);
}

} // namespace crm
