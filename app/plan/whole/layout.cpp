#include "app/plan/whole/layout.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/recursive.hpp"
#include "app/plan/replicate/mounting.hpp"
#include "app/plan/replicate/read_only.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace plan {

namespace {

bool is_empty(const Lane& lane) {
  return lane.steps.empty() && lane.at_last.empty();
}

void add_lane(std::vector<Lane>& lanes, Lane lane) {
  if (!is_empty(lane)) lanes.push_back(std::move(lane));
}

// --- The datasets' own steps ---

/// The order in which datasets are sent: whose oldest snapshot to be sent is the oldest comes first, so that none falls
/// behind, but not before what it waits for.
std::vector<DatasetIndex> oldest_first(const std::vector<DatasetDraft>& drafts,
                                       const std::vector<DatasetPlan>& datasets, thinner::Time now) {
  std::vector<thinner::Time> due(drafts.size());
  std::vector<DatasetIndex> order(drafts.size());
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    order[i] = i;
    due[i] = drafts[i].oldest.value_or(now);
    for (const DatasetIndex needed : datasets[i].waits_for) due[i] = std::max(due[i], due[needed]);
  }
  std::ranges::stable_sort(order, {}, [&](DatasetIndex i) { return due[i]; });
  return order;
}

std::vector<Lane> transfer_lanes(std::vector<DatasetDraft>& drafts, const std::vector<DatasetPlan>& datasets,
                                 Ancestors* ancestors, thinner::Time now) {
  std::vector<Lane> lanes;
  for (const DatasetIndex i : oldest_first(drafts, datasets, now)) {
    DatasetDraft& draft = drafts[i];
    Lane lane{i, std::move(draft.pre_clean), std::move(draft.after_transfers)};
    append(lane.steps, std::move(draft.transfers));
    if (ancestors != nullptr) append(lane.steps, ancestors->take_creations(i));
    add_lane(lanes, std::move(lane));
  }
  return lanes;
}

/// A lane for each dataset that has such steps.
std::vector<Lane> lanes_of(std::vector<DatasetDraft>& drafts, std::vector<Step> DatasetDraft::*steps) {
  std::vector<Lane> lanes;
  for (DatasetIndex i = 0; i < drafts.size(); ++i) add_lane(lanes, {i, std::move(drafts[i].*steps), {}});
  return lanes;
}

// --- What serves all of them ---

Lane verify_lane(const std::vector<DatasetPlan>& datasets) {
  std::vector<Item> items;
  for (DatasetIndex i = 0; i < datasets.size(); ++i) {
    for (const Received& received : datasets[i].received)
      items.push_back({i, datasets[i].target + "@" + received.snapshot});
  }
  Lane lane;
  for (auto& lot : lots_of(std::move(items))) lane.steps.push_back({Verify{std::move(lot)}, k_no_dataset, ""});
  return lane;
}

/// What first receives will lie as, where somebody may expect it otherwise.
void note_first_receives(Plan& plan, const std::vector<DatasetDraft>& drafts, const Options& options) {
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    const DatasetPlan& dataset = plan.datasets[i];
    if (!drafts[i].first_receive) continue;
    const std::string in_plain = "[Target] " + dataset.target + ": will be stored unencrypted";
    if (!drafts[i].copy.encrypted() && options.encrypt)
      plan.notes.push_back(in_plain + ": no parent is encrypted, so --encrypt has no effect");
    if (!drafts[i].copy.encrypted() && drafts[i].below_encrypted)
      plan.notes.push_back(in_plain + ", although its parent is encrypted. With --encrypt the target encrypts it");
    if (!options.clones && !dataset.source->origin.empty())
      plan.notes.push_back("[Source] " + dataset.source->name +
                           ": Clones support is disabled, expect dataset expansion");
  }
}

/// All that is to be held, or released, on one side: by tag, as datasets may have different ones.
using ByTag = std::map<std::string, std::vector<Item>>;

ByTag by_tag(const std::vector<DatasetPlan>& datasets, std::vector<DatasetDraft>& drafts, std::string DatasetPlan::*tag,
             std::vector<std::string> DatasetDraft::*snapshots) {
  ByTag tagged;
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    for (std::string& name : drafts[i].*snapshots) tagged[datasets[i].*tag].push_back({i, std::move(name)});
  }
  return tagged;
}

/// In this order: see BaseHolds.
struct Tagging {
  Lane hold_source, release, hold_target;
};

Tagging tagging_lanes(const Plan& plan, std::vector<DatasetDraft>& drafts, const Facts& facts, const Options& options) {
  const auto of = [&](auto tag, auto snapshots) { return by_tag(plan.datasets, drafts, tag, snapshots); };
  ByTag hold_source = of(&DatasetPlan::tag, &DatasetDraft::hold_source);
  ByTag hold_target = of(&DatasetPlan::tag, &DatasetDraft::hold_target);
  ByTag release_target = of(&DatasetPlan::tag_so_far, &DatasetDraft::release_target);
  ByTag release_source = of(&DatasetPlan::tag_so_far, &DatasetDraft::release_source);
  if (hold_source.empty() && hold_target.empty() && release_target.empty() && release_source.empty()) return {};
  Recursive source(Side::source, facts, plan, options.snapshot_name);
  Recursive target(Side::target, facts, plan, options.snapshot_name);
  Tagging lanes;
  for (auto& [tag, items] : hold_source) append(lanes.hold_source.steps, source.hold(tag, std::move(items)));
  for (auto& [tag, items] : release_target) append(lanes.release.steps, target.release(tag, std::move(items)));
  for (auto& [tag, items] : release_source) append(lanes.release.steps, source.release(tag, std::move(items)));
  for (auto& [tag, items] : hold_target) append(lanes.hold_target.steps, target.hold(tag, std::move(items)));
  return lanes;
}

std::vector<Lane> with(std::vector<Lane> lanes, Lane last) {
  lanes.push_back(std::move(last));
  return lanes;
}
std::vector<Lane> with(Lane first, std::vector<Lane> lanes) {
  lanes.insert(lanes.begin(), std::move(first));
  return lanes;
}

}  // namespace

void add_phase(Plan& plan, PhaseKind kind, std::vector<Lane> lanes) {
  std::erase_if(lanes, is_empty);
  if (!lanes.empty()) plan.phases.push_back({kind, std::move(lanes)});
}

void add_phase(Plan& plan, PhaseKind kind, Lane lane) {
  add_phase(plan, kind, with(std::vector<Lane>{}, std::move(lane)));
}

void lay_out(Plan& plan, std::vector<DatasetDraft>& drafts, Ancestors* ancestors, const Facts& facts,
             const Options& options) {
  if (ancestors != nullptr) add_phase(plan, PhaseKind::parents, ancestors->take_creations());
  add_phase(plan, PhaseKind::transfer, transfer_lanes(drafts, plan.datasets, ancestors, options.now));
  note_first_receives(plan, drafts, options);
  add_phase(plan, PhaseKind::verify, verify_lane(plan.datasets));
  std::ranges::move(notes_on_writable(plan.datasets, drafts, facts, options), std::back_inserter(plan.notes));
  add_phase(plan, PhaseKind::mount,
            options.restoring ? opening_lanes(plan, drafts, facts, options)
                              : std::vector<Lane>{mount_lane(plan, drafts, facts, options)});
  Tagging tagging = tagging_lanes(plan, drafts, facts, options);
  add_phase(plan, PhaseKind::hold, with(lanes_of(drafts, &DatasetDraft::bookmark), std::move(tagging.hold_source)));
  // An old bookmark tells what is held on the target, so it goes after that is released.
  add_phase(plan, PhaseKind::release, with(std::move(tagging.release), lanes_of(drafts, &DatasetDraft::unbookmark)));
  add_phase(plan, PhaseKind::hold, std::move(tagging.hold_target));
  add_phase(plan, PhaseKind::post_clean, lanes_of(drafts, &DatasetDraft::post_clean));
}

}  // namespace plan
