#pragma once

#include "dice.hpp"
#include "job.hpp"
#include "world.hpp"

#include <cstdint>
#include <string>

/// Where it all goes to: a pool has others beside that, which nobody lists.
inline const std::string k_tree_target = "lake/backup";

/// What goes wrong in a run.
struct Trouble {
  std::string breaks_off;               ///< the source dataset whose transfer fails; empty: none
  std::size_t killed_after = SIZE_MAX;  ///< so many steps
  bool side_by_side = false;            ///< lanes take turns as they may, in place of one after the other
};

/// What came up in many runs, to see that they were about something.
struct TreeTally {
  int runs = 0, good = 0, failed = 0, killed = 0;
  int recursive_holds = 0, recursive_releases = 0, first_receives_below_others = 0, rotations = 0;
  int out_of_order = 0;  ///< lanes that are not in the order of the listing
};

/// Plans for that target, carries it out as a run does, and checks what must be true of any tree. Returns what
/// is not; empty when all is well. `story` gets the steps that were done.
std::string checked_tree_run(World& world, const plan::Options& options, const Trouble& trouble, Dice& dice,
                             selector::SnapshotNames& names, TreeTally& tally, Lines& story);
