#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/replicate/moves.hpp"

#include <string>
#include <vector>

namespace plan {

/// A selected dataset whose history is in a copy below the target path, whatever that is called.
struct Claim {
  DatasetIndex dataset = k_no_dataset;
  const zfs::Dataset* source = nullptr;
  const zfs::Dataset* copy = nullptr;
  std::string target;  ///< what its copy is to be called
  /// The copy is that of another dataset, from which this one took its history up to this snapshot of the copy, by
  /// `zfs promote`. Null: it is its own.
  const zfs::Snapshot* branch = nullptr;

  bool is_in_place() const { return branch == nullptr && copy->name == target; }
};

/// Told by guids. Each copy is claimed by the dataset that has the newest of its snapshots, and by those that were
/// promoted from that. In the order of `chosen`, which is as that of Moves.
std::vector<Claim> find_claims(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
                               const Moves& moves);

}  // namespace plan
