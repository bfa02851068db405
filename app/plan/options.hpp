#pragma once

#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plan {

/// What the planner goes by: the request, parsed. It reads no clock: `now` was read once, before anything else.
struct Options {
  thinner::Time now;
  std::string target_path;    ///< empty: snapshot-only
  std::string snapshot_name;  ///< of this run; empty: make none
  std::string hold_tag;       ///< the plain tag
  thinner::Schedule keep_source, keep_target;
  std::uint64_t min_change = 1;  ///< bytes; 0: snapshot always
  std::uint32_t strip_path = 0;
  bool thinning = true;
  bool send = true;
  bool holds = true;
  bool other_snapshots = false;
  bool rollback = false;
  bool destroy_incompatible = false;
  bool explain = false;                        ///< keep the verdict on every snapshot, for --plan=json
  std::vector<std::string> filter_properties;  ///< recv -x
  std::vector<std::string> set_properties;     ///< recv -o
};

}  // namespace plan
