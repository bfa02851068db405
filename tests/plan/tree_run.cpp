#include "tree_run.hpp"

#include "checked_run.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace {

using plan::DatasetIndex;

const WorldDataset* find_by_guid(const std::map<std::string, WorldDataset>& datasets, std::uint64_t guid) {
  const auto found = std::ranges::find_if(datasets, [&](const auto& entry) { return entry.second.guid == guid; });
  return found == datasets.end() ? nullptr : &found->second;
}

/// The newest source snapshot that is anywhere on the target, which may be set aside or on its way to that: its txg.
std::uint64_t newest_on_target(const World& world, const WorldDataset& source) {
  std::uint64_t newest = 0;
  for (const auto& [name, target] : datasets_of(world, plan::Side::target))
    newest = std::max(newest, common_base(source, target));
  return newest;
}

/// One run under observation.
class TreeRun {
 public:
  TreeRun(World& world, const plan::Options& options, const Trouble& trouble, zfs::SnapshotNames& names,
          const TreeReport& report)
      : world_(world),
        options_(options),
        trouble_(trouble),
        names_(names),
        tally_(report.tally),
        story_(report.story) {}

  std::string complaint() {
    ++tally_.runs;
    world_.spared.clear();
    planned_ = world_.plan(options_, &names_);
    check_order_of_lanes();
    check_roots();
    check_renamed();

    const World before = world_;
    TroubledRun run(world_, plan(), options_, trouble_, story_);
    if (const std::string complaint = run.carry_out(); !complaint.empty()) complain(complaint);
    failed_ = run.failed();
    killed_ = run.killed();
    if (!complaint_.empty()) return complaint_;

    check_others_on_source(before);
    check_others_on_target(before);
    check_tags_of_others(before);
    check_foreign_names(before);
    check_bases(before);
    check_what_was_sent();
    check_followed();
    check_copies_open(before);
    count();
    if (failed_.empty() && !killed_ && !goes_on_next_time()) check_nothing_left();
    return complaint_;
  }

 private:
  void complain(const std::string& what) {
    if (complaint_.empty()) complaint_ = in_days(what);
  }
  const plan::Plan& plan() const { return planned_->plan; }
  /// The target as the datasets' steps find it.
  const zfs::Inventory& target() const { return plan().target_then ? *plan().target_then : planned_->target; }

  // --- The plan ---

  void check_order_of_lanes() {
    for (DatasetIndex i = 0; i < plan().datasets.size(); ++i) {
      for (const DatasetIndex parent : received_above(i)) {
        ++tally_.first_receives_below_others;
        if (!all_needed_by(i).contains(parent))
          complain(plan().datasets[i].target + " does not wait for " + plan().datasets[parent].target);
      }
    }
    for (const plan::Phase& phase : plan().phases) {
      if (phase.kind == plan::PhaseKind::transfer) check_order_of(phase.lanes);
    }
  }

  /// Nothing starts before what it waits for; but for that, whoever has the oldest snapshot to send comes first.
  void check_order_of(const std::vector<plan::Lane>& lanes) {
    for (auto later = lanes.begin(); later != lanes.end(); ++later) {
      const std::set<DatasetIndex> needed = all_needed_by(later->dataset);
      for (auto earlier = lanes.begin(); earlier != later; ++earlier) {
        if (earlier->dataset > later->dataset) ++tally_.out_of_order;
        if (all_needed_by(earlier->dataset).contains(later->dataset))
          complain(name_of(earlier->dataset) + " starts before " + name_of(later->dataset) + ", which it waits for");
        const bool waits = std::ranges::any_of(
            needed, [&](DatasetIndex other) { return oldest_of(other) >= oldest_of(earlier->dataset); });
        if (oldest_of(later->dataset) < oldest_of(earlier->dataset) && !waits)
          complain(name_of(later->dataset) + " has older ones to send than " + name_of(earlier->dataset));
      }
    }
  }

  /// Those of this run that its target will lie in, where all of them are received for the first time.
  std::vector<DatasetIndex> received_above(DatasetIndex i) const {
    std::vector<DatasetIndex> above;
    if (target().find(zfs::parent_of(plan().datasets[i].target)) != nullptr) return above;
    for (DatasetIndex other = 0; other < plan().datasets.size(); ++other) {
      const bool is_above = zfs::is_at_or_below(plan().datasets[i].target, plan().datasets[other].target);
      if (other != i && is_above && is_received_first(other) && is_received_first(i)) above.push_back(other);
    }
    return above;
  }
  bool is_received_first(DatasetIndex i) const {
    const zfs::Dataset* const there = target().find(plan().datasets[i].target);
    return !plan().datasets[i].received.empty() && (there == nullptr || there->snapshots.empty());
  }

  std::set<DatasetIndex> all_needed_by(DatasetIndex i) const {
    std::set<DatasetIndex> all;
    for (const DatasetIndex needed : plan().datasets[i].waits_for) {
      all.insert(needed);
      all.merge(all_needed_by(needed));
    }
    return all;
  }

  thinner::Time oldest_of(DatasetIndex i) const {
    const auto* const transfers = std::get_if<plan::Transfers>(&plan().datasets[i].outcome);
    if (transfers == nullptr || !options_.send) return options_.now;
    for (const std::string& snapshot : transfers->snapshots) {
      if (const auto time = names_.intern(snapshot).time) return *time;
    }
    return options_.now;
  }

  /// Who else has snapshots of foreign names is not known: -r is not for these. And zfs wants the root's dataset.
  void check_roots() {
    for (const plan::Step& step : steps_of(plan())) {
      if (const auto* const hold = std::get_if<plan::Hold>(&step.action)) {
        check_roots(hold->recursive_roots);
        tally_.recursive_holds += hold->recursive_roots.empty() ? 0 : 1;
      } else if (const auto* const release = std::get_if<plan::Release>(&step.action)) {
        check_roots(release->recursive_roots);
        tally_.recursive_releases += release->recursive_roots.empty() ? 0 : 1;
      }
      const auto* const promote = std::get_if<plan::Promote>(&step.action);
      if (promote != nullptr) ++(promote->dataset.ends_with(".zwinnow-rotating") ? tally_.rotations : tally_.promoted);
    }
  }
  void check_roots(const std::vector<std::string>& roots) {
    for (const std::string& root : roots) {
      if (!names_.intern(root.substr(root.find('@') + 1)).ours()) complain("-r by a foreign name: " + root);
    }
  }

  /// What another copy has the history of is not sent in full in silence.
  void check_renamed() {
    if (options_.resend_renamed) return;
    for (DatasetIndex i = 0; i < plan().datasets.size(); ++i) {
      const plan::DatasetPlan& dataset = plan().datasets[i];
      const auto* const transfers = std::get_if<plan::Transfers>(&dataset.outcome);
      const zfs::Dataset* const there = target().find(dataset.target);
      if (transfers == nullptr || !transfers->base.empty() || (there != nullptr && !there->resume_token.empty()))
        continue;
      for (const auto& [name, copy] : datasets_of(world_, plan::Side::target)) {
        if (has_history_of(dataset, name, copy)) complain("sent anew in silence: " + name_of(i) + " is in " + name);
      }
    }
  }
  /// By snapshots of ours, and not as the copy of another dataset with the same ones.
  bool has_history_of(const plan::DatasetPlan& dataset, const std::string& name, const WorldDataset& copy) const {
    const bool is_set_aside = name.find(".diverged-") != name.npos || name.find(".zwinnow-rotating") != name.npos;
    if (is_set_aside || !zfs::is_at_or_below(name, k_tree_target)) return false;
    const WorldDataset& source = world_.source.datasets.at(dataset.source->name);
    const bool is_anothers = std::ranges::any_of(plan().datasets, [&](const plan::DatasetPlan& other) {
      return other.target == name && share_snapshots(world_.source.datasets.at(other.source->name), source);
    });
    return !is_anothers && std::ranges::any_of(source.snapshots, [&](const WorldSnapshot& snapshot) {
      return names_.intern(snapshot.name).ours() && copy.with_guid(snapshot.guid) != nullptr;
    });
  }
  static bool share_snapshots(const WorldDataset& one, const WorldDataset& other) {
    return std::ranges::any_of(one.snapshots, [&](const auto& s) { return other.with_guid(s.guid) != nullptr; });
  }

  // --- What it did ---

  bool is_of_this_job(plan::Side side, const std::string& dataset) const {
    return std::ranges::any_of(plan().datasets, [&](const plan::DatasetPlan& ours) {
      return side == plan::Side::source
                 ? dataset == ours.source->name
                 : dataset == ours.target || dataset == ours.followed_from ||
                       (options_.follow_renames && dataset.find(".zwinnow-moving") != dataset.npos);
    });
  }

  /// What was deselected is as it was.
  void check_others_on_source(const World& before) {
    for (const auto& [name, dataset] : before.source.datasets) {
      if (is_of_this_job(plan::Side::source, name)) continue;
      if (dataset.snapshots != world_.source.datasets.at(name).snapshots)
        complain("touched, though deselected: " + name);
    }
  }

  /// So is what is not this job's, but that a copy of what is gone or deselected is thinned, and destroyed where that
  /// is wanted. It may have been renamed.
  void check_others_on_target(const World& before) {
    for (const auto& [name, dataset] : datasets_of(before, plan::Side::target)) {
      const WorldDataset* const there = find_by_guid(datasets_of(world_, plan::Side::target), dataset.guid);
      if (is_of_this_job(plan::Side::target, name)) {
        const bool is_to_go = options_.destroy_missing && is_missing(name, dataset);
        const bool is_to_stay = !dataset.snapshots.empty() && !is_to_go;
        if (there == nullptr && is_to_stay) complain("destroyed, though this job's: " + name);
        continue;
      }
      if (there == nullptr) {
        const bool is_taken_back = dataset.snapshots.empty();  // the beginning of a rotation
        if (!is_taken_back && !is_to_be_destroyed(name, dataset)) complain("destroyed, though not this job's: " + name);
        if (!is_taken_back) ++tally_.missing_destroyed;
        continue;
      }
      if (!is_in_order(name, dataset, *there)) complain("touched, though not this job's: " + name);
    }
  }

  /// Does all that is left have the tags that it had, and was all that is gone of ours, held by nobody, not the newest,
  /// and to be thinned?
  bool is_in_order(const std::string& name, const WorldDataset& was, const WorldDataset& is) const {
    if (killed_ && is_to_be_destroyed(name, was)) return true;  // midway
    const bool is_destroyed = options_.destroy_missing && is_missing(name, was);
    const bool is_thinned = options_.thinning && is_missing(name, was);
    bool newest_of_ours = true;
    for (auto snapshot = was.snapshots.rbegin(); snapshot != was.snapshots.rend(); ++snapshot) {
      const bool ours = names_.intern(snapshot->name).ours();
      const WorldSnapshot* const left = is.with_guid(snapshot->guid);
      if (left == nullptr && is_elsewhere(*snapshot)) continue;
      if (left != nullptr && without_released(name, was, *snapshot) != without_released(name, was, *left)) return false;
      const bool is_free =
          snapshot->tags.empty() ? is_thinned || is_destroyed : is_destroyed && !others_hold(*snapshot);
      if (left == nullptr && !(is_free && ours && !newest_of_ours)) return false;
      if (ours) newest_of_ours = false;
    }
    return is.snapshots.size() <= was.snapshots.size();
  }
  /// By a promotion, with its tags.
  bool is_elsewhere(const WorldSnapshot& snapshot) const {
    return options_.follow_renames &&
           std::ranges::any_of(datasets_of(world_, plan::Side::target), [&](const auto& one) {
             const WorldSnapshot* const there = one.second.with_guid(snapshot.guid);
             return there != nullptr && std::ranges::includes(there->tags, snapshot.tags);
           });
  }
  /// Of a copy whose source was renamed and sent anew the old base is released; so is what is to be destroyed.
  std::set<std::string> without_released(const std::string& name, const WorldDataset& copy,
                                         const WorldSnapshot& snapshot) const {
    const bool is_resent = std::ranges::any_of(plan().datasets, [&](const plan::DatasetPlan& dataset) {
      return dataset.moved_from != nullptr && dataset.moved_from->name == name;
    });
    const bool is_midway = killed_ && options_.destroy_missing && is_missing(name, copy);
    std::set<std::string> tags = snapshot.tags;
    if (is_resent || is_midway) std::erase_if(tags, [this](const std::string& tag) { return is_tag_of_ours(tag); });
    return tags;
  }
  bool others_hold(const WorldSnapshot& snapshot) const {
    return !std::ranges::all_of(snapshot.tags, [this](const std::string& tag) { return is_tag_of_ours(tag); });
  }
  /// Is all of it ours, held by nobody else, and as old as it must be?
  bool is_to_be_destroyed(const std::string& name, const WorldDataset& copy) const {
    if (!options_.destroy_missing || !is_missing(name, copy) || copy.written != 0) return false;
    const bool is_ours = std::ranges::all_of(copy.snapshots, [&](const WorldSnapshot& snapshot) {
      return names_.intern(snapshot.name).ours() && !others_hold(snapshot);
    });
    const std::chrono::seconds ttl(options_.destroy_missing->seconds);
    return is_ours && *names_.intern(copy.snapshots.back().name).time + ttl <= options_.now;
  }
  /// Does it record that it is of this source, and is that gone or deselected?
  bool is_missing(const std::string& name, const WorldDataset& copy) const {
    const bool is_set_aside = name.find(".diverged-") != name.npos || name.find(".zwinnow-rotating") != name.npos;
    if (is_set_aside || !copy.record || copy.record->pool != world_.source.datasets.at("tank").guid) return false;
    const WorldDataset* const source = find_by_guid(world_.source.datasets, copy.record->dataset);
    return source == nullptr || source->selection.value != "true";
  }

  /// What somebody else holds stays, and held.
  void check_tags_of_others(const World& before) {
    for (const plan::Side side : {plan::Side::source, plan::Side::target}) {
      const Tags now = all_tags(world_, side);
      for (const auto& [guid, tags] : all_tags(before, side)) {
        for (const std::string& tag : tags) {
          const auto found = now.find(guid);
          const bool is_held = found != now.end() && found->second.contains(tag);
          if (!is_held && !is_tag_of_ours(tag)) complain("gone, or not held any more, by " + tag);
        }
      }
    }
  }
  bool is_tag_of_ours(const std::string& tag) const { return tag == "tag" || tag == own_tag(world_, k_tree_target); }

  /// What has a foreign name is held only as a base, and never goes unasked.
  void check_foreign_names(const World& before) {
    if (options_.other_snapshots || options_.destroy_incompatible) return;
    for (const plan::DatasetPlan& dataset : plan().datasets) {
      const WorldDataset& source = world_.source.datasets.at(dataset.source->name);
      const std::uint64_t base = newest_on_target(world_, source);
      for (const WorldSnapshot& was : before.source.datasets.at(dataset.source->name).snapshots) {
        if (names_.intern(was.name).ours()) continue;
        const WorldSnapshot* const is = source.with_guid(was.guid);
        const std::string full_name = dataset.source->name + "@" + was.name;
        if (is == nullptr) complain("destroyed: " + full_name);
        if (is != nullptr && is->txg != base && !std::ranges::includes(was.tags, is->tags))
          complain("held without need: " + full_name);
      }
    }
  }

  /// No dataset falls back behind its base.
  void check_bases(const World& before) {
    for (const auto& [name, dataset] : before.source.datasets) {
      // The copy is thinned as if nobody waited for it.
      if (!is_of_this_job(plan::Side::source, name) || waits_for_copy_of_another(name)) continue;
      if (newest_on_target(world_, world_.source.datasets.at(name)) < newest_on_target(before, dataset))
        complain("the common base is lost: " + name);
    }
  }

  bool waits_for_copy_of_another(const std::string& source) const {
    return std::ranges::any_of(plan().datasets, [&](const plan::DatasetPlan& dataset) {
      const auto* const renamed = std::get_if<plan::Renamed>(&dataset.outcome);
      return dataset.source->name == source && renamed != nullptr && !renamed->still_of.empty();
    });
  }

  /// What was sent has arrived, and its newest is held on both sides: that alone.
  void check_what_was_sent() {
    for (DatasetIndex i = 0; i < plan().datasets.size() && !killed_; ++i) {
      const plan::DatasetPlan& dataset = plan().datasets[i];
      if (failed_.contains(i) || dataset.received.empty()) continue;
      const WorldDataset& source = world_.source.datasets.at(dataset.source->name);
      const WorldDataset& target = datasets_of(world_, plan::Side::target).at(dataset.target);
      const std::string& newest = dataset.received.back().snapshot;
      const auto last = std::ranges::find(source.snapshots, newest, &WorldSnapshot::name);
      if (last == source.snapshots.end())
        return complain("gone from the source: " + dataset.source->name + "@" + newest);
      if (common_base(source, target) != last->txg) complain("the newest is not the base: " + dataset.source->name);
      if (!options_.holds) continue;
      check_holds(dataset.source->name, source, dataset.tag, *last, source);
      check_holds(dataset.target, target, dataset.tag, *last, source);
    }
  }
  /// What a copy has of a dataset's history is under the dataset's name when all went well.
  void check_followed() {
    if (!options_.follow_renames || killed_) return;
    for (DatasetIndex i = 0; i < plan().datasets.size(); ++i) {
      const plan::DatasetPlan& dataset = plan().datasets[i];
      if (failed_.contains(i) || dataset.followed_from.empty()) continue;
      ++tally_.followed;
      const auto there = datasets_of(world_, plan::Side::target).find(dataset.target);
      if (there == datasets_of(world_, plan::Side::target).end() ||
          common_base(world_.source.datasets.at(dataset.source->name), there->second) == 0)
        complain("not where it belongs: the copy of " + dataset.source->name);
    }
    for (const auto& [name, dataset] : datasets_of(world_, plan::Side::target)) {
      const bool is_wanted = std::ranges::any_of(plan().datasets, [&, &copy = dataset](const auto& planned) {
        return common_base(world_.source.datasets.at(planned.source->name), copy) != 0;
      });
      if (failed_.empty() && is_wanted && name.find(".zwinnow-moving") != name.npos)
        complain("left on its way: " + name);
    }
  }
  /// Of what the source has: what else is on a copy may be of one from which that was promoted.
  void check_holds(const std::string& name, const WorldDataset& dataset, const std::string& tag,
                   const WorldSnapshot& base, const WorldDataset& source) {
    for (const WorldSnapshot& snapshot : dataset.snapshots) {
      const bool is_base = snapshot.guid == base.guid;
      if (snapshot.tags.contains(tag) == is_base || source.with_guid(snapshot.guid) == nullptr) continue;
      complain((is_base ? "the base is not held: " : "held beside the base: ") + name + "@" + snapshot.name);
    }
  }

  /// What could be opened with its key still can be; what came raw in this run can be, too.
  void check_copies_open(const World& before) {
    if (killed_ || !failed_.empty() || options_.snapshot_name.empty() || options_.rotate) return;
    const Side& was = before.targets.at(options_.mapping.root());
    for (const plan::DatasetPlan& dataset : plan().datasets) {
      const WorldDataset& source = before.source.datasets.at(dataset.source->name);
      const std::string& so_far = dataset.followed_from.empty() ? dataset.target : dataset.followed_from;
      const bool is_there = world_.targets.at(options_.mapping.root()).datasets.contains(dataset.target);
      const bool could_go_along = !world_.unsnapshotted.contains(dataset.source->name);  // else a NOTE says so
      if (!is_there || source.key_from.empty() || !could_go_along) continue;
      const bool opened = !was.datasets.contains(so_far) || World::opens(was, so_far);
      const bool opens = World::opens(world_.targets.at(options_.mapping.root()), dataset.target);
      const bool had_the_name = std::ranges::any_of(
          source.snapshots, [&](const WorldSnapshot& snapshot) { return snapshot.name == options_.snapshot_name; });
      if ((opened || !dataset.received.empty()) && !opens && !had_the_name)
        complain("cannot be opened any more: " + dataset.target);
      if (opens && !dataset.waits_for.empty()) ++tally_.families;
    }
  }

  /// Parents of what was destroyed go in a later run, if so wanted; so does the old base of what was sent anew.
  bool goes_on_next_time() const {
    return (options_.destroy_missing && options_.destroys_leaves_only) ||
           std::ranges::any_of(plan().datasets, [](const auto& dataset) { return dataset.moved_from != nullptr; });
  }
  void check_nothing_left() {
    plan::Options again = options_;
    again.snapshot_name.clear();
    const auto planned = world_.plan(again, &names_);
    const bool not_in_one_go = !world_.spared.empty();  // held by somebody else: tried each time
    // What is gone and has moved along in a lane is looked at only when it is there.
    const bool some_moved_late = std::ranges::any_of(plan().datasets, &plan::DatasetPlan::moves_in_lane);
    if (some_moved_late && !planned->plan.phases.empty() &&
        planned->plan.phases.back().kind == plan::PhaseKind::missing)
      planned->plan.phases.pop_back();
    for (const plan::Step& step : steps_of(planned->plan)) {
      if (!not_in_one_go || !goes_with_a_destroy_on_target(step))
        complain("planned again, there is more to do: " + to_text(step));
    }
  }

  void count() {
    for (const plan::DatasetPlan& dataset : plan().datasets)
      tally_.renamed += std::holds_alternative<plan::Renamed>(dataset.outcome) ? 1 : 0;
    if (killed_) return void(++tally_.killed);
    ++(failed_.empty() ? tally_.good : tally_.failed);
  }

  std::string name_of(DatasetIndex i) const { return plan().datasets[i].source->name; }

  World& world_;
  const plan::Options& options_;
  const Trouble& trouble_;
  zfs::SnapshotNames& names_;
  TreeTally& tally_;
  Lines& story_;
  std::unique_ptr<Planned> planned_;
  std::set<DatasetIndex> failed_;
  bool killed_ = false;
  std::string complaint_;
};

}  // namespace

std::string checked_tree_run(World& world, const plan::Options& options, const Trouble& trouble,
                             zfs::SnapshotNames& names, const TreeReport& report) {
  return TreeRun(world, options, trouble, names, report).complaint();
}
