#pragma once
#include "core/parcel.hpp"

/* The events of many entities, added in any order, visited in order: by entity, time, mark.

   New events gather in a buffer (24 to 40 bytes each); a full one is sorted and packed into a run (3 to 25 bytes per
   event). To visit them, all runs are read side by side, one narrow stretch of the order at a time, and each stretch is
   sorted in the cache. So nothing large is ever sorted or copied, and time is linear. */
namespace crm {

template <class Mark, std::size_t batch_size = 16384> struct Timeline {
	static constexpr std::size_t batch = batch_size; /* tests have smaller ones */
	Vec<Event<Mark>> fresh{}, spare{};
	Vec<Source<Mark>> runs{};
	KeyType type = KeyType::none;

	bool empty() const { return fresh.empty() && runs.empty(); }

	void add(const Event<Mark> &e) { add(e.key, e.at, e.mark); }
	void add(const Key &key, std::int64_t at, const Mark &mark) {
		if (fresh.size == batch) [[unlikely]]
			flush();
		Event<Mark> &e = fresh.next();
		e.key.high = key.high, e.key.low = key.low, e.at = at, e.mark = mark;
	}
	/* To be called before events are visited: either all are in the buffer or none. Events that are read after each new
	   one, as in a window, do not get a run each: the last run is packed anew while it is short. */
	void settle() {
		if (runs.empty() || fresh.empty())
			return;
		if (Source<Mark> &last = runs.back(); last.run.count + fresh.size <= batch) {
			for (RunReader<Mark> events{last.run}; events.next();) {
				Event<Mark> e = events.event;
				renumber(e, last.numbers), fresh.push(e);
			}
			last.run.bytes.free(), last.run.samples.free(), last.run.used.free(), last.numbers.free();
			runs.size--;
		}
		flush();
	}
	/* Takes a copy of the events of a settled timeline; `numbers` says what its marks' numbers mean here, unless it is empty. */
	void merge(const Timeline &o, const Vec<std::uint32_t> &numbers) {
		for (Event<Mark> e : o.fresh)
			renumber(e, numbers), add(e);
		for (const Source<Mark> &source : o.runs) {
			adopt(source.run, composed(source, numbers));
		}
	}
	void adopt(const Parcel<Mark> &parcel, const Vec<std::uint32_t> &numbers) {
		for (const Source<Mark> &source : parcel.sources)
			adopt(source.run, composed(source, numbers));
	}
	/* The events of a run that may be gone later. */
	void adopt(const Run<Mark> &run, const Vec<std::uint32_t> &numbers) {
		check_interrupts();
		if (run.count < batch / 16) { /* not worth a run of its own */
			for (RunReader<Mark> events{run}; events.next();) {
				Event<Mark> e = events.event;
				renumber(e, numbers), add(e);
			}
			return;
		}
		Source<Mark> source{run};
		source.run.bytes = {}, source.run.samples = {}, source.run.used = {};
		source.run.bytes.append(run.bytes.data, run.bytes.size), source.run.samples.append(run.samples.data, run.samples.size);
		source.run.used.append(run.used.data, run.used.size), source.numbers.append(numbers.data, numbers.size);
		runs.push(source);
	}

	/* visit(event) in order; renumber(number) gives the numbers by which events of one entity and time are ordered. */
	template <class Renumber, class Visit> void each(Renumber &&renumbered, Visit &&visit) const {
		Vec<Event<Mark>> part, room;
		const auto visit_part = [&] {
			if constexpr (Mark::numbered)
				for (Event<Mark> &e : part)
					e.mark.number = renumbered(e.mark.number);
			room.reserve(part.size);
			const Event<Mark> *e = sort_by_key(part.data, room.data, part.size), *end = e + part.size;
			for (; e != end; e++)
				visit(*e);
			part.size = 0;
		};
		if (runs.empty())
			part.append(fresh.data, fresh.size), visit_part();
		else
			each_part(part, visit_part);
		part.free(), room.free();
	}
	/* All events as one run. */
	template <class Renumber> Run<Mark> packed(Renumber &&renumbered) const {
		RunWriter<Mark> writer{{.type = empty() ? KeyType::none : type}};
		for (const Event<Mark> &e : fresh)
			writer.run.frame.add(e.at);
		for (const Source<Mark> &source : runs)
			writer.run.frame.join(source.run.frame);
		each(renumbered, [&writer](const Event<Mark> &e) { writer.add(e); });
		return writer.finish();
	}
	/* What leaves the state: one run, or, if `loose`, the runs that there are: for another process of the same query, so that
	   only the one that needs the order pays for it. */
	template <class Renumber> Parcel<Mark> parcel(bool loose, Renumber &&renumbered) const {
		Parcel<Mark> to;
		if (!loose || runs.empty()) {
			if (!empty())
				to.sources.push({packed(renumbered)});
			return to;
		}
		to.loose = true;
		for (const Source<Mark> &source : runs) {
			Vec<std::uint32_t> &numbers = to.sources.push({source.run}).numbers;
			for (std::uint32_t i = 0; Mark::numbered && i < source.run.used.size; i++)
				numbers.push(source.run.used[i] ? renumbered(source.meaning(i)) : 0);
		}
		return to;
	}
	/* f(number) for the number of every mark, some of them several times. */
	template <class F> void each_number(F &&f) const {
		for (const Event<Mark> &e : fresh)
			f(e.mark.number);
		for (const Source<Mark> &source : runs)
			source.each_number(f);
	}

private:
	static void renumber(Event<Mark> &e, const Vec<std::uint32_t> &numbers) {
		if constexpr (Mark::numbered)
			if (!numbers.empty())
				e.mark.number = e.mark.number < numbers.size ? numbers[e.mark.number] : 0;
	}
	static Vec<std::uint32_t> composed(const Source<Mark> &source, const Vec<std::uint32_t> &numbers) {
		if (source.numbers.empty() || numbers.empty())
			return source.numbers.empty() ? numbers : source.numbers;
		Vec<std::uint32_t> both;
		for (const std::uint32_t number : source.numbers)
			both.push(number < numbers.size ? numbers[number] : 0);
		return both;
	}
	void flush() {
		check_interrupts();
		spare.reserve(fresh.size);
		if (sort_by_key(fresh.data, spare.data, fresh.size) == spare.data)
			spare.size = fresh.size, std::swap(fresh, spare);
		RunWriter<Mark> writer{{.type = type}};
		for (const Event<Mark> &e : fresh)
			writer.run.frame.add(e.at);
		for (const Event<Mark> &e : fresh)
			writer.add(e);
		runs.push({writer.finish(), {}});
		fresh.size = 0;
	}
	/* Stretches of about one batch, and the places where they end. */
	Vec<Place> ends() const {
		Vec<Place> samples, to;
		for (const Source<Mark> &source : runs)
			samples.append(source.run.samples.data, source.run.samples.size);
		sort_all(samples.begin(), samples.end());
		for (std::size_t i = batch / Run<Mark>::sample_every; i < samples.size; i += batch / Run<Mark>::sample_every)
			to.push(samples[i]);
		samples.free();
		return to;
	}
	template <class VisitPart> void each_part(Vec<Event<Mark>> &part, VisitPart &&visit_part) const {
		struct Position {
			RunReader<Mark> reader;
			const Source<Mark> *source;
			bool more;
		};
		Vec<Position> positions;
		for (const Source<Mark> &source : runs)
			positions.push({RunReader<Mark>{source.run}, &source, true});
		for (Position &p : positions)
			p.more = p.reader.next();
		Vec<Place> limits = ends();
		for (std::size_t i = 0; i <= limits.size; i++) {
			for (Position &p : positions)
				for (; p.more && (i == limits.size || before(p.reader.event, limits[i])); p.more = p.reader.next())
					renumber(part.push(p.reader.event), p.source->numbers);
			visit_part();
			check_interrupts();
		}
		positions.free(), limits.free();
	}
	static bool before(const Event<Mark> &e, const Place &place) {
		if (e.key.high != place.key.high)
			return e.key.high < place.key.high;
		return e.key.low != place.key.low ? e.key.low < place.key.low : e.at < place.at;
	}
};

} // namespace crm
