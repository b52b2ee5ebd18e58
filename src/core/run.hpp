#pragma once
#include "core/event.hpp"

/* A run: many events in order, packed. Within an entity times are differences, in the largest unit that divides them all;
   keys are differences, too. An event takes 3 to 10 bytes with bigint keys, up to 25 with others. It is what a timeline keeps,
   and what workers and nodes exchange. */
namespace crm {

inline constexpr std::int64_t time_units[] = {1, 1000, 1000000, 60000000, 3600000000, 86400000000}; /* each divides the next */

/* f(unit) with the unit as a constant: a division by one is three times as fast. */
template <class F> auto with_unit(std::uint32_t number, F &&f) {
	static_assert(std::size(time_units) == 6);
	switch (number) {
	case 0:
		return f(std::integral_constant<std::int64_t, time_units[0]>{});
	case 1:
		return f(std::integral_constant<std::int64_t, time_units[1]>{});
	case 2:
		return f(std::integral_constant<std::int64_t, time_units[2]>{});
	case 3:
		return f(std::integral_constant<std::int64_t, time_units[3]>{});
	case 4:
		return f(std::integral_constant<std::int64_t, time_units[4]>{});
	default:
		return f(std::integral_constant<std::int64_t, time_units[5]>{});
	}
}
inline bool divides(std::uint32_t unit, std::int64_t at) {
	return with_unit(unit, [at](auto u) { return at % u == 0; });
}

/* What all times of a run have in common. */
struct Frame {
	std::int64_t base = INT64_MAX;                  /* the earliest time */
	std::uint32_t unit = std::size(time_units) - 1; /* number of the largest unit that divides all */

	void add(std::int64_t at) {
		base = std::min(base, at);
		while (!divides(unit, at))
			unit--;
	}
	void join(const Frame &o) { base = std::min(base, o.base), unit = std::min(unit, o.unit); }
};

/* Where an event stands in the order, its mark aside. */
struct Place {
	Key key;
	std::int64_t at;
	auto operator<=>(const Place &) const = default;
	static constexpr void fields(auto &self, auto &&f) { f("high", self.key.high), f("low", self.key.low), f("at", self.at); }
};

template <class Mark> struct Run {
	static constexpr std::size_t sample_every = 256;
	KeyType type = KeyType::none;
	Key first{};
	Frame frame{};
	Bytes bytes{};
	std::size_t count = 0;           /* known, like what follows, once the run has been written or checked */
	std::int64_t latest = INT64_MIN; /* time */
	Vec<Place> samples{};            /* of every sample_every-th event */
	Vec<bool> used{};                /* by number of a mark: occurs */

	static constexpr void fields(auto &self, auto &&f) { f("bytes", self.bytes); } /* wire() and json() do the work */
	bool valid() const { return true; }                                            /* wire() and json() see to it */

	void wire(WireWriter &writer) const {
		writer.put(KeyKind{type});
		if (count == 0)
			return;
		writer.put(first.high), writer.put(__builtin_bswap64(first.low)), writer.put(frame.base), writer.put(frame.unit);
		writer.put(bytes.size), append(writer.out, view(bytes));
	}
	void wire(WireReader &reader);
	void read(WireReader &reader);
	void check(WireReader &reader);
	void json(JsonWriter &writer) const;
	void json(JsonReader &reader);
	/* What is known once a run has been checked need not be found out again by those who can trust it. */
	void findings(auto &&visit) { visit("count", count), visit("latest", latest), visit("samples", samples), visit("used", used); }

	/* Does the mark of a foreign event number something? What it numbers stands in the same input, a byte or more each, unless
	   the mark knows its own limit. */
	static bool numbers_something(const Mark &mark, std::size_t length) {
		if constexpr (Mark::numbered && !requires { mark.valid(); })
			return mark.number < length;
		else
			return true;
	}
	/* Of an event that has been read or written. */
	void note(const Event<Mark> &e) {
		if (count++ % sample_every == 0)
			samples.push({e.key, e.at});
		latest = std::max(latest, e.at);
		if constexpr (Mark::numbered) {
			if (e.mark.number >= used.size)
				used.resize(e.mark.number + 1);
			used[e.mark.number] = true;
		}
	}
};

/* Appends events, which must come in order, to a run with the frame of all of them. */
template <class Mark> struct RunWriter {
	Run<Mark> run;
	WireWriter writer{};
	Event<Mark> last{}; /* not written yet: the next one may add to it */
	Place before{};
	bool any = false;

	void add(const Event<Mark> &e) {
		if (any && e.key == last.key && e.at == last.at && last.mark.absorb(e.mark))
			return;
		if (any)
			write(last);
		last = e, any = true;
	}
	Run<Mark> finish() {
		if (any)
			write(last);
		run.bytes.append(writer.out.data, writer.out.size); /* without spare room */
		writer.out.free();
		return run;
	}

private:
	void write(const Event<Mark> &e) {
		if (run.count == 0)
			run.first = e.key, before = {e.key, run.frame.base};
		const bool new_entity = e.key != before.key;
		if (run.type == KeyType::bigint)
			writer.put(e.key.high - before.key.high);
		else {
			writer.put(new_entity);
			if (new_entity)
				writer.put(e.key.high - before.key.high), writer.put(__builtin_bswap64(e.key.low));
		}
		const std::uint64_t since = distance(new_entity ? run.frame.base : before.at, e.at);
		writer.put(with_unit(run.frame.unit, [since](auto u) { return since / static_cast<std::uint64_t>(u.value); }));
		Mark::fields(e.mark, writer);
		run.note(e), before = {e.key, e.at};
	}
};

/* Reads the events of a run in order. */
template <class Mark> struct RunReader {
	WireReader in;
	KeyType type;
	std::int64_t base;
	std::uint64_t unit, step = 0, ticks = 0; /* of the last event: to its key, and its time since the event before or the base */
	Event<Mark> event;                       /* the last one read */

	explicit RunReader(const Run<Mark> &run)
		: in{view(run.bytes)}, type(run.type), base(run.frame.base),
		  unit(static_cast<std::uint64_t>(time_units[run.frame.unit])), event{run.first, run.frame.base, {}} {}

	/* False at the end. What has been written or checked by us cannot fail. */
	bool next() {
		if (in.in.empty())
			return false;
		step = in.varint();
		if (step) {
			event.at = base;
			if (type == KeyType::bigint)
				event.key.high += step;
			else
				event.key.high += in.varint(), event.key.low = __builtin_bswap64(in.varint());
		}
		ticks = in.varint();
		event.at = static_cast<std::int64_t>(static_cast<std::uint64_t>(event.at) + ticks * unit);
		Mark::fields(event.mark, in);
		return in.ok;
	}
};

template <class Mark> void Run<Mark>::wire(WireReader &reader) {
	read(reader);
	if (type != KeyType::none)
		check(reader);
}
/* All but what is known once the run has been checked. */
template <class Mark> void Run<Mark>::read(WireReader &reader) {
	KeyKind kind;
	reader.get(kind);
	type = kind.type;
	if (type == KeyType::none)
		return;
	std::uint64_t low = 0;
	std::size_t size = 0;
	reader.get(first.high), reader.get(low), reader.get(frame.base), reader.get(frame.unit), reader.get(size);
	first.low = __builtin_bswap64(low);
	reader.ok = reader.ok && frame.unit < std::size(time_units);
	append(bytes, reader.raw(size));
}
/* Every event in order, none that could be absorbed, the frame as tight as can be. */
template <class Mark> void Run<Mark>::check(WireReader &reader) {
	if (!reader.ok)
		return;
	std::int64_t earliest = INT64_MAX;
	bool tight = frame.unit + 1 == std::size(time_units) && divides(frame.unit, frame.base); /* no larger unit would do */
	Event<Mark> before{};
	RunReader<Mark> events{*this};
	while (reader.ok && events.next()) {
		Event<Mark> &e = events.event;
		const bool same_key = count && e.key == before.key, key_told_once = (events.step == 0) == (count == 0 || same_key);
		const std::int64_t from = same_key ? before.at : frame.base;
		std::uint64_t length;
		reader.ok = key_told_once && (type == KeyType::bigint || events.step <= 1) && e.at >= from /* no wrap around */ &&
					!__builtin_mul_overflow(events.ticks, events.unit, &length) && Mark::valid_time(e.at) && crm::valid(e.mark) &&
					e.key.valid(type) && (count == 0 || before < e) && !(same_key && before.at == e.at && before.mark.absorb(e.mark)) &&
					numbers_something(e.mark, reader.length);
		if (!reader.ok)
			return;
		earliest = std::min(earliest, e.at), tight = tight || !divides(frame.unit + 1, e.at);
		note(e), before = e, reader.turn();
	}
	reader.ok = reader.ok && events.in.ok && count > 0 && earliest == frame.base && tight && divides(frame.unit, frame.base);
}

template <class Mark> void Run<Mark>::json(JsonWriter &writer) const {
	RunReader<Mark> events{*this};
	key_text::write_list(writer, type, count, [&] {
		events.next();
		key_text::write(writer, type, events.event.key), writer.raw(", "), Mark::json_time(writer, events.event.at);
		Mark::fields(events.event.mark, [&](const char *, const auto &value) { writer.raw(", "), writer.put(value); });
	});
}
template <class Mark> void Run<Mark>::json(JsonReader &reader) {
	Vec<Event<Mark>> events;
	key_text::read_list(reader, type, [&] {
		Event<Mark> e{};
		key_text::read(reader, type, e.key), reader.expect(","), reader.space(), Mark::json_time(reader, e.at);
		Mark::fields(e.mark, [&](const char *, auto &value) { reader.expect(","), reader.space(), reader.get(value); });
		const bool absorbed = events.size && events.back().key == e.key && events.back().at == e.at && events.back().mark.absorb(e.mark);
		if (!Mark::valid_time(e.at) || !e.key.valid(type) || !crm::valid(e.mark) || absorbed || (events.size && !(events.back() < e)))
			reader.fail("events are not in order");
		if (!numbers_something(e.mark, reader.length))
			reader.fail("number out of range");
		events.push(e);
	});
	if (reader.ok && type != KeyType::none && events.empty())
		reader.fail("an empty list of events is {}");
	if (!reader.ok)
		return;
	RunWriter<Mark> writer{{.type = type}};
	for (const Event<Mark> &e : events)
		writer.run.frame.add(e.at);
	for (const Event<Mark> &e : events)
		writer.add(e), reader.turn();
	events.free();
	*this = writer.finish();
}

} // namespace crm
