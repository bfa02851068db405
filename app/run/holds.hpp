#pragma once

#include "app/run/errors.hpp"
#include "app/run/shell.hpp"
#include "zfs/inventory.hpp"
#include "zfs/parse.hpp"

#include <string>
#include <vector>

namespace run {

/// Starts reading the holds of snapshots into `holds`. One of them that another tool has destroyed since makes `zfs
/// holds` say nothing of the others: it is left out, and the rest read again. `done` (may be empty) gets the last
/// result, from Shell::wait(), and `holds` must live until then.
void start_reading_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots, zfs::HoldTags& holds,
                         Shell::Done done);

/// The same with the time of each hold: `line` gets what zfs::parse_dated_hold reads, some of it perhaps twice.
void start_reading_dated_holds(Shell& shell, plan::Side side, std::vector<std::string> snapshots,
                               transport::LineSink line, Shell::Done done);

/// What is on one side, and since when which of its snapshots are held by whom.
struct Held {
  zfs::Inventory inventory;
  zfs::DatedHolds holds;
};

/// Which part of a side is looked at.
struct Within {
  std::string root;      ///< the dataset and what lies below it; empty: the whole host
  std::string left_out;  ///< but not this dataset and what lies below it; empty: nothing is left out
};

/// What is held on the source and, when one is named, on the target: a listing on each side, both at once, then the
/// holds, in as few commands as they fit into.
class HeldSurvey {
 public:
  explicit HeldSurvey(Shell& shell, zfs::SnapshotNames& names) : shell_(shell), names_(names) {}

  /// `target` null: none is named. Throws RunError when a side cannot be read, and zfs::ListingError.
  void read(const Within& in_source, const Within* in_target);

  const Held& source() const { return source_; }
  const Held& target() const { return target_; }
  /// Of the source: their I/O is, so no listing shows them.
  const std::vector<std::string>& suspended_pools() const { return suspended_pools_; }

 private:
  Shell& shell_;
  zfs::SnapshotNames& names_;
  Held source_, target_;
  std::vector<std::string> suspended_pools_;
};

}  // namespace run
