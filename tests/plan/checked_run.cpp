#include "checked_run.hpp"

#include "app/plan/retain/tags.hpp"
#include "job.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace {

struct Tagged {
  bool on_source;
  std::uint64_t guid;  // of a snapshot, whose dataset may be renamed
  std::string tag;
  auto operator<=>(const Tagged&) const = default;
};

/// Whatever holds snapshots in the name of somebody else.
std::set<Tagged> tags_of_others(const World& world, const std::set<std::string>& ours) {
  std::set<Tagged> tags;
  const auto add = [&](bool on_source, const Side& side) {
    for (const auto& [name, dataset] : side.datasets) {
      for (const WorldSnapshot& snapshot : dataset.snapshots) {
        for (const std::string& tag : snapshot.tags) {
          if (!ours.contains(tag)) tags.insert({on_source, snapshot.guid, tag});
        }
      }
    }
  };
  add(true, world.source);
  add(false, world.targets.at("backup"));
  return tags;
}

const WorldDataset* target_of(const World& world) {
  const auto& datasets = world.targets.at("backup").datasets;
  const auto found = datasets.find("backup/tank");
  return found == datasets.end() ? nullptr : &found->second;
}

/// By host and dataset.
std::map<std::string, std::vector<WorldSnapshot>> snapshots_of_all(const World& world) {
  std::map<std::string, std::vector<WorldSnapshot>> all;
  for (const auto& [name, dataset] : world.source.datasets) all["source " + name] = dataset.snapshots;
  for (const auto& [name, dataset] : world.targets.at("backup").datasets) all["target " + name] = dataset.snapshots;
  return all;
}

/// Of the target, or of what is about to take its place.
std::uint64_t base_of(const World& world) {
  std::uint64_t newest = 0;
  for (const auto& [name, dataset] : world.targets.at("backup").datasets) {
    if (name.starts_with("backup/tank"))
      newest = std::max(newest, common_base(world.source.datasets.at("tank"), dataset));
  }
  return newest;
}

void describe(std::ostream& out, const char* what, const WorldDataset* dataset) {
  out << "\n  " << what << ":";
  if (dataset == nullptr) {
    out << " not there";
    return;
  }
  for (const WorldSnapshot& snapshot : dataset->snapshots) {
    out << ' ' << in_days(snapshot.name) << '(' << snapshot.guid << (snapshot.written == 0 ? " empty" : "")
        << (snapshot.has_clones ? " cloned" : "");
    for (const std::string& tag : snapshot.tags) out << " +" << tag;
    out << ')';
  }
  if (dataset->written != 0) out << " written=" << dataset->written;
  if (dataset->encrypted) out << " encrypted" << (dataset->key_from.empty() ? "" : " by " + dataset->key_from);
  if (dataset->partial) out << " partial " << dataset->partial->token;
}

std::string described(const WorldDataset& source, const WorldDataset* target, const plan::Options& options) {
  std::ostringstream out;
  describe(out, "source", &source);
  describe(out, "target", target);
  out << "\n  options:" << (options.mapping.root().empty() ? " snapshot-only" : "")
      << (options.snapshot_name.empty() ? "" : " snapshot") << (options.thinning ? "" : " --no-thinning")
      << (options.send ? "" : " --no-send") << (options.holds ? "" : " --no-holds")
      << (options.other_snapshots ? " --other-snapshots" : "") << (options.rollback ? " --rollback" : "")
      << (options.destroy_incompatible ? " --destroy-incompatible" : "") << (options.decrypt ? " --decrypt" : "")
      << (options.encrypt ? " --encrypt" : "") << (options.rotate ? " --on-diverge=rotate" : "");
  for (const auto* schedule : {&options.keep_source, &options.keep_target}) {
    for (const std::string& line : thinner::describe(schedule->of(0))) out << "\n  " << line;
  }
  return out.str();
}

/// One run under observation.
class Observed {
 public:
  Observed(World& world, const plan::Options& options, zfs::SnapshotNames& names, Tally& tally)
      : world_(world), options_(options), names_(names), tally_(tally), source_(world.source.datasets.at("tank")) {
    if (const WorldDataset* const target = target_of(world)) target_ = *target;
  }

  std::string complaint() {
    ++tally_.runs;
    run();
    if (complaint_.empty()) return {};
    ++tally_.complaints;
    std::string text = complaint_ + described(source_, target_ ? &*target_ : nullptr, options_) + "\n  steps:";
    for (const plan::Step& step : done_) text += "\n    " + in_days(to_text(step));
    return text;
  }

 private:
  void complain(const std::string& what) {
    if (complaint_.empty()) complaint_ = what;
  }

  void run() {
    const auto planned = world_.plan(options_, &names_);
    const plan::DatasetPlan& dataset = planned->plan.datasets.at(0);
    if (!options_.mapping.root().empty()) ++tally_.outcomes[dataset.outcome.index()];
    const auto steps = steps_of(planned->plan);
    if (plan::is_failure(dataset.outcome)) check_failure(steps);
    check_fates(*planned, steps);

    const auto others = tags_of_others(world_, {dataset.tag, dataset.tag_so_far});
    World one_by_one = world_;
    for (const plan::Step& step : steps) carry_out(step, planned->plan);
    compare_with_single_streams(one_by_one, steps, planned->plan);
    const auto others_after = tags_of_others(world_, {dataset.tag, dataset.tag_so_far});
    if (!std::ranges::includes(others_after, others)) complain("somebody else's tag is gone");
    check_result(dataset);
    if (complaint_.empty()) check_nothing_left();
  }

  void check_failure(const std::vector<plan::Step>& steps) {
    const auto is_harmless = [](const plan::Step& s) {
      return std::holds_alternative<plan::CreateSnapshots>(s.action) ||
             std::holds_alternative<plan::WriteRecords>(s.action);
    };
    if (!std::ranges::all_of(steps, is_harmless)) complain("a dataset that cannot be sent has steps");
  }

  /// Every snapshot has its fate, and those that are said to go are the ones that go.
  void check_fates(const Planned& planned, const std::vector<plan::Step>& steps) {
    const plan::DatasetPlan& dataset = planned.plan.datasets.at(0);
    if (!options_.thinning || !options_.explain || plan::is_failure(dataset.outcome)) return;
    const bool snapshot_made = std::ranges::any_of(
        steps, [](const auto& step) { return std::holds_alternative<plan::CreateSnapshots>(step.action); });
    if (dataset.source_fates.size() != dataset.source->snapshots.size() + (snapshot_made ? 1 : 0))
      complain("not one fate for each source snapshot");
    check_fates(plan::Side::source, dataset.source_fates, steps);
    check_fates(plan::Side::target, dataset.target_fates, steps);
  }

  void check_fates(plan::Side side, const std::vector<plan::Fate>& fates, const std::vector<plan::Step>& steps) {
    std::set<std::string> said, destroyed;
    for (const plan::Fate& fate : fates) {
      if (fate.goes()) said.insert(fate.name->text);
    }
    for (const plan::Step& step : steps) {
      const auto* const destroy = std::get_if<plan::DestroySnapshots>(&step.action);
      if (destroy == nullptr || destroy->side != side || destroy->is_in_the_way) continue;
      for (const plan::Going& going : destroy->snapshots) destroyed.insert(going.name);
    }
    if (said != destroyed)
      complain(std::string("what is destroyed on the ") + (side == plan::Side::source ? "source" : "target") +
               " is not what is said to go");
  }

  void carry_out(const plan::Step& step, const plan::Plan& plan) {
    done_.push_back(step);
    if (const auto* const destroy = std::get_if<plan::DestroySnapshots>(&step.action)) {
      ++tally_.destroys;
      if (destroy->is_in_the_way && !options_.destroy_incompatible)
        complain("destroyed without --destroy-incompatible");
    }
    const bool may_roll_back = options_.rollback || options_.destroy_incompatible;
    if (std::holds_alternative<plan::Rollback>(step.action) && !may_roll_back) complain("rolled back unasked");
    const std::uint64_t base = base_of(world_);
    world_.apply(step, plan, options_);
    if (!world_.violations.empty()) complain("ZFS would refuse: " + world_.violations.front());
    // Without a target nothing is known of any.
    if (base_of(world_) < base && !options_.mapping.root().empty()) complain("the common base is lost");
  }

  /// A stream of several snapshots leaves the pools as one stream for each would.
  void compare_with_single_streams(World& other, const std::vector<plan::Step>& steps, const plan::Plan& plan) {
    const int ranges = tally_.ranges;
    for (const plan::Step& step : steps) {
      const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
      if (transfer != nullptr && !transfer->between.empty()) ++tally_.ranges;
      if (transfer == nullptr) {
        other.apply(step, plan, options_);
      } else {
        for (const plan::Transfer& single : singles_of(*transfer))
          other.apply({single, step.dataset, ""}, plan, options_);
      }
    }
    if (ranges != tally_.ranges && snapshots_of_all(other) != snapshots_of_all(world_))
      complain("a stream for each snapshot leaves other pools");
  }

  /// What was promised is there.
  void check_result(const plan::DatasetPlan& dataset) {
    const WorldDataset& source = world_.source.datasets.at("tank");
    const WorldDataset* const target = target_of(world_);
    for (const plan::Received& received : dataset.received) {
      const auto there = std::ranges::find(target->snapshots, received.snapshot, &WorldSnapshot::name);
      if (there == target->snapshots.end()) return complain("not received: " + in_days(received.snapshot));
      if (received.guid != 0 && there->guid != received.guid) complain("another guid is expected");
    }
    if (dataset.received.empty()) return;
    const bool raw = source.encrypted && !options_.decrypt;
    if (options_.bookmarks && (!raw || world_.source.version)) return check_bookmark(source, *target, dataset);
    if (!options_.holds) return;
    // The newest that was sent is held by us on both sides, and nothing older is on the source.
    const std::uint64_t base = base_of(world_);
    for (const WorldSnapshot& snapshot : source.snapshots) {
      const bool is_base = snapshot.txg == base;
      if (snapshot.txg <= base && snapshot.tags.contains(dataset.tag) != is_base)
        complain("our tag is not on the base alone");
      if (is_base && !target->with_guid(snapshot.guid)->tags.contains(dataset.tag))
        complain("the base is not held on the target");
    }
  }

  /// The newest that was sent has our only bookmark and nothing of the source's is held by us.
  void check_bookmark(const WorldDataset& source, const WorldDataset& target, const plan::DatasetPlan& dataset) {
    const std::string& newest = dataset.received.back().snapshot;
    if (source.bookmarks.size() != 1 || !source.bookmarks.front().name.starts_with(newest))
      return complain("not the newest one's bookmark alone");
    for (const WorldSnapshot& snapshot : source.snapshots) {
      if (options_.holds && snapshot.tags.contains(dataset.tag))
        complain("our tag is on a source snapshot beside the bookmark");
    }
    const WorldSnapshot* const there = target.with_guid(source.bookmarks.front().guid);
    if (there == nullptr) return complain("the bookmark is of nothing on the target");
    if (options_.holds && !there->tags.contains(dataset.tag)) complain("the base is not held on the target");
  }

  void check_nothing_left() {
    plan::Options again = options_;
    again.snapshot_name.clear();
    const auto planned = world_.plan(again, &names_);
    for (const plan::Step& step : steps_of(planned->plan)) {
      const bool not_in_one_go = !world_.spared.empty();  // held by somebody else: tried each time
      if (not_in_one_go && goes_with_a_destroy_on_target(step)) continue;
      done_.push_back(step);
      complain("planned again, there is more to do: the last step below");
      return;
    }
  }

  World& world_;
  const plan::Options& options_;
  zfs::SnapshotNames& names_;
  Tally& tally_;
  WorldDataset source_;  // as they were
  std::optional<WorldDataset> target_;
  std::string complaint_;
  std::vector<plan::Step> done_;
};

}  // namespace

std::string own_tag(const World& world, const std::string& target_path) {
  zfs::Inventory target;
  target.add(target_path).guid = world.targets.at(target_path).datasets.at(target_path).guid;
  return plan::own_tag_of_target("tag", target, target_path);
}

std::string checked_run(World& world, const plan::Options& options, zfs::SnapshotNames& names, Tally& tally) {
  return Observed(world, options, names, tally).complaint();
}
