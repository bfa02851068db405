#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/replicate/claims.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace plan {

/// --on-diverge=rotate: a target that has gone its own way is set aside as it is, and a clone of the common base takes
/// its place. In this order, so that whatever a run was killed at, the next one can tell from the names:
///
///   T@base is cloned to T.zwinnow-rotating, which is promoted: the history up to the base is its own from then on;
///   T is unmounted with all below it; T's children move beneath the clone; T gets canmount=off and becomes
///   T.diverged-TIME; T.zwinnow-rotating becomes T.
///
/// Nothing is destroyed, and the base cannot be from then on: what was set aside hangs on it. Nothing is mounted.

/// What a target is called when it was set aside.
std::string set_aside_name(std::string_view target, thinner::Time now);

/// Was it, or something above it, set aside, or is it in the middle of that? Then it is nobody's missing dataset.
bool is_set_aside(std::string_view dataset);

/// Can this target be rotated? Not a pool's root, not the target path itself (what is held for it is told by its guid),
/// not while something below it is half done, and not where the longer names would not fit.
bool can_rotate(const Facts& facts, const Options& options, const zfs::Dataset& target);

/// The steps of it. The clone gets the target's local properties, too.
std::vector<Step> rotate(const Facts& facts, const Options& options, DatasetIndex index, const zfs::Dataset& target,
                         const zfs::Snapshot& base);

/// The rotations that an earlier run did not bring to their end.
class UnfinishedRotations {
 public:
  /// Of their targets and copies, and of what is above these: others are the business of other jobs.
  UnfinishedRotations(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
                      const std::vector<Claim>& claims);

  /// Are there some whose target is out of its place?
  bool any() const { return !in_between_.empty(); }
  /// Is this target, or one above it, in the middle of one? It is whole again when the steps below are done.
  bool concern(std::string_view target) const;
  /// What brings them to their end, or takes back those that had only begun.
  std::vector<Lane> finish() const;

 private:
  const Facts& facts_;
  const Options& options_;
  std::vector<const zfs::Dataset*> begun_;           // not promoted yet
  std::vector<const zfs::Dataset*> promoted_;        // these have the history
  std::unordered_set<std::string_view> in_between_;  // what the promoted ones are to be called
};

}  // namespace plan
