#pragma once

#include "app/match/pair.hpp"
#include "app/status/level.hpp"
#include "thinner/thin.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace status {

/// From which values on something is to be looked at. 0: never.
struct Limits {
  std::chrono::seconds lag_warning{0}, lag_critical{0};
  unsigned capacity_warning = 0, capacity_critical = 0;  ///< percent
  std::chrono::seconds held_warning{0};
};

/// A selected dataset and its copy.
struct DatasetStatus {
  std::string source, target;  ///< no target: the job is looked at as one that only snapshots
  std::optional<match::State> state{};
  std::string newest{};  ///< common snapshot as "@name", or its bookmark as "#name"; without a target: of the job
  std::uint64_t newest_guid = 0;
  std::optional<thinner::Time> newest_time{};  ///< nothing: none, or its name does not tell
  std::size_t behind = 0;                      ///< snapshots that the copy lacks
  std::chrono::seconds lag{0};                 ///< how long the copy has lacked something, at most
  bool is_partly_received = false;
  Level level = Level::ok;
  std::string trouble{};  ///< in a line; empty: none
};

struct PoolStatus {
  std::string pool;
  unsigned percent = 0;  ///< full
  Level level = Level::ok;
};

/// Something else that is wrong.
struct Trouble {
  Level level = Level::warning;
  std::string text;  ///< in a line
};

/// Of one backup, or of what was asked for besides (then without a name).
struct JobStatus {
  std::string job, target;  ///< no target: snapshot-only
  std::vector<DatasetStatus> datasets{};
  std::vector<PoolStatus> pools{};
  std::vector<Trouble> troubles{};
  std::size_t held = 0;         ///< snapshots that are held for longer than they should be
  std::size_t target_only = 0;  ///< copies whose sources are gone or not selected any more
  std::size_t read_only = 0;    ///< datasets that were asserted to be, and are
  Limits limits{};

  Level level() const;
  /// The newest of all datasets; null: there is none.
  const DatasetStatus* newest() const;
  std::chrono::seconds lag() const;  ///< the longest
};

}  // namespace status
