#pragma once

#include "app/run/shell.hpp"

#include <string>
#include <vector>

namespace run {

struct Pool {
  std::string name, health;  ///< as `zpool list` has it

  /// All others hang, or have nothing that can be read.
  bool answers() const { return health == "ONLINE" || health == "DEGRADED"; }
};

/// The pools of the source. This asks nothing of the pools themselves, so one that hangs does not keep it. Throws
/// RunError.
std::vector<Pool> read_source_pools(Shell& shell);

}  // namespace run
