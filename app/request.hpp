#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// Under which name the program was started: `zwinnow`, or the drop-in name of the tool it stands for.
enum class Personality { zwinnow, zfs_autobackup, zfs_check };

/// What is to be done: the verb of `zwinnow`, or what the drop-in name stands for.
enum class Verb { backup, allow, verify, check, holds };

/// How loud: each level includes the ones before it.
enum class Verbosity { quiet, verbose, debug, debug_output };

/// What `--test` and `--plan` ask for: to run, to show the story and the commands, or the plan alone.
enum class Mode { run, test, plan_sh, plan_json };

/// A job as the user asked for it: the option table fills it, everything else reads it. Texts are as given; schedules
/// and formats are parsed before anything is changed.
struct Request {
  Personality personality = Personality::zwinnow;
  Verb verb = Verb::backup;
  Mode mode = Mode::run;
  Verbosity verbosity = Verbosity::quiet;
  bool progress = false;  ///< already resolved: --progress, or stderr is a terminal and no --no-progress
  bool utc = false;
  std::optional<std::uint32_t> jobs;  ///< datasets at a time

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
  std::uint64_t min_change = 1;                                    ///< bytes; 0: always (--allow-empty)
  std::vector<std::string> set_snapshot_properties;                ///< zfs snapshot -o, each "property=value"
  std::vector<std::string> pre_snapshot_cmds, post_snapshot_cmds;  ///< each one command line, split into words later

  // --- Thinning ---
  bool thinning = true;
  std::string keep_source = "10,1d1w,1w1m,1m1y";
  std::string keep_target = "10,1d1w,1w1m,1m1y";
  std::string destroy_missing;  ///< a TTL such as "30d"; empty: never
  bool adopt_missing = false;
  std::string max_destroy;  ///< "N" or "P%"; empty: no limit

  // --- Sending ---
  bool send = true;
  bool holds = true;
  bool bookmarks = false;
  bool resend_renamed = false;
  bool other_snapshots = false;
  std::vector<std::string> exclude_snapshot_patterns;  ///< regular expressions
  bool guid_check = true;
  std::uint32_t strip_path = 0;  ///< leading components of the source name to drop
  bool clear_mountpoint = false;
  bool clear_refreservation = false;
  std::vector<std::string> filter_properties;  ///< recv -x
  std::vector<std::string> set_properties;     ///< recv -o, each "property=value"
  bool rollback = false;
  bool force = false;
  bool destroy_incompatible = false;
  std::string on_diverge = "refuse";
  bool ignore_transfer_errors = false;
  bool decrypt = false;
  bool encrypt = false;
  std::string clones = "never";
  std::vector<std::string> pre_transfer_cmds, post_transfer_cmds;  ///< as pre_snapshot_cmds, for each dataset

  // --- The way of the stream ---
  bool zfs_compressed = false;                      ///< send -c
  std::string compress;                             ///< the name of a compressor; empty: none
  std::string buffer;                               ///< mbuffer -m, e.g. "1G"; empty: none
  std::string buffer_chunk_size;                    ///< mbuffer -s, e.g. "128k"; empty: that
  std::string rate;                                 ///< mbuffer -R, e.g. "10M"; empty: none
  std::vector<std::string> send_pipes, recv_pipes;  ///< each one command line

  std::string timeout = "30min";   ///< of a listing; "0": none
  std::vector<std::string> notes;  ///< what is to be said of the options given

  bool check_permissions = true;

  // --- allow ---
  std::string user;  ///< empty: as whom each side is reached

  // --- verify ---
  std::string sample = "100%";       ///< the part of files and of volumes' chunks that is hashed
  std::string only_snapshot_format;  ///< compare only snapshots with such names; empty: any

  // --- holds ---
  std::string release;  ///< a TTL such as "90d": release what is older; empty: only list

  // --- check ---
  std::string check_target;  ///< a file, a folder, a device or a snapshot
  std::uint64_t block_size = 4096;
  std::uint64_t count = 25600;  ///< blocks in a chunk
  std::uint64_t skip = 0;       ///< chunks after each that is hashed
  std::string compare_with;     ///< a file of hashes, "-" for stdin; empty: make hashes
};

}  // namespace app
