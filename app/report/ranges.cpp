#include "app/report/ranges.hpp"

#include <ostream>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace report {

namespace {

using Names = std::unordered_set<std::string_view>;

/// By dataset.
std::unordered_map<std::string_view, Names> going(const plan::Plan& plan) {
  std::unordered_map<std::string_view, Names> names;
  for (const plan::Phase& phase : plan.phases) {
    for (const plan::Lane& lane : phase.lanes) {
      for (const plan::Step& step : lane.steps) {
        const auto* const destroy = std::get_if<plan::DestroySnapshots>(&step.action);
        if (destroy == nullptr || destroy->side != plan::Side::source) continue;
        for (const plan::Going& one : destroy->snapshots) names[destroy->dataset].insert(one.name);
      }
    }
  }
  return names;
}

}  // namespace

void write_ranges(std::ostream& out, const plan::Plan& plan) {
  const auto all = going(plan);
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    const auto names = all.find(dataset.source->name);
    if (names == all.end()) continue;
    const std::vector<zfs::Snapshot>& snapshots = dataset.source->snapshots;
    const auto goes = [&](std::size_t i) {
      return i < snapshots.size() && names->second.contains(snapshots[i].name->text);
    };
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
      if (!goes(i)) continue;
      out << dataset.source->name << '@' << snapshots[i].name->text;
      const std::size_t oldest = i;
      while (goes(i + 1)) ++i;
      if (i != oldest) out << '%' << snapshots[i].name->text;
      out << '\n';
    }
  }
}

}  // namespace report
