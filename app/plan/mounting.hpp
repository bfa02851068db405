#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <unordered_map>

namespace plan {

/// Foretells which of the filesystems that are received for the first time their own properties would have mounted:
/// from what the stream carries (local and received properties of the source), what the options set or filter, and what
/// the ancestors on the target pass on, those included that are received in this run.
class Mounting {
 public:
  /// `target` null: snapshot-only, nothing is asked.
  Mounting(const selector::Inventory* target, const Options& options) : target_(target), options_(options) {}

  /// Is it mounted? Never over a directory that the system itself lives in. Nor when it is `encrypted` there: the key
  /// of one that came raw is not loaded, and to mount one that the target has encrypted writes to it (136 KiB, seen on
  /// OpenZFS 2.3), so that the next stream would be refused. To be asked of parents before their children.
  bool mounts(const selector::Dataset& source, const std::string& target_name, bool encrypted);

 private:
  std::string inherited(std::string_view dataset) const;

  const selector::Inventory* target_;
  const Options& options_;
  std::unordered_map<std::string, std::string> received_;  // target name -> mountpoint
};

}  // namespace plan
