#include "app/plan/whole/make_plan.hpp"

#include "app/plan/encryption.hpp"
#include "app/plan/explain.hpp"
#include "app/plan/features.hpp"
#include "app/plan/follow/follow.hpp"
#include "app/plan/replicate/ancestors.hpp"
#include "app/plan/replicate/arriving.hpp"
#include "app/plan/replicate/clones.hpp"
#include "app/plan/replicate/copies.hpp"
#include "app/plan/replicate/dataset.hpp"
#include "app/plan/replicate/families.hpp"
#include "app/plan/replicate/missing.hpp"
#include "app/plan/replicate/moves.hpp"
#include "app/plan/replicate/one_stream.hpp"
#include "app/plan/replicate/records.hpp"
#include "app/plan/replicate/rotation.hpp"
#include "app/plan/replicate/setting_aside.hpp"
#include "app/plan/retain/clock.hpp"
#include "app/plan/retain/others_holds.hpp"
#include "app/plan/retain/snapshot_only.hpp"
#include "app/plan/retain/snapshots.hpp"
#include "app/plan/retain/tags.hpp"
#include "app/plan/whole/brake.hpp"
#include "app/plan/whole/layout.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace plan {

namespace {

using selector::Chosen;
using zfs::Dataset;
using zfs::Snapshot;

/// In an order in which no target comes before its parent: that of the listing, unless --strip-path makes another one
/// of it. Nor, where clones are sent as such, before its origin.
std::vector<Chosen> choose(const Facts& facts, const Options& options) {
  std::vector<Chosen> chosen = selector::choose(facts.selection, options.mapping);
  if (options.mapping.strips()) std::ranges::stable_sort(chosen, {}, &Chosen::target);
  return options.clones ? origins_first(std::move(chosen)) : chosen;
}

void check_collisions(const std::vector<Chosen>& chosen) {
  std::unordered_map<std::string_view, const Dataset*> seen;
  for (const auto& [source, target] : chosen) {
    const auto [first, is_new] = seen.emplace(target, source);
    if (is_new) continue;
    throw PlanError("Target collision: Target path " + target + " encountered twice, due to: " + source->name +
                    " and " + first->second->name + ". Use a smaller --strip-path, or deselect one of them.");
  }
}

/// The snapshot that is asked for must be there, on the root of the tree at least: what was made since may lack it.
void check_last_snapshot(const std::vector<Chosen>& chosen, const Options& options) {
  if (options.up_to.empty() || chosen.empty()) return;
  const auto has_that_name = [&](const Snapshot& snapshot) { return snapshot.name->text == options.up_to; };
  const Dataset& root = *chosen.front().source;
  if (std::ranges::none_of(root.snapshots, has_that_name))
    throw PlanError("The snapshot " + root.name + "@" + options.up_to + " does not exist. zfs list -t snapshot " +
                    root.name + " shows those that do.");
}

/// A compressor does nothing without what undoes it.
void leave_out_missing(const std::set<std::pair<Side, std::string>>& missing, Plan& plan) {
  transport::Piping& piping = plan.settings.piping;
  for (const auto& [side, program] : missing) {
    const bool buffers = program == "mbuffer";
    plan.notes.push_back((side == Side::source ? "[Source] " : "[Target] ") + program + " not found: streams go " +
                         (buffers ? "unbuffered" : "uncompressed"));
    if (buffers) {
      piping.buffer.clear();
      piping.chunk.clear();
    } else {
      piping.compress.clear();
      piping.decompress.clear();
    }
  }
}

/// What is lost by rollbacks.
std::vector<std::string> notes_on_rollbacks(const std::vector<DatasetPlan>& datasets, const Options& options) {
  std::vector<std::string> notes;
  if (!options.rollback || !options.tells_rollbacks) return notes;
  for (const DatasetPlan& dataset : datasets) {
    if (dataset.there != nullptr && dataset.there->written != 0 && !dataset.received.empty())
      notes.push_back("[Target] " + dataset.target +
                      ": what was written to it since its newest snapshot is rolled back");
  }
  return notes;
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
  const std::vector<Chosen>& chosen;
  const UnfinishedRotations& unfinished;
  const std::optional<Moves>& moves;  // none without a target
  const Followed& followed;
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
  const auto& [facts, options, chosen, unfinished, moves, followed, fresh, own_tag] = job;
  Drafts all{.drafts = {}, .needs = needs};
  const bool has_target = facts.target != nullptr;
  Origins origins(facts, options, chosen);
  all.copies = std::make_unique<CopyEncryption>(facts.target, options, chosen);
  CopyEncryption& copies = *all.copies;
  if (has_target) all.ancestors = std::make_unique<Ancestors>(*facts.target, options.mapping.root(), copies);
  std::unordered_map<std::string_view, DatasetIndex> index_of;
  for (DatasetIndex i = 0; i < chosen.size() && options.clones; ++i) index_of.emplace(chosen[i].source->name, i);
  std::vector<DatasetDraft>& drafts = all.drafts;
  drafts.reserve(chosen.size());
  for (DatasetIndex i = 0; i < chosen.size(); ++i) {
    const auto& [source, target] = chosen[i];
    const Subject subject{i, *source, snapshotted[i] ? &fresh : nullptr, target};
    if (const auto lost = facts.lost.find(source->name); lost != facts.lost.end()) {
      const Dataset* const there = has_target ? facts.target->find(target) : nullptr;
      drafts.push_back(failed_draft(*source, target, there, Lost{lost->second}));
      followed.join(i, drafts.back());
      if (has_target) all.ancestors->prepare(i, drafts.back());
    } else if (has_target && unfinished.concern(target)) {
      drafts.push_back(failed_draft(*source, target, facts.target->find(target), RotationUnfinished{}));
    } else if (has_target) {
      drafts.push_back(plan_dataset({facts, options, origins, copies, *moves, own_tag}, subject, all.needs));
      followed.join(i, drafts.back());
      all.ancestors->prepare(i, drafts.back());  // it may fail there
      origins.will_receive(i, drafts.back().plan);
      if (!drafts.back().plan.received.empty()) copies.will_send(i, drafts.back().plan.target, drafts.back().copy);
    } else {
      drafts.push_back(plan_snapshot_only(facts, options, subject, all.needs));
    }
    drafts.back().plan.gets_snapshot = snapshotted[i];
    if (options.clones) wait_for_origins_rotation(drafts, index_of, i);
  }
  return all;
}

/// Nothing is received before what is in the way is set aside.
void make_room(Plan& plan, const SetAside& aside) {
  add_phase(plan, PhaseKind::rotation, Lane{0, aside.steps, {}});
  for (DatasetIndex i = 1; i < plan.datasets.size(); ++i) plan.datasets[i].waits_for.push_back(0);
}

std::vector<Claim> claims_to_follow(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen) {
  if (facts.target == nullptr || !options.follow_renames || !options.send) return {};
  return find_claims(facts, options, chosen, Moves(facts, options, chosen));
}

/// `facts` call the target's datasets by the names that they have when all of `followed` is done.
Plan plan_as_called(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen,
                    const UnfinishedRotations& unfinished, Followed followed) {
  Plan plan;
  plan.settings = options.settings;
  leave_out_missing(facts.missing_helpers, plan);
  plan.settings.crossing =
      transport::with_addresses(options.settings.crossing, facts.ssh_to_source, facts.ssh_to_target);
  const bool has_target = facts.target != nullptr;
  ToSnapshot to_snapshot = which_to_snapshot(facts, options, chosen, plan.needs, plan.notes);
  const std::vector<bool>& snapshotted = to_snapshot.marked;
  Snapshot fresh;
  if (!options.snapshot_name.empty()) fresh.name = &facts.names->intern(options.snapshot_name);
  const std::string own_tag =
      has_target ? own_tag_of_target(options.hold_tag, *facts.target, options.mapping.root()) : "";
  std::optional<Moves> moves;
  if (has_target) moves.emplace(facts, options, chosen);
  const Job job{facts, options, chosen, unfinished, moves, followed, fresh, own_tag};
  Drafts all = draft_all(job, snapshotted, plan.needs);
  if (snapshot_whole_families(all.drafts, facts, options, to_snapshot.marked))
    all = draft_all(job, snapshotted, plan.needs);
  std::vector<DatasetDraft>& drafts = all.drafts;
  plan.needs = std::move(all.needs);

  if (const std::string why = join_streams(drafts, options); !why.empty()) {
    if (options.has_unlisted)
      throw PlanError("One stream cannot bring all: " + why +
                      ". Without --depth, what is missing is sent dataset by dataset");
    plan.notes.push_back("[Source] Sent dataset by dataset, as one stream cannot bring all: " + why);
  }
  let_rotations_rely(followed.lanes, drafts);
  std::vector<std::string> left_behind = notes_on_families(drafts);
  for (DatasetIndex i = 0; i < drafts.size(); ++i) drafts[i].plan.unsnapshotted = std::move(to_snapshot.why_not[i]);
  plan.datasets.reserve(drafts.size());
  for (DatasetDraft& draft : drafts) plan.datasets.push_back(std::move(draft.plan));
  Missing missing;
  if (has_target) missing = plan_missing(facts, options, plan.datasets, own_tag, plan.needs);
  if (plan.needs.any()) return plan;
  std::ranges::move(notes_on_copies(facts.selection), std::back_inserter(plan.notes));
  std::ranges::move(left_behind, std::back_inserter(plan.notes));
  if (facts.set_aside != nullptr)
    plan.notes.push_back("[Target] " + facts.set_aside->from +
                         " is set aside, as it differs from the backup: all of it " + "becomes " + facts.set_aside->to +
                         ", unmounted and not selected by any job");
  std::ranges::move(notes_on_others_holds(plan.datasets, options), std::back_inserter(plan.notes));
  std::ranges::move(notes_on_moves(plan.datasets), std::back_inserter(plan.notes));
  std::ranges::move(notes_on_rollbacks(plan.datasets, options), std::back_inserter(plan.notes));
  std::ranges::move(notes_on_followed(plan.datasets), std::back_inserter(plan.notes));
  std::ranges::move(notes_on_arriving(plan.datasets, facts, options), std::back_inserter(plan.notes));
  for (const auto& [side, ahead] : facts.clock_ahead) {
    std::ranges::move(notes_on_clock(side, ahead), std::back_inserter(plan.notes));
  }
  std::ranges::move(note_clocks(plan.datasets, std::move(missing.clock_steps)), std::back_inserter(plan.notes));
  add_phase(plan, PhaseKind::snapshot, snapshot_lane(*facts.source, chosen, snapshotted, options));
  add_phase(plan, PhaseKind::rotation, unfinished.finish());
  add_phase(plan, PhaseKind::rename, std::move(followed.lanes));
  if (facts.set_aside != nullptr) make_room(plan, *facts.set_aside);
  lay_out(plan, drafts, all.ancestors.get(), facts, options);
  if (has_target) {
    add_phase(plan, PhaseKind::records, record_lane(facts, options, plan, std::move(missing.adopted)));
    add_phase(plan, PhaseKind::missing, std::move(missing.lanes));
    std::ranges::move(missing.notes, std::back_inserter(plan.notes));
    plan.remarks = explain_compression(facts, options, plan.datasets);
    std::ranges::move(missing.remarks, std::back_inserter(plan.remarks));
  }
  plan.brake = brake(plan, facts, options);
  return plan;
}

Plan plan_with_names(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen,
                     const UnfinishedRotations& unfinished, Followed followed) {
  const auto target = followed.target;
  if (target == nullptr) return plan_as_called(facts, options, chosen, unfinished, std::move(followed));
  NewNames names = followed.names;
  Facts then = with_new_names(facts, *target, names);
  for (const auto& [clone, assignments] : followed.set_on_clones) then.local_properties[clone] = assignments;
  Plan plan = plan_as_called(then, options, chosen, unfinished, std::move(followed));
  plan.needs = with_listed_names(std::move(plan.needs), names);
  plan.target_then = target;
  plan.names = std::move(names);
  return plan;
}

Left left_until_rotated(const std::vector<Claim>& claims) {
  Left left;
  for (const Claim& claim : claims)
    left.emplace(claim.dataset, "this run finishes a rotation that was interrupted, the next one renames it");
  return left;
}

/// They were to wait for their parents, and it turns out that they wait in vain: all is to be planned without that.
Left left_behind(const Plan& plan) {
  Left left;
  for (DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    const DatasetPlan& dataset = plan.datasets[i];
    if (dataset.moves_in_lane() && is_failure(dataset.outcome)) left.emplace(i, explain(dataset));
  }
  return left;
}

}  // namespace

Plan make_plan(const Facts& facts, const Options& options) {
  const std::vector<Chosen> chosen = choose(facts, options);
  if (facts.target != nullptr) check_collisions(chosen);
  check_last_snapshot(chosen, options);
  const std::vector<Claim> claims = claims_to_follow(facts, options, chosen);
  const UnfinishedRotations unfinished(facts, options, chosen, claims);
  Left left = unfinished.any() ? left_until_rotated(claims) : Left{};
  for (;;) {
    Plan plan =
        plan_with_names(facts, options, chosen, unfinished, follow_renames(facts, options, chosen, claims, left));
    const std::size_t before = left.size();
    if (!plan.needs.any()) left.merge(left_behind(plan));
    if (left.size() == before) return plan;
  }
}

}  // namespace plan
