#pragma once
#include "core/flow.hpp"
#include "core/parcel.hpp"

/* What a pipeline is outside: finished deals counted, the entries of the others. */
namespace crm {

/* A deal enters a stage. */
struct Entry : NumberMark { /* number of the stage */
	static constexpr void fields(auto &self, auto &&f) { f("stage", self.number); }
};

struct PipelineImage {
	KeyKind deals;
	std::optional<Instant> as_of;
	FlowImage flow;
	Parcel<Entry> entries;
	static constexpr void fields(auto &self, auto &&f) {
		f("deals", self.deals), f("as_of", self.as_of), FlowImage::fields(self.flow, f), f("entries", self.entries);
	}
	bool valid() const {
		if (!flow.valid(as_of.has_value()) || !entries.match(deals.type, [](const auto &) { return true; }))
			return false;
		Vec<bool> used;
		used.resize(flow.stages.size);
		bool listed = true;
		entries.each_number([&](std::uint32_t stage) { (stage < used.size ? used[stage] : listed) = stage < used.size; });
		for (std::size_t i = 0; i < used.size; i++)
			listed = listed && (used[i] || flow.stages[i].visits > 0);
		used.free();
		return listed;
	}
};

} // namespace crm
