#pragma once

#include "troubled_run.hpp"

#include <string>

/// What came up in many runs, to see that they were about something.
struct TreeTally {
  int runs = 0, good = 0, failed = 0, killed = 0;
  int recursive_holds = 0, recursive_releases = 0, first_receives_below_others = 0, rotations = 0;
  int renamed = 0, missing_destroyed = 0;
  int followed = 0, promoted = 0;  ///< copies that were
  int families = 0;                ///< copies that were sent after what they have their key from
  int out_of_order = 0;            ///< lanes that are not in the order of the listing
};

/// What is seen of a run.
struct TreeReport {
  TreeTally& tally;
  Lines& story;  ///< the steps that were done
};

/// Plans for that target, carries it out as a run does, and checks what must be true of any tree. Returns what
/// is not; empty when all is well.
std::string checked_tree_run(World& world, const plan::Options& options, const Trouble& trouble,
                             zfs::SnapshotNames& names, const TreeReport& report);
