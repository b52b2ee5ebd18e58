#pragma once
#include "core/calendar.hpp"
#include "core/lengths.hpp"
#include "core/numbering.hpp"
#include "core/sort.hpp"

/* How many deals went through their stages, how long they stayed and where they went. One deal after the other; of each the
   rows of its history in order. Rows of one stage that follow each other are one visit. The last visit is open; it counts
   until `as_of`, unless that is not given or earlier. */
namespace crm {

struct Flow {
	static constexpr std::uint32_t nowhere = UINT32_MAX;
	struct Stage {
		std::uint32_t name = 0; /* a number the owner gives */
		std::int64_t deals = 0, visits = 0, open = 0;
		Lengths lengths; /* of the visits that have one */
		std::int64_t last_deal = 0;
	};
	Vec<Stage> stages;
	/* From one stage to another, or nowhere, both by place in `stages`. */
	struct Hop {
		std::uint32_t from, to;
		static Hop of(std::uint64_t code) {
			if (code < 256)
				return {static_cast<std::uint32_t>(code) >> 4, (static_cast<std::uint32_t>(code) & 15) - 1};
			return {static_cast<std::uint32_t>(code >> 32) - 1, static_cast<std::uint32_t>(code)};
		}
		/* Small where there are few stages. */
		std::uint64_t code() const { return (from | (to + 1)) < 16 ? from << 4 | (to + 1) : (std::uint64_t{from} + 1) << 32 | to; }
	};
	Numbering stage_numbers, moves; /* of names; of codes of hops */
	Vec<std::int64_t> counts;       /* of moves */

	bool empty() const { return stages.empty(); }

	/* The next row of the current deal. */
	void enter(std::uint32_t name, std::int64_t at) {
		if (current != nowhere) {
			if (stages[current].name == name)
				return;
			leave(distance(entered, at));
		}
		const std::uint32_t next = stage(name);
		if (current != nowhere)
			move(current, next, 1);
		current = next, entered = at;
		Stage &s = stages[next];
		s.visits++, s.deals += s.last_deal != deal, s.last_deal = deal;
	}
	/* No more rows of the current deal, if there is one. */
	void end_deal(const std::optional<Instant> &as_of) {
		if (current == nowhere)
			return;
		stages[current].open++, move(current, nowhere, 1);
		if (as_of && as_of->microseconds >= entered)
			leave(distance(entered, as_of->microseconds));
		current = nowhere, deal++;
	}

	std::uint32_t stage(std::uint32_t name) {
		const std::uint32_t i = stage_numbers.number(name);
		if (i == stages.size)
			stages.push({}).name = name;
		return i;
	}
	void move(std::uint32_t from, std::uint32_t to, std::int64_t n) {
		const std::uint32_t i = moves.number(Hop{from, to}.code());
		if (i == counts.size)
			counts.push(0);
		counts[i] += n;
	}
	/* Adds other deals, whose stages are called name(theirs) here. False: more than 2^63 of something. */
	template <class Name> [[nodiscard]] bool merge(const Flow &o, Name &&name) {
		Vec<std::uint32_t> here;
		bool fits = true;
		for (const Stage &theirs : o.stages) {
			Stage &s = stages[here.push(stage(name(theirs.name)))];
			fits = !__builtin_add_overflow(s.visits, theirs.visits, &s.visits) && s.lengths.merge(theirs.lengths);
			if (!fits)
				break;
			s.deals += theirs.deals, s.open += theirs.open; /* never more than visits */
		}
		for (std::size_t i = 0; fits && i < o.counts.size; i++) {
			const auto [from, to] = Hop::of(o.moves.codes[i]);
			move(here[from], to == nowhere ? nowhere : here[to], o.counts[i]);
		}
		here.free();
		return fits;
	}

private:
	std::int64_t deal = 1, entered = 0;
	std::uint32_t current = nowhere; /* the stage that the deal is in, by place in `stages` */

	void leave(std::uint64_t length) { stages[current].lengths.add(length); }
};

/* The canonical content of a flow: stages by name, moves by stage and target, "still there" last. */
struct FlowImage {
	struct Stage {
		Bytes name;
		std::int64_t deals = 0, visits = 0, open = 0;
		Lengths::Image lengths;
		static constexpr void fields(auto &self, auto &&f) {
			f("stage", self.name), f("deals", self.deals), f("visits", self.visits), f("open_visits", self.open), f("durations", self.lengths);
		}
	};
	struct Move {
		std::uint32_t from = 0;
		std::optional<std::uint32_t> to;
		std::int64_t moves = 0;
		static constexpr void fields(auto &self, auto &&f) { f("from", self.from), f("to", self.to), f("moves", self.moves); }
		std::uint64_t code() const { return std::uint64_t{from} << 32 | to.value_or(Flow::nowhere); }
	};
	Vec<Stage> stages;
	Vec<Move> moves;
	static constexpr void fields(auto &self, auto &&f) { f("stages", self.stages), f("moves", self.moves); }

	/* Could deals, whose open visits have a length or not, have made this? Stages without visits are names that the owner
	   needs. Every deal begins in one stage and ends in one; visits that no move leads to are beginnings. */
	bool valid(bool open_has_length) const {
		Vec<std::int64_t> left, come, open;
		left.resize(stages.size), come.resize(stages.size), open.resize(stages.size);
		i128 all_deals = 0;
		bool ok = true;
		for (std::size_t i = 0; ok && i < moves.size; i++) {
			const Move &m = moves[i];
			ok = m.moves > 0 && m.from < stages.size && (!m.to || (*m.to < stages.size && *m.to != m.from)) &&
				 (i == 0 || moves[i - 1].code() < m.code()) && !__builtin_add_overflow(left[m.from], m.moves, &left[m.from]);
			if (ok && m.to)
				ok = !__builtin_add_overflow(come[*m.to], m.moves, &come[*m.to]);
			else if (ok)
				open[m.from] = m.moves, all_deals += m.moves;
		}
		for (std::size_t i = 0; ok && i < stages.size; i++) {
			const Stage &s = stages[i];
			const std::int64_t lengths = s.lengths.count();
			ok = (i == 0 || view(stages[i - 1].name) < view(s.name)) && left[i] == s.visits && open[i] == s.open && come[i] <= s.visits &&
				 s.deals <= s.visits && s.deals <= all_deals && s.deals >= s.open && s.deals >= s.visits - come[i] &&
				 (s.deals > 0) == (s.visits > 0) && lengths <= s.visits &&
				 (open_has_length ? lengths >= s.visits - s.open : lengths == s.visits - s.open);
		}
		left.free(), come.free(), open.free();
		return ok;
	}
};

/* `used` lists the names in order; name(i) is the text of name i, place(i) its place in that list. */
template <class Name, class Place> FlowImage image_of(const Flow &flow, const Vec<std::uint32_t> &used, Name &&name, Place &&place) {
	FlowImage to;
	for (const std::uint32_t i : used)
		to.stages.push({}).name = copy(name(i));
	for (const Flow::Stage &s : flow.stages) {
		FlowImage::Stage &t = to.stages[place(s.name)];
		t.deals = s.deals, t.visits = s.visits, t.open = s.open, t.lengths = s.lengths.image();
	}
	for (std::size_t i = 0; i < flow.counts.size; i++) {
		const Flow::Hop hop = Flow::Hop::of(flow.moves.codes[i]);
		to.moves.push({place(flow.stages[hop.from].name), {}, flow.counts[i]});
		if (hop.to != Flow::nowhere)
			to.moves.back().to = place(flow.stages[hop.to].name);
	}
	sort_all(to.moves.begin(), to.moves.end(), [](const auto &a, const auto &b) { return a.code() < b.code(); });
	return to;
}

} // namespace crm
