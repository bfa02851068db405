#include "app/plan/retain/snapshot_only.hpp"

#include "app/plan/fate.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/retain/others_holds.hpp"
#include "app/plan/retain/tags.hpp"
#include "app/plan/retain/thinning.hpp"

namespace plan {

DatasetDraft plan_snapshot_only(const Facts& facts, const Options& options, const Subject& subject, Needs& needs) {
  const zfs::Dataset& source = subject.source;
  DatasetDraft draft;
  draft.plan.source = &source;
  if (!options.thinning) return draft;

  Snapshots snapshots;
  for (const zfs::Snapshot& snapshot : source.snapshots) snapshots.push_back(&snapshot);
  if (subject.fresh != nullptr) snapshots.push_back(subject.fresh);
  const auto created = facts.created.find(&source);
  if (created == facts.created.end() && asks_for_creation(snapshots, options.keep_source)) {
    needs.created.push_back(&source);
    return draft;
  }
  const Scheduled scheduled =
      schedule(snapshots, options.keep_source, options,
               created == facts.created.end() ? std::span<const std::optional<thinner::Time>>{} : created->second);
  draft.plan.source_clock = scheduled.clock_step;
  const DatasetHolds holds(facts.source_holds, source.name);

  Snapshots obsolete;
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    const zfs::Snapshot& snapshot = *snapshots[i];
    const Fate fate = fate_of(snapshot, scheduled.verdicts[i], scheduled.obsolete[i], snapshot.has_clones,
                              holds.other_than(snapshot, ""));
    if (fate.kept == Fate::Kept::held && is_of_backup(fate.held_by, options.hold_tag)) {
      draft.plan.kept_bases.push_back(source.name + "@" + snapshot.name->text);
    }
    if (fate.kept == Fate::Kept::held) note_others_holds(holds, snapshot, "", options, draft.plan);
    if (fate.goes()) {
      obsolete.push_back(&snapshot);
      // Never the one that this run is to make: the newest of ours stays.
      if (!holds.are_known(snapshot)) needs.holds.push_back({&source, &snapshot});
    }
    if (options.explain) draft.plan.source_fates.push_back(fate);
  }
  add_destroys(draft.post_clean, subject.index, {Side::source, source.name, {}}, obsolete,
               "the schedule no longer keeps it");
  return draft;
}

}  // namespace plan
