#include "app/plan/plan.hpp"

#include "app/plan/ancestors.hpp"
#include "app/plan/arriving.hpp"
#include "app/plan/brake.hpp"
#include "app/plan/clock.hpp"
#include "app/plan/clones.hpp"
#include "app/plan/copies.hpp"
#include "app/plan/dataset.hpp"
#include "app/plan/encryption.hpp"
#include "app/plan/families.hpp"
#include "app/plan/features.hpp"
#include "app/plan/layout.hpp"
#include "app/plan/missing.hpp"
#include "app/plan/moves.hpp"
#include "app/plan/others_holds.hpp"
#include "app/plan/records.hpp"
#include "app/plan/rotation.hpp"
#include "app/plan/snapshots.hpp"
#include "app/plan/tags.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace plan {

namespace {

using selector::Dataset;
using selector::Snapshot;

/// In an order in which no target comes before its parent: that of the listing, unless --strip-path makes another one
/// of it. Nor, where clones are sent as such, before its origin.
std::vector<const Dataset*> selected_of(const Facts& facts, const Options& options) {
  std::vector<const Dataset*> selected;
  for (const selector::Decision& decision : facts.selection) {
    if (decision.verdict == selector::Verdict::selected) selected.push_back(decision.dataset);
  }
  if (facts.target != nullptr && options.strip_path > 0) {
    std::ranges::stable_sort(selected, {}, [&](const Dataset* dataset) { return target_name(options, dataset->name); });
  }
  return options.clones ? origins_first(selected) : selected;
}

void check_collisions(const std::vector<std::string>& targets, const std::vector<const Dataset*>& selected) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto [first, is_new] = seen.emplace(targets[i], i);
    if (is_new) continue;
    throw PlanError("Target collision: Target path " + targets[i] + " encountered twice, due to: " + selected[i]->name +
                    " and " + selected[first->second]->name + ". Use a smaller --strip-path, or deselect one of them.");
  }
}

/// Why --zfs-compressed is not done, once for each pool.
std::vector<std::string> explain_compression(const Facts& facts, const Options& options,
                                             const std::vector<DatasetPlan>& datasets) {
  std::map<std::string_view, std::string_view> lacking;  // by source pool
  for (const DatasetPlan& dataset : datasets) {
    if (!options.zfs_compressed || dataset.received.empty() || send_form(*dataset.source, options).raw) continue;
    const auto feature =
        lacking_compression(facts.source_features, facts.target_features, dataset.source->name, dataset.target);
    if (!feature.empty()) lacking.emplace(dataset.source->pool(), feature);
  }
  std::vector<std::string> remarks;
  remarks.reserve(lacking.size());
  for (const auto& [pool, feature] : lacking) {
    remarks.push_back("[Source] " + std::string(pool) +
                      ": --zfs-compressed is left out: the target's pool does not have " + std::string(feature));
  }
  return remarks;
}

/// What is not thinned for fear of a wrong clock.
std::vector<std::string> note_clocks(const std::vector<DatasetPlan>& datasets, std::vector<DatasetClock> missing) {
  std::vector<DatasetClock> on_source, on_target;
  for (const DatasetPlan& dataset : datasets) {
    if (dataset.source_clock) on_source.push_back({dataset.source->name, *dataset.source_clock});
    if (dataset.target_clock) on_target.push_back({dataset.target, *dataset.target_clock});
  }
  std::ranges::move(missing, std::back_inserter(on_target));
  std::vector<std::string> notes = notes_on_clocks(Side::source, on_source);
  std::ranges::move(notes_on_clocks(Side::target, on_target), std::back_inserter(notes));
  return notes;
}

/// An origin on the target cannot be cloned while its dataset is set aside.
void wait_for_origins_rotation(std::vector<DatasetDraft>& drafts,
                               const std::unordered_map<std::string_view, DatasetIndex>& index_of, DatasetIndex clone) {
  const std::string_view origin = drafts[clone].plan.source->origin;
  const auto found = index_of.find(origin.substr(0, origin.find('@')));
  if (found != index_of.end() && found->second < clone && drafts[found->second].plan.rotates)
    drafts[clone].plan.waits_for.push_back(found->second);
}

/// What all drafts are made from.
struct Job {
  const Facts& facts;
  const Options& options;
  const std::vector<const Dataset*>& selected;
  const std::vector<std::string>& targets;
  const UnfinishedRotations& unfinished;
  const std::optional<Moves>& moves;  // none without a target
  const Snapshot& fresh;
  const std::string& own_tag;
};

struct Drafts {
  std::vector<DatasetDraft> drafts;
  std::unique_ptr<CopyEncryption> copies{};
  std::unique_ptr<Ancestors> ancestors{};  // null without a target
  Needs needs{};
};

/// Parents before their children, origins before their clones: each learns what becomes of those before it.
Drafts draft_all(const Job& job, const std::vector<bool>& snapshotted, const Needs& needs) {
  const auto& [facts, options, selected, targets, unfinished, moves, fresh, own_tag] = job;
  Drafts all{.drafts = {}, .needs = needs};
  const bool has_target = facts.target != nullptr;
  Origins origins(facts, options, selected);
  all.copies = std::make_unique<CopyEncryption>(facts.target, options, selected);
  CopyEncryption& copies = *all.copies;
  if (has_target) all.ancestors = std::make_unique<Ancestors>(*facts.target, options.target_path, copies);
  std::unordered_map<std::string_view, DatasetIndex> index_of;
  for (DatasetIndex i = 0; i < selected.size() && options.clones; ++i) index_of.emplace(selected[i]->name, i);
  std::vector<DatasetDraft>& drafts = all.drafts;
  drafts.reserve(selected.size());
  for (DatasetIndex i = 0; i < selected.size(); ++i) {
    const Snapshot* const made = snapshotted[i] ? &fresh : nullptr;
    if (const auto lost = facts.lost.find(selected[i]->name); lost != facts.lost.end()) {
      const Dataset* const there = has_target ? facts.target->find(targets[i]) : nullptr;
      drafts.push_back(failed_draft(*selected[i], targets[i], there, Lost{lost->second}));
      if (has_target) all.ancestors->prepare(i, drafts.back());
    } else if (has_target && unfinished.concern(targets[i])) {
      drafts.push_back(failed_draft(*selected[i], targets[i], facts.target->find(targets[i]), RotationUnfinished{}));
    } else if (has_target) {
      drafts.push_back(
          plan_dataset(facts, options, i, *selected[i], made, targets[i], own_tag, origins, copies, *moves, all.needs));
      all.ancestors->prepare(i, drafts.back());  // it may fail there
      origins.will_receive(i, drafts.back().plan);
      if (!drafts.back().plan.received.empty()) copies.will_send(i, drafts.back().plan.target, drafts.back().copy);
    } else {
      drafts.push_back(plan_snapshot_only(facts, options, i, *selected[i], made, all.needs));
    }
    drafts.back().plan.gets_snapshot = snapshotted[i];
    if (options.clones) wait_for_origins_rotation(drafts, index_of, i);
  }
  return all;
}

}  // namespace

std::vector<std::string> Transfer::snapshots() const {
  std::vector<std::string> all = between;
  all.push_back(snapshot);
  return all;
}

std::string_view name_of(PhaseKind kind) {
  switch (kind) {
    case PhaseKind::snapshot:
      return "snapshot";
    case PhaseKind::rotation:
      return "rotation";
    case PhaseKind::parents:
      return "parents";
    case PhaseKind::transfer:
      return "transfer";
    case PhaseKind::verify:
      return "verify";
    case PhaseKind::mount:
      return "mount";
    case PhaseKind::hold:
      return "hold";
    case PhaseKind::release:
      return "release";
    case PhaseKind::post_clean:
      return "post-clean";
    case PhaseKind::records:
      return "records";
    case PhaseKind::missing:
      return "missing";
  }
  return "";
}

std::string_view name_of(Hook::When when) {
  switch (when) {
    case Hook::When::before_snapshot:
      return "pre-snapshot-cmd";
    case Hook::When::after_snapshot:
      return "post-snapshot-cmd";
    case Hook::When::before_transfer:
      return "pre-transfer-cmd";
    case Hook::When::after_transfer:
      return "post-transfer-cmd";
  }
  return "";
}

bool is_failure(const Outcome& outcome) {
  return !std::holds_alternative<UpToDate>(outcome) && !std::holds_alternative<Transfers>(outcome);
}

bool has_failed(const DatasetPlan& dataset) {
  return is_failure(dataset.outcome) || !dataset.unsnapshotted.empty();
}

std::size_t count_failed(const Plan& plan) {
  return static_cast<std::size_t>(std::ranges::count_if(plan.datasets, has_failed));
}

std::string target_name(const Options& options, std::string_view source) {
  std::string_view rest = source;
  for (std::uint32_t left = options.strip_path; left > 0; --left) {
    if (rest.empty()) {
      throw PlanError("Trying to strip too much from path (" + std::to_string(options.strip_path) + " items from " +
                      std::string(source) + "). Use a smaller --strip-path.");
    }
    const auto slash = rest.find('/');
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  }
  return rest.empty() ? options.target_path : options.target_path + "/" + std::string(rest);
}

Plan make_plan(const Facts& facts, const Options& options) {
  Plan plan;
  const std::vector<const Dataset*> selected = selected_of(facts, options);
  const bool has_target = facts.target != nullptr;
  std::vector<std::string> targets(selected.size());
  if (has_target) {
    std::ranges::transform(selected, targets.begin(),
                           [&](const Dataset* dataset) { return target_name(options, dataset->name); });
    check_collisions(targets, selected);
  }

  ToSnapshot to_snapshot = which_to_snapshot(facts, options, selected, plan.needs, plan.notes);
  const std::vector<bool>& snapshotted = to_snapshot.marked;
  Snapshot fresh;
  if (!options.snapshot_name.empty()) fresh.name = &facts.names->intern(options.snapshot_name);
  const std::string own_tag =
      has_target ? own_tag_of_target(options.hold_tag, *facts.target->find(options.target_path)) : "";
  const UnfinishedRotations unfinished(facts, options, targets);
  std::optional<Moves> moves;
  if (has_target) moves.emplace(facts, options.target_path, selected, targets);
  const Job job{facts, options, selected, targets, unfinished, moves, fresh, own_tag};
  Drafts all = draft_all(job, snapshotted, plan.needs);
  if (snapshot_whole_families(all.drafts, facts, options, to_snapshot.marked))
    all = draft_all(job, snapshotted, plan.needs);
  std::vector<DatasetDraft>& drafts = all.drafts;
  plan.needs = std::move(all.needs);

  add_phase(plan, PhaseKind::snapshot, {snapshot_lane(*facts.source, selected, snapshotted, options)});
  add_phase(plan, PhaseKind::rotation, unfinished.finish());
  std::vector<std::string> left_behind = notes_on_families(drafts);
  for (DatasetIndex i = 0; i < drafts.size(); ++i) drafts[i].plan.unsnapshotted = std::move(to_snapshot.why_not[i]);
  plan.datasets.reserve(drafts.size());
  for (DatasetDraft& draft : drafts) plan.datasets.push_back(std::move(draft.plan));
  Missing missing;
  if (has_target) missing = plan_missing(facts, options, plan.datasets, own_tag, plan.needs);
  if (plan.needs.any()) {
    plan.phases.clear();
    return plan;
  }
  std::ranges::move(notes_on_copies(facts.selection), std::back_inserter(plan.notes));
  std::ranges::move(left_behind, std::back_inserter(plan.notes));
  std::ranges::move(notes_on_others_holds(plan.datasets, options), std::back_inserter(plan.notes));
  std::ranges::move(notes_on_moves(plan.datasets), std::back_inserter(plan.notes));
  std::ranges::move(notes_on_arriving(plan.datasets, facts, options), std::back_inserter(plan.notes));
  for (const auto& [side, ahead] : facts.clock_ahead) {
    std::ranges::move(notes_on_clock(side, ahead), std::back_inserter(plan.notes));
  }
  std::ranges::move(note_clocks(plan.datasets, std::move(missing.clock_steps)), std::back_inserter(plan.notes));
  lay_out(plan, drafts, all.ancestors.get(), facts, options);
  if (has_target) {
    add_phase(plan, PhaseKind::records, {record_lane(facts, options, plan, std::move(missing.adopted))});
    add_phase(plan, PhaseKind::missing, std::move(missing.lanes));
    std::ranges::move(missing.notes, std::back_inserter(plan.notes));
    plan.remarks = explain_compression(facts, options, plan.datasets);
    std::ranges::move(missing.remarks, std::back_inserter(plan.remarks));
  }
  plan.brake = brake(plan, facts, options);
  return plan;
}

}  // namespace plan
