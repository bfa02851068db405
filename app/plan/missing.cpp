#include "app/plan/missing.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/rotation.hpp"
#include "app/plan/tags.hpp"
#include "app/plan/thinning.hpp"

#include <algorithm>
#include <chrono>
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
    if (const selector::Decision* const decision = find(target)) {
      return !selector::is_left_out(decision->verdict) && decision->verdict != selector::Verdict::selected;
    }
    return options_.strip_path > 0 || pools_.contains(selector::pool_of(relative(target)));
  }

  /// Is that certain? Where the pool's name is stripped, a dataset that is gone looks like one whose pool is not
  /// imported.
  bool is_certain(std::string_view target) const { return options_.strip_path == 0 || find(target) != nullptr; }

 private:
  static std::optional<std::string_view> strip(std::string_view name, std::uint32_t components) {
    for (; components > 0; --components) {
      const auto slash = name.find('/');
      if (slash == std::string_view::npos) return std::nullopt;
      name.remove_prefix(slash + 1);
    }
    return name;
  }

  std::string_view relative(std::string_view target) const { return target.substr(options_.target_path.size() + 1); }
  const selector::Decision* find(std::string_view target) const {
    const auto found = by_stripped_.find(relative(target));
    return found == by_stripped_.end() ? nullptr : found->second;
  }

  const Options& options_;
  std::unordered_set<std::string_view> pools_;
  std::unordered_map<std::string_view, const selector::Decision*> by_stripped_;
};

Snapshots all_of(const selector::Dataset& dataset) {
  Snapshots snapshots;
  for (const selector::Snapshot& snapshot : dataset.snapshots) snapshots.push_back(&snapshot);
  return snapshots;
}

/// What lies below the target path and no selected dataset stands for, in the listing's order: parents first.
std::vector<const selector::Dataset*> unhandled_datasets(const Facts& facts, const Options& options,
                                                         const std::vector<DatasetPlan>& handled) {
  std::unordered_set<const selector::Dataset*> handled_there;
  for (const DatasetPlan& dataset : handled) handled_there.insert(dataset.there);
  std::vector<const selector::Dataset*> unhandled;
  for (const selector::Dataset& dataset : facts.target->datasets()) {
    const bool below = dataset.name != options.target_path && !is_set_aside(dataset.name) &&
                       selector::is_at_or_below(dataset.name, options.target_path);
    if (below && !handled_there.contains(&dataset)) unhandled.push_back(&dataset);
  }
  return unhandled;
}

/// Decides over them one by one, children before their parents, so that a whole tree can go in one run.
class MissingJudge {
 public:
  MissingJudge(const Facts& facts, const Options& options, const SourceOf& source_of, const std::string& own_tag,
               Needs& needs)
      : facts_(facts), options_(options), source_of_(source_of), own_tag_(own_tag), needs_(needs) {
    for (const selector::Dataset& dataset : facts.target->datasets())
      ++children_[std::string(selector::parent_of(dataset.name))];
  }

  void decide(const selector::Dataset& dataset) {
    const Snapshots snapshots = all_of(dataset);
    if (options_.destroy_missing && is_due(dataset)) return destroy(dataset, snapshots);
    if (options_.thinning) thin(dataset, snapshots);
  }

  Missing take() && { return std::move(result_); }

 private:
  // --- Thinning ---

  void thin(const selector::Dataset& dataset, const Snapshots& snapshots) {
    const Scheduled scheduled = schedule(snapshots, options_.keep_target, options_);
    if (scheduled.clock_step) result_.clock_steps.push_back({dataset.name, *scheduled.clock_step});
    std::vector<std::string> names;
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
      if (scheduled.obsolete[i] && !snapshots[i]->has_clones) names.push_back(snapshots[i]->name->text);
    }
    // Where the pool's name is stripped, only a hold tells another job's dataset from one of ours.
    if (names.empty() || (options_.strip_path > 0 && !knows_holds(dataset))) return;
    if (options_.strip_path > 0 && !stranger(dataset).empty()) return;
    add_lane(dataset, names, "missing on the source; the schedule no longer keeps it");
  }

  // --- Destroying ---

  bool is_due(const selector::Dataset& dataset) {
    const selector::Snapshot* const newest = dataset.newest_of_ours();
    if (newest == nullptr) {
      remark(dataset, "has no snapshots made by us (please destroy manually).");
      return false;
    }
    if (!source_of_.is_certain(dataset.name)) {
      remark(dataset,
             "its source may be in a pool that is not imported, which --strip-path hides (please destroy "
             "manually, or set its property to false there).");
      return false;
    }
    if (dataset.written != 0) {
      remark(dataset, "it was written to since its newest snapshot, so it may be in use (please destroy manually).");
      return false;
    }
    const bool due = *newest->name->time + std::chrono::seconds(options_.destroy_missing->seconds) <= options_.now;
    if (!due) remark(dataset, "Waiting for deadline.");
    return due;
  }

  /// All of it, or, while something else needs it, all of our snapshots but the newest.
  void destroy(const selector::Dataset& dataset, const Snapshots& snapshots) {
    if (!knows_holds(dataset)) return;
    if (const std::string tag = stranger(dataset); !tag.empty()) return remark(dataset, "Held by '" + tag + "'.");
    std::vector<std::string> ours;
    bool others = false, clones = false;
    for (const selector::Snapshot* snapshot : snapshots) {
      (snapshot->ours() ? void(ours.push_back(snapshot->name->text)) : void(others = true));
      clones = clones || snapshot->has_clones;
    }
    constexpr Why why = "missing on the source for longer than --destroy-missing";
    if (clones) return remark(dataset, "Still in use by clones");
    const std::string reason = others                         ? "Still in use by other snapshots"
                               : children_[dataset.name] != 0 ? "Still has children here."
                                                              : "";
    if (!reason.empty()) {
      remark(dataset, reason);
      ours.pop_back();
      return add_lane(dataset, ours, why);
    }
    --children_[std::string(selector::parent_of(dataset.name))];
    add_lane(dataset, ours, why);
    result_.lanes.back().steps.push_back({DestroyDataset{dataset.name}, k_no_dataset, why});
  }

  // --- Holds ---

  /// False: they are to be read first.
  bool knows_holds(const selector::Dataset& dataset) {
    const DatasetHolds holds(facts_.target_holds, dataset.name);
    bool known = true;
    for (const selector::Snapshot& snapshot : dataset.snapshots) {
      if (holds.are_known(snapshot)) continue;
      needs_.target_holds.push_back(dataset.name + "@" + snapshot.name->text);
      known = false;
    }
    return known;
  }

  bool is_ours(const std::string& tag) const { return tag == options_.hold_tag || tag == own_tag_; }

  /// The tag of somebody else on one of its snapshots; empty if there is none.
  std::string stranger(const selector::Dataset& dataset) const {
    const DatasetHolds holds(facts_.target_holds, dataset.name);
    for (const selector::Snapshot& snapshot : dataset.snapshots) {
      for (const std::string& tag : holds.tags(snapshot)) {
        if (!is_ours(tag)) return tag;
      }
    }
    return {};
  }

  // --- What comes out ---

  void remark(const selector::Dataset& dataset, const std::string& text) {
    result_.remarks.push_back("[Target] " + dataset.name + ": Destroy missing: " + text);
  }

  void add_lane(const selector::Dataset& dataset, const std::vector<std::string>& names, Why why) {
    Lane lane;
    add_releases(lane, dataset, names);
    add_destroys(lane.steps, k_no_dataset, Side::target, dataset.name, names, why);
    result_.lanes.push_back(std::move(lane));
  }

  void add_releases(Lane& lane, const selector::Dataset& dataset, const std::vector<std::string>& names) const {
    const auto* const holds = facts_.target_holds.of_dataset(dataset.name);
    if (holds == nullptr) return;
    for (const std::string& name : names) {
      const auto held = holds->find(name);
      if (held == holds->end()) continue;
      for (const std::string& tag : held->second) {
        if (!is_ours(tag)) continue;
        const Release release{Side::target, tag, {{k_no_dataset, dataset.name + "@" + name}}, {}};
        lane.steps.push_back({release, k_no_dataset, ""});
      }
    }
  }

  const Facts& facts_;
  const Options& options_;
  const SourceOf& source_of_;
  const std::string& own_tag_;
  Needs& needs_;
  std::unordered_map<std::string, std::size_t> children_;  // how many will be left
  Missing result_;
};

}  // namespace

Missing plan_missing(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled,
                     const std::string& own_tag, Needs& needs) {
  if (!options.thinning && !options.destroy_missing) return {};
  const auto unhandled = unhandled_datasets(facts, options, handled);
  if (unhandled.empty()) return {};
  const SourceOf source_of(facts, options);
  MissingJudge judge(facts, options, source_of, own_tag, needs);
  for (auto dataset = unhandled.rbegin(); dataset != unhandled.rend(); ++dataset) {
    if (source_of.is_missing((*dataset)->name)) judge.decide(**dataset);
  }
  return std::move(judge).take();
}

}  // namespace plan
