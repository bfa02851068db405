#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// Under which name the program was started: `zwinnow`, or the drop-in name of the tool it stands for.
enum class Personality { zwinnow, zfs_autobackup };

/// How loud: each level includes the ones before it.
enum class Verbosity { quiet, verbose, debug, debug_output };

/// What `--test` and `--plan` ask for: to run, to show the story and the commands, or the plan alone.
enum class Mode { run, test, plan_sh, plan_json };

/// The main job as the user asked for it: the option table fills it, everything else reads it. Texts are as given;
/// schedules and formats are parsed before anything is changed.
struct Request {
  Personality personality = Personality::zwinnow;
  Mode mode = Mode::run;
  Verbosity verbosity = Verbosity::quiet;
  bool progress = false;  ///< already resolved: --progress, or stderr is a terminal and no --no-progress
  bool utc = false;

  std::string backup_name;
  std::string target_path;  ///< empty: snapshot-only

  std::string ssh_config, ssh_source, ssh_target;  ///< empty: none / local
  std::string property_format = "autobackup:{}";
  std::string snapshot_format = "{}-%Y%m%d%H%M%S";
  std::string hold_format = "zfs_autobackup:{}";

  // --- Selecting ---
  bool exclude_received = false;
  bool include_received = false;
  std::uint64_t exclude_unchanged = 0;  ///< bytes written since the last snapshot; 0: off

  // --- Snapshotting ---
  bool snapshot = true;
  std::uint64_t min_change = 1;  ///< bytes; 0: always (--allow-empty)

  // --- Thinning ---
  bool thinning = true;
  std::string keep_source = "10,1d1w,1w1m,1m1y";
  std::string keep_target = "10,1d1w,1w1m,1m1y";

  // --- Sending ---
  bool send = true;
  bool holds = true;
  bool other_snapshots = false;
  std::uint32_t strip_path = 0;  ///< leading components of the source name to drop
  bool clear_mountpoint = false;
  bool clear_refreservation = false;
  std::vector<std::string> filter_properties;  ///< recv -x
  std::vector<std::string> set_properties;     ///< recv -o, each "property=value"
  bool rollback = false;
  bool destroy_incompatible = false;
  std::string buffer;  ///< mbuffer -m, e.g. "1G"; empty: none
  std::string rate;    ///< mbuffer -R, e.g. "10M"; empty: none
};

}  // namespace app
