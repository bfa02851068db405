#pragma once

#include "app/plan/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plan {

/// What a clone is an increment of.
struct Origin {
  std::uint64_t guid = 0;
  std::string on_target;                    ///< full name there; empty: it would have none
  bool available = false;                   ///< it is there, or will be
  std::optional<DatasetIndex> received_by;  ///< the dataset of this run that brings it
};

/// The same datasets, each after its parent and after the dataset that it is a clone of. (A clone of something below
/// itself cannot have both: its parent comes first.)
std::vector<selector::Chosen> origins_first(std::vector<selector::Chosen> chosen);

/// Finds the origins of clones on the target, or among what this run has brought there so far.
class Origins {
 public:
  Origins(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen);

  /// Nothing when it is no clone, or is not to be sent as one.
  std::optional<Origin> of(const zfs::Dataset& clone) const;
  void will_receive(DatasetIndex index, const DatasetPlan& dataset);
  /// Is a clone to be sent that starts from this source snapshot?
  bool are_needed(std::string_view dataset, const zfs::Snapshot& snapshot) const {
    return !needed_.empty() && needed_.contains(std::string(dataset) + "@" + snapshot.name->text);
  }

 private:
  const Facts& facts_;
  const Options& options_;
  std::unordered_set<std::string> needed_;                  // full source snapshot names
  std::unordered_map<std::string, DatasetIndex> received_;  // the same
};

}  // namespace plan
