#include "app/plan/replicate/missing.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/replicate/records.hpp"
#include "app/plan/replicate/rotation.hpp"
#include "app/plan/replicate/sources.hpp"
#include "app/plan/retain/tags.hpp"
#include "app/plan/retain/thinning.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

namespace plan {

namespace {

Snapshots all_of(const zfs::Dataset& dataset) {
  Snapshots snapshots;
  for (const zfs::Snapshot& snapshot : dataset.snapshots) snapshots.push_back(&snapshot);
  return snapshots;
}

/// What lies below the target path and no selected dataset stands for, in the listing's order: parents first.
std::vector<const zfs::Dataset*> unhandled_datasets(const Facts& facts, const Options& options,
                                                    const std::vector<DatasetPlan>& handled) {
  std::unordered_set<const zfs::Dataset*> handled_there;
  std::vector<std::string_view> moving;  // what is below them may not be there yet
  for (const DatasetPlan& dataset : handled) {
    handled_there.insert(dataset.there);
    handled_there.insert(dataset.moved_from);  // it may become the copy of that one
    if (dataset.moves_in_lane()) moving.push_back(dataset.target);
  }
  const auto moves = [&moving](const zfs::Dataset& dataset) {
    return std::ranges::any_of(moving, [&](auto target) { return zfs::is_at_or_below(dataset.name, target); });
  };
  std::vector<const zfs::Dataset*> unhandled;
  for (const zfs::Dataset& dataset : facts.target->datasets()) {
    if (handled_there.contains(&dataset)) continue;
    const bool is_below = dataset.name != options.mapping.root() && !is_set_aside(dataset.name) &&
                          zfs::is_at_or_below(dataset.name, options.mapping.root());
    if (is_below && !moves(dataset)) unhandled.push_back(&dataset);
  }
  return unhandled;
}

/// Decides over them one by one.
class MissingJudge {
 public:
  MissingJudge(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled,
               const std::string& own_tag, Needs& needs)
      : facts_(facts), options_(options), sources_(facts, options, handled), own_tag_(own_tag), needs_(needs) {
    for (const zfs::Dataset& dataset : facts.target->datasets()) ++children_[std::string(zfs::parent_of(dataset.name))];
    for (const DatasetPlan& dataset : handled) count_new(dataset);
  }

  void decide(const zfs::Dataset& dataset) {
    switch (sources_.whereabouts_of(dataset)) {
      case Whereabouts::not_ours:
        return;
      case Whereabouts::moved:
        return explain(dataset, "it was renamed here, so it is yours (please destroy manually).");
      case Whereabouts::lives_on:
        return explain(dataset, "its source lives on under another name (please rename or destroy manually).");
      case Whereabouts::no_record:
        return dataset.newest_of_ours() == nullptr || options_.adopt_missing ? adopt(dataset) : leave(dataset);
      case Whereabouts::missing:
        judge(dataset);
    }
  }

  Missing take() && {
    if (left_.empty()) return std::move(result_);
    result_.notes.push_back(
        "[Target] " + *std::ranges::min_element(left_) + and_more(left_.size()) +
        ": not thinned or destroyed: it does not record which source it is a copy of. If it is of this one, "
        "run once with --adopt-missing.");
    return std::move(result_);
  }

 private:
  /// What this run receives below a dataset, whose parents may be made with it, is a child of that.
  void count_new(const DatasetPlan& dataset) {
    if (dataset.moves_in_lane()) ++children_[std::string(zfs::parent_of(dataset.waits_as))];  // it may not come to that
    if (dataset.there != nullptr || !options_.send || !std::holds_alternative<Transfers>(dataset.outcome)) return;
    std::string_view parent = zfs::parent_of(dataset.target);
    while (!parent.empty() && facts_.target->find(parent) == nullptr) parent = zfs::parent_of(parent);
    ++children_[std::string(parent)];
  }

  /// Returns whether it is to go altogether.
  bool judge(const zfs::Dataset& dataset) {
    const Snapshots snapshots = all_of(dataset);
    if (options_.destroy_missing && is_due(dataset)) return destroy(dataset, snapshots);
    if (options_.thinning) thin(dataset, snapshots);
    return false;
  }

  // --- Without a record ---

  /// It is judged by its name, and from now on by what it records.
  void adopt(const zfs::Dataset& dataset) {
    if (judge(dataset) || dataset.newest_of_ours() == nullptr) return;
    if (const auto record = sources_.by_name(dataset.name))
      result_.adopted.push_back({dataset.name, zfs::to_text(*record)});
  }

  /// Said only of those that something would have been done with.
  void leave(const zfs::Dataset& dataset) {
    const Snapshots snapshots = all_of(dataset);
    const std::vector<bool> obsolete = schedule(snapshots, options_.keep_target, options_).obsolete;
    const bool would_be_thinned = options_.thinning && std::ranges::find(obsolete, true) != obsolete.end();
    if (would_be_thinned || (options_.destroy_missing && is_past_deadline(*dataset.newest_of_ours())))
      left_.push_back(dataset.name);
  }

  // --- Thinning ---

  void thin(const zfs::Dataset& dataset, const Snapshots& snapshots) {
    const Scheduled scheduled = schedule(snapshots, options_.keep_target, options_);
    if (scheduled.clock_step) result_.clock_steps.push_back({dataset.name, *scheduled.clock_step});
    Snapshots obsolete;
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
      if (scheduled.obsolete[i] && !snapshots[i]->has_clones) obsolete.push_back(snapshots[i]);
    }
    // Where the pool's name is stripped and nothing is recorded, only a hold tells another job's dataset from ours.
    const bool by_holds = options_.mapping.strips() && !dataset.record;
    if (obsolete.empty() || (by_holds && !knows_holds(dataset))) return;
    if (by_holds && !stranger(dataset).empty()) return;
    add_lane(dataset, obsolete, "missing on the source; the schedule no longer keeps it");
  }

  // --- Destroying ---

  bool is_due(const zfs::Dataset& dataset) {
    const zfs::Snapshot* const newest = dataset.newest_of_ours();
    if (newest == nullptr) {
      if (children_[dataset.name] == 0) remark(dataset, "has no snapshots made by us (please destroy manually).");
      return false;
    }
    if (!dataset.record && !sources_.by_name(dataset.name)) {
      remark(dataset,
             "its source may be in a pool that is not imported, which --strip-path hides (please destroy "
             "manually, or set its property to false there).");
      return false;
    }
    if (dataset.written != 0) {
      remark(dataset, "it was written to since its newest snapshot, so it may be in use (please destroy manually).");
      return false;
    }
    const bool due = is_past_deadline(*newest);
    if (!due) remark(dataset, "Waiting for deadline.");
    return due;
  }

  bool is_past_deadline(const zfs::Snapshot& newest) const {
    return *newest.name->time + std::chrono::seconds(options_.destroy_missing->seconds) <= options_.now;
  }

  /// All of it, or, while something else needs it, all of our snapshots but the newest: then false.
  bool destroy(const zfs::Dataset& dataset, const Snapshots& snapshots) {
    if (!knows_holds(dataset)) return false;
    if (const std::string tag = stranger(dataset); !tag.empty()) return remark(dataset, "Held by '" + tag + "'.");
    Snapshots ours;
    bool others = false, clones = false;
    for (const zfs::Snapshot* snapshot : snapshots) {
      (snapshot->ours() ? void(ours.push_back(snapshot)) : void(others = true));
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
      add_lane(dataset, ours, why);
      return false;
    }
    if (!options_.destroys_leaves_only) --children_[std::string(zfs::parent_of(dataset.name))];
    add_lane(dataset, ours, why);
    result_.lanes.back().steps.push_back({DestroyDataset{dataset.name}, k_no_dataset, why});
    return true;
  }

  // --- Holds ---

  /// False: they are to be read first.
  bool knows_holds(const zfs::Dataset& dataset) {
    const DatasetHolds holds(facts_.target_holds, dataset.name);
    bool known = true;
    for (const zfs::Snapshot& snapshot : dataset.snapshots) {
      if (holds.are_known(snapshot)) continue;
      needs_.target_holds.push_back(dataset.name + "@" + snapshot.name->text);
      known = false;
    }
    return known;
  }

  bool is_ours(const std::string& tag) const { return tag == options_.hold_tag || tag == own_tag_; }

  /// The tag of somebody else on one of its snapshots; empty if there is none.
  std::string stranger(const zfs::Dataset& dataset) const {
    const DatasetHolds holds(facts_.target_holds, dataset.name);
    for (const zfs::Snapshot& snapshot : dataset.snapshots) {
      for (const std::string& tag : holds.tags(snapshot)) {
        if (!is_ours(tag)) return tag;
      }
    }
    return {};
  }

  // --- What comes out ---

  /// Always false: it stays.
  bool remark(const zfs::Dataset& dataset, const std::string& text) {
    result_.remarks.push_back("[Target] " + dataset.name + ": Destroy missing: " + text);
    return false;
  }
  void explain(const zfs::Dataset& dataset, const std::string& text) {
    if (options_.destroy_missing) remark(dataset, text);
  }

  void add_lane(const zfs::Dataset& dataset, const Snapshots& snapshots, Why why) {
    Lane lane;
    add_releases(lane, dataset, snapshots);
    add_destroys(lane.steps, k_no_dataset, {Side::target, dataset.name, {}}, snapshots, why);
    result_.lanes.push_back(std::move(lane));
  }

  void add_releases(Lane& lane, const zfs::Dataset& dataset, const Snapshots& snapshots) const {
    const auto* const holds = facts_.target_holds.of_dataset(dataset.name);
    if (holds == nullptr) return;
    for (const zfs::Snapshot* snapshot : snapshots) {
      const std::string& name = snapshot->name->text;
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
  Sources sources_;
  const std::string& own_tag_;
  Needs& needs_;
  std::unordered_map<std::string, std::size_t> children_;  // how many there are, or will be after this run
  std::vector<std::string> left_;                          // for want of a record
  Missing result_;
};

}  // namespace

Missing plan_missing(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled,
                     const std::string& own_tag, Needs& needs) {
  if (!options.thinning && !options.destroy_missing) return {};
  auto unhandled = unhandled_datasets(facts, options, handled);
  if (unhandled.empty()) return {};
  MissingJudge judge(facts, options, handled, own_tag, needs);
  // Children before their parents, so that a whole tree can go in one run, unless that is not wanted.
  if (!options.destroys_leaves_only) std::ranges::reverse(unhandled);
  for (const zfs::Dataset* const dataset : unhandled) judge.decide(*dataset);
  return std::move(judge).take();
}

}  // namespace plan
