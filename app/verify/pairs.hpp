#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <vector>

namespace verify {

/// A selected dataset and its copy: what is to be compared, or why it cannot be.
struct Pair {
  const zfs::Dataset* source = nullptr;
  std::string target;                            ///< the dataset
  std::string source_snapshot, target_snapshot;  ///< full names, of one guid
  std::string problem;                           ///< with the next step; empty: it can be compared

  bool is_volume() const { return source->type == zfs::DatasetType::volume; }
};

/// Which of the common snapshots may be compared.
enum class Which { any, ours };

/// A pair for each selected dataset, in the order of the selection: the newest snapshot whose guid is on both sides,
/// but none that --exclude-snapshot-pattern names. Pure. Throws selector::MappingError when a name cannot be stripped.
std::vector<Pair> make_pairs(const plan::Facts& facts, const plan::Options& options, Which which);

}  // namespace verify
