#pragma once

#include "app/plan/options.hpp"
#include "app/plan/retain/numbering.hpp"
#include "app/run/room.hpp"
#include "app/run/target_pool.hpp"
#include "selector/selection.hpp"
#include "zfs/inventory.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace app::verbs {

/// Pools of the source are looked at first, and left out unless they are well.
struct PoolRules {
  bool only_healthy = false;
  bool skip_scrubbed = false;    ///< those that are being scrubbed, too
  bool skips_resilvered = true;  ///< along with those
};

/// What a verb makes of a command line, for the engine: every text in it parsed, so that nothing is changed before all
/// of it is known to be good.
struct Job {
  selector::Selection selection;
  std::vector<zfs::Series> series;
  plan::Options options;
  std::optional<plan::Numbering> numbering;  ///< instead of the time, the snapshot's name tells its number
  plan::Hosts hosts;                         ///< its hosts not yet asked for their ssh settings
  std::size_t jobs = 1;                      ///< datasets at a time
  std::chrono::seconds timeout{0};           ///< of listings; 0: none
  PoolRules pools;
  bool stop_at_first_failure = false;
  bool offline_ok = false;                 ///< a host that is off is no failure
  std::optional<run::ImportRules> import;  ///< of the target's pool; nothing: it is there
  std::optional<run::MinFree> min_free;    ///< on the target; nothing: nothing need be
};

}  // namespace app::verbs
