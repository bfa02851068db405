#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace app::cli {

// --- Option groups of who operates a job for years: what it leaves behind, and what it waits for ---

/// What a run leaves for who watches it.
struct ResultFiles {
  std::string status_dir;   ///< empty: none
  std::string status_name;  ///< of the files there; empty: by the job
  std::string log_file;     ///< empty: none
  bool syslog = false;
  std::string syslog_name = "zwinnow";
};

inline constexpr std::string_view k_as_long_as_needed = "as long as needed";

/// What is done where another run is in the way.
struct Waiting {
  std::string wait;  ///< for it; empty: not
};

/// What is done where a host is off.
struct Offline {
  bool ok = false;  ///< that is no failure
};

/// What must stay free on the target.
struct Room {
  std::string min_free;  ///< empty: nothing need
};

/// How the target's pool comes, if it is on a disk that is plugged in for the run.
struct Removable {
  std::string import_target;             ///< the pool, or its id; empty: it is there
  std::vector<std::string> import_from;  ///< directories of devices
  std::vector<std::string> load_keys;    ///< datasets of it

  bool is_given() const { return !import_target.empty(); }
};

/// As --import-target without a value.
inline constexpr std::string_view k_pool_of_target = "the pool of TARGET-PATH";

/// Runs after one that failed by what may pass.
struct Retrying {
  std::uint32_t retries = 0;
  std::string delay = "20s";  ///< before the first of them
};

}  // namespace app::cli
