#pragma once
#include "core/run.hpp"

/* Runs on their way from one process to another, or into a stored state. */
namespace crm {

/* A run among others, whose marks may be numbered in a way of its own. */
template <class Mark> struct Source {
	Run<Mark> run;
	Vec<std::uint32_t> numbers{}; /* what the numbers of its marks mean; empty: themselves */

	std::uint32_t meaning(std::uint32_t number) const { return numbers.empty() ? number : number < numbers.size ? numbers[number] : 0; }
	/* f(meaning) for the numbers in use. */
	template <class F> void each_number(F &&f) const {
		for (std::uint32_t i = 0; i < run.used.size; i++)
			if (run.used[i])
				f(meaning(i));
	}
};

/* The events of a state as they leave it: in one run, the canonical form; or, between processes, in several as they are. */
template <class Mark> struct Parcel {
	Vec<Source<Mark>> sources;
	bool loose = false; /* several, with their findings */

	static constexpr void fields(auto &self, auto &&f) { f("sources", self.sources.size); } /* wire() and json() do the work */
	/* Whether they are what a state with keys of this type has, and ok(run) holds for each run. */
	template <class Ok> bool match(KeyType type, Ok &&ok) const {
		return std::all_of(sources.begin(), sources.end(), [&](const Source<Mark> &s) { return s.run.type == type && ok(s.run); });
	}
	/* f(meaning) for the numbers in use. */
	template <class F> void each_number(F &&f) const {
		for (const Source<Mark> &source : sources)
			source.each_number(f);
	}
	void wire(WireWriter &writer) const {
		writer.put(sources.size), writer.put(loose);
		for (Source<Mark> source : sources) {
			writer.put(source.run), writer.put(source.numbers);
			if (loose)
				source.run.findings(writer);
		}
	}
	/* From outside only the canonical form is accepted. */
	void wire(WireReader &reader) {
		std::size_t n = 0;
		reader.get(n), reader.get(loose);
		for (reader.ok = reader.ok && (reader.stored || (n <= 1 && !loose)); reader.ok && n > 0; n--) {
			Source<Mark> source{};
			source.run.read(reader), reader.get(source.numbers);
			if (loose)
				source.run.findings(reader);
			else
				source.run.check(reader);
			reader.ok = reader.ok && source.run.count > 0 && (loose || source.numbers.empty());
			sources.push(source);
		}
	}
	void json(JsonWriter &writer) const { writer.put(sources.empty() ? Run<Mark>{} : sources[0].run); }
	void json(JsonReader &reader) {
		Source<Mark> source{};
		reader.get(source.run);
		if (source.run.count)
			sources.push(source);
	}
};

} // namespace crm
