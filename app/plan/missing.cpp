#include "app/plan/missing.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/thinning.hpp"

#include <ranges>
#include <unordered_map>
#include <unordered_set>

namespace plan {

namespace {

/// Which source datasets would be received under which name, with the verdict on them.
class SourceOf {
 public:
  SourceOf(const Facts& facts, const Options& options) : options_(options) {
    for (const selector::Decision& decision : facts.selection) {
      pools_.insert(decision.dataset->pool());
      const auto stripped = strip(decision.dataset->name, options.strip_path);
      if (!stripped) continue;
      // Without their first components several may have one name: any that was left out is enough.
      const auto [known, is_new] = by_stripped_.emplace(*stripped, &decision);
      if (!is_new && selector::is_left_out(decision.verdict)) known->second = &decision;
    }
  }

  /// Is the source of this target dataset truly gone or deselected?
  bool is_missing(std::string_view target) const {
    const std::string_view relative = target.substr(options_.target_path.size() + 1);
    if (const auto found = by_stripped_.find(relative); found != by_stripped_.end()) {
      return !selector::is_left_out(found->second->verdict) && found->second->verdict != selector::Verdict::selected;
    }
    // Where the pool's name is kept, a pool that is not imported is told from a dataset that is gone.
    return options_.strip_path > 0 || pools_.contains(selector::pool_of(relative));
  }

 private:
  static std::optional<std::string_view> strip(std::string_view name, std::uint32_t components) {
    for (; components > 0; --components) {
      const auto slash = name.find('/');
      if (slash == std::string_view::npos) return std::nullopt;
      name.remove_prefix(slash + 1);
    }
    return name;
  }

  const Options& options_;
  std::unordered_set<std::string_view> pools_;
  std::unordered_map<std::string_view, const selector::Decision*> by_stripped_;
};

}  // namespace

std::vector<Lane> missing_lanes(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled) {
  std::vector<Lane> lanes;
  if (!options.thinning) return lanes;
  std::unordered_set<std::string_view> targets;
  for (const DatasetPlan& dataset : handled) targets.insert(dataset.target);
  const SourceOf source_of(facts, options);

  for (const selector::Dataset& dataset : facts.target->datasets()) {
    const bool below =
        dataset.name != options.target_path && selector::is_at_or_below(dataset.name, options.target_path);
    if (!below || targets.contains(dataset.name) || !source_of.is_missing(dataset.name)) continue;
    Snapshots snapshots;
    for (const selector::Snapshot& snapshot : dataset.snapshots) snapshots.push_back(&snapshot);
    const std::vector<bool> is_obsolete = obsolete(snapshots, options.keep_target, options.now);
    std::vector<std::string> obsolete_names;
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
      if (is_obsolete[i] && !snapshots[i]->has_clones) obsolete_names.push_back(snapshots[i]->name->text);
    }
    Lane lane;
    add_destroys(lane.steps, k_no_dataset, Side::target, dataset.name, obsolete_names,
                 "missing on the source; the schedule no longer keeps it");
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

}  // namespace plan
