#pragma once

#include "thinner/thin.hpp"
#include "zfs/inventory.hpp"

#include <cstdint>
#include <string_view>

namespace plan {

/// What becomes of one snapshot, and why: decided once. The steps destroy those that go, and every explanation reads
/// the same.
struct Fate {
  enum class Kept : std::uint8_t {
    by_schedule,
    newest_of_ours,
    common_base,
    foreign,
    held,
    has_clones,
    wanted_by_target,
    not_sent,  ///< it would be expired on the target, where it is not yet
    expired    ///< it goes
  };
  const zfs::SnapshotName* name = nullptr;
  thinner::Verdict verdict;  ///< the schedule's, whatever else keeps it; only where it is to be explained
  Kept kept = Kept::expired;
  std::string_view held_by;  ///< for `held`: the tag, in the facts

  /// It is destroyed.
  bool goes() const { return kept == Kept::expired; }
  /// It is there when the run is over.
  bool stays() const { return kept != Kept::expired && kept != Kept::not_sent; }
};

/// As far as its schedule, its clones and its holds tell; given up by all of them it goes.
Fate fate_of(const zfs::Snapshot& snapshot, thinner::Verdict verdict, bool is_given_up, bool has_clones,
             std::string_view held_by);

}  // namespace plan
