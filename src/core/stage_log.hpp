#pragma once
#include "core/calendar.hpp"
#include "core/dictionary.hpp"
#include "core/sort.hpp"
#include "core/wire.hpp"

/* The stage history of one deal: every distinct (time, stage, tiebreak) row, from which visits are derived when read, so
   that pieces of a history merge exactly. Rows of one instant are ordered by tiebreak (NULL last), then by stage bytewise.
   A visit is a run of rows with the same stage: histories repeat a stage when another field is edited. */
namespace crm {

struct StageRow {
	std::int64_t at = 0, tiebreak = 0;
	std::uint32_t stage = 0, untied = 1; /* untied: tiebreak is NULL (and 0 here) */
	bool operator==(const StageRow &) const = default;
};

/* The canonical content: stage names in order, rows in order. */
struct StageImage {
	struct Row {
		Instant at;
		std::uint32_t stage = 0;
		std::optional<std::int64_t> tiebreak;
		static constexpr void fields(auto &self, auto &&f) { f("at", self.at), f("stage", self.stage), f("tiebreak", self.tiebreak); }
		bool before(const Row &o) const {
			if (at != o.at)
				return at < o.at;
			if (tiebreak.has_value() != o.tiebreak.has_value())
				return tiebreak.has_value();
			return tiebreak != o.tiebreak ? *tiebreak < *o.tiebreak : stage < o.stage;
		}
	};
	/* Rows hardly need their full time in binary form: the difference to the row before is short. */
	struct Rows : Vec<Row> {
		static constexpr void fields(auto &self, auto &&f) { f("rows", static_cast<Vec<Row> &>(self)); }
		void wire(WireWriter &writer) const {
			writer.put(size);
			std::uint64_t before = 0; /* unsigned: the first row can be 2^63 before the next one, and wraps around */
			for (const Row &row : *this) {
				const auto at = static_cast<std::uint64_t>(row.at.microseconds);
				writer.put(static_cast<std::int64_t>(at - before)), writer.put(row.stage), writer.put(row.tiebreak), before = at, writer.turn();
			}
		}
		void wire(WireReader &reader) {
			std::size_t n = 0;
			std::uint64_t before = 0;
			for (reader.get(n); reader.ok && n > 0; n--) {
				Row row;
				std::int64_t step = 0;
				reader.get(step), reader.get(row.stage), reader.get(row.tiebreak);
				before += static_cast<std::uint64_t>(step), row.at = {static_cast<std::int64_t>(before)};
				push(row), reader.turn();
			}
		}
		void json(JsonWriter &writer) const { writer.put(static_cast<const Vec<Row> &>(*this)); }
		void json(JsonReader &reader) { reader.get(static_cast<Vec<Row> &>(*this)); }
	};
	Vec<Bytes> stages;
	Rows rows;
	static constexpr void fields(auto &self, auto &&f) { f("stages", self.stages), f("rows", self.rows); }
	bool valid() const {
		for (std::size_t i = 1; i < stages.size; i++)
			if (view(stages[i]) <= view(stages[i - 1]))
				return false;
		Vec<bool> used;
		used.resize(stages.size);
		for (std::size_t i = 0; i < rows.size; i++) {
			if (!rows[i].at.finite() || rows[i].stage >= stages.size || (i > 0 && !rows[i - 1].before(rows[i])))
				return false;
			used[rows[i].stage] = true;
		}
		const bool all = std::all_of(used.begin(), used.end(), [](bool u) { return u; });
		used.free();
		return all;
	}
};

struct Visit {
	std::uint32_t stage;
	std::int64_t entered;
	std::optional<std::int64_t> exited; /* none: still there */
	/* An open visit ends at `as_of`, unless that is earlier than its start or not given. */
	std::optional<i128> length(const std::optional<Instant> &as_of) const {
		if (exited)
			return i128{*exited} - entered;
		if (as_of && as_of->microseconds >= entered)
			return i128{as_of->microseconds} - entered;
		return std::nullopt;
	}
};

struct StageLog {
	Dictionary *names = nullptr; /* may be shared by many deals */
	Vec<StageRow> rows;
	bool sorted = true;

	void add(std::string_view stage, Instant at, std::optional<std::int64_t> tiebreak) {
		push({at.microseconds, tiebreak.value_or(0), names->intern(stage), !tiebreak});
	}
	void merge(const StageLog &o) {
		Turns turn;
		if (names == o.names)
			for (const StageRow &row : o.rows)
				push(row), turn();
		else
			for (StageRow row : o.rows)
				row.stage = names->intern(o.names->words[row.stage]), push(row), turn();
	}
	bool before(const StageRow &a, const StageRow &b) const {
		if (a.at != b.at)
			return a.at < b.at;
		if (a.untied != b.untied)
			return a.untied < b.untied;
		if (a.tiebreak != b.tiebreak)
			return a.tiebreak < b.tiebreak;
		return a.stage != b.stage && names->words[a.stage] < names->words[b.stage];
	}
	/* Rows in order, each once. */
	void settle() {
		if (sorted)
			return;
		check_interrupts();
		sort_all(rows.begin(), rows.end(), [this](const StageRow &a, const StageRow &b) { return before(a, b); });
		rows.size = static_cast<std::size_t>(std::unique(rows.begin(), rows.end()) - rows.begin());
		sorted = true;
	}
	/* visit(Visit) for each visit in order; of a settled log. */
	template <class F> void each_visit(F &&visit) const {
		Turns turn;
		for (std::size_t i = 0; i < rows.size; turn()) {
			const std::size_t first = i;
			while (i < rows.size && rows[i].stage == rows[first].stage)
				i++;
			visit(Visit{rows[first].stage, rows[first].at, i < rows.size ? std::optional{rows[i].at} : std::nullopt});
		}
	}
	/* How many of the steps were reached in order. Rows of one instant may serve in any order, each row once. */
	int reached_in_order(const Vec<std::uint32_t> &steps) const {
		std::size_t done = 0;
		Vec<std::uint32_t> here, taken;
		for (std::size_t i = 0; i < rows.size && done < steps.size;) {
			here.size = taken.size = 0;
			for (const std::int64_t at = rows[i].at; i < rows.size && rows[i].at == at; i++)
				here.push(rows[i].stage);
			sort_all(here.begin(), here.end());
			taken.resize(here.size); /* at the first row of each run of one stage: how many of it are taken */
			for (; done < steps.size; done++) {
				const auto first = static_cast<std::size_t>(std::lower_bound(here.begin(), here.end(), steps[done]) - here.begin());
				if (first == here.size || first + taken[first] >= here.size || here[first + taken[first]] != steps[done])
					break;
				taken[first]++;
			}
			check_interrupts();
		}
		here.free(), taken.free();
		return static_cast<int>(done);
	}

	StageImage image() const {
		StageImage to;
		Turns turn;
		Vec<std::uint32_t> order; /* the stages used, by name */
		for (const StageRow &row : rows)
			order.push(row.stage);
		sort_all(order.begin(), order.end());
		order.size = static_cast<std::size_t>(std::unique(order.begin(), order.end()) - order.begin());
		sort_all(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) { return names->words[a] < names->words[b]; });
		for (std::uint32_t stage : order)
			to.stages.push(copy(names->words[stage]));
		to.rows.reserve(rows.size);
		for (const StageRow &row : rows) {
			const auto *place = std::lower_bound(order.begin(), order.end(), row.stage,
												 [this](std::uint32_t a, std::uint32_t b) { return names->words[a] < names->words[b]; });
			turn(),
				to.rows.push({{row.at}, static_cast<std::uint32_t>(place - order.begin()), row.untied ? std::nullopt : std::optional{row.tiebreak}});
		}
		order.free();
		return to;
	}
	void fill(const StageImage &from) {
		Vec<std::uint32_t> number;
		for (const Bytes &stage : from.stages)
			number.push(names->intern(view(stage)));
		Turns turn;
		for (const StageImage::Row &row : from.rows)
			turn(), push({row.at.microseconds, row.tiebreak.value_or(0), number[row.stage], !row.tiebreak});
		number.free();
	}

private:
	void push(const StageRow &row) {
		if (rows.size == rows.capacity && rows.size >= 1024) { /* repeats must not take memory for ever */
			settle();
			if (2 * rows.size > rows.capacity) /* few of them: not so soon again */
				rows.reserve(2 * rows.capacity);
		}
		if (rows.size > 0 && sorted) {
			if (rows.back() == row)
				return;
			sorted = before(rows.back(), row);
		}
		rows.push(row);
	}
};

} // namespace crm
