#pragma once

#include "app/run/shell.hpp"

#include <string>
#include <vector>

namespace run {

struct Pool {
  std::string name, health;  ///< as `zpool list` has it
  bool is_scrubbed = false;  ///< or resilvered; only where each was asked for

  /// All others hang, or have nothing that can be read.
  bool answers() const { return health == "ONLINE" || health == "DEGRADED"; }
};

/// The pools of the source. This asks nothing of the pools themselves, so one that hangs does not keep it. Throws
/// RunError.
std::vector<Pool> read_source_pools(Shell& shell);

/// Which of those that answer are being scrubbed, or resilvered if that counts. Throws RunError.
void read_scrubs(Shell& shell, std::vector<Pool>& pools, bool resilvers_count);

/// Is a pool of that name imported on this host? Asks zpool only where the system does not show it.
bool has_pool_here(transport::Runner& runner, const std::string& name);

}  // namespace run
