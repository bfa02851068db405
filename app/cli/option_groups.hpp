#pragma once

#include "app/cli/endpoint.hpp"
#include "app/manner.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app::cli {

// --- Option groups: what the options of a command line say ---
// The option table fills them. Texts are as given; schedules, formats and hosts are parsed before anything is changed.

struct Output {
  bool verbose = false, debug = false, debug_output = false;
  bool progress = false, no_progress = false;

  Verbosity verbosity() const {
    if (debug_output) return Verbosity::debug_output;
    if (debug) return Verbosity::debug;
    return verbose ? Verbosity::verbose : Verbosity::quiet;
  }
  bool shows_progress(bool stderr_is_tty) const { return progress || (stderr_is_tty && !no_progress); }
};

struct Reporting {
  bool json = false;
  std::string json_file;  ///< empty: none

  bool is_asked_for() const { return json || !json_file.empty(); }
};

struct Trying {
  bool test = false;
  bool only_commands = false;  ///< a dry run tells nothing else unasked
};

struct Planning {
  std::string plan;  ///< "sh", "json", or empty: none is printed
};

/// The operands of every verb that looks at a backup.
struct Operands {
  std::string backup_name;
  std::string target_path;  ///< empty: snapshot-only
};

struct Places {
  std::string ssh_config, ssh_source, ssh_target;  ///< empty: none / local
  std::vector<std::string> ssh_options{};          ///< each "Keyword=value"

  bool is_one_host() const { return ssh_source == ssh_target; }
  bool is_local() const { return ssh_source.empty() && ssh_target.empty(); }
};

/// Of a verb that works on one host.
struct OnePlace {
  std::string ssh_config, ssh_source;  ///< as in Places
};

struct Selecting {
  std::string property_format = "autobackup:{}";
  bool exclude_received = false;
  bool include_received = false;
  std::uint64_t exclude_unchanged = 0;  ///< bytes written since the last snapshot; 0: off
};

struct Snapshotting {
  bool snapshot = true;
  std::string snapshot_format = "{}-%Y%m%d%H%M%S";
  std::uint64_t min_change = 1;  ///< bytes
  bool allow_empty = false;      ///< whatever min_change says
};

/// How any verb makes them.
struct Snapshots {
  bool utc = false;
  std::vector<std::string> set_snapshot_properties;                ///< zfs snapshot -o, each "property=value"
  std::vector<std::string> pre_snapshot_cmds, post_snapshot_cmds;  ///< each one command line, split into words later
};

/// Which datasets, by their names.
struct Choosing {
  std::vector<std::string> names;  ///< the operands
  bool whole_names = false;        ///< none of them is the last component of a name
  bool recursive = false;
  bool recursive_unless_excluded = false;  ///< as long as no dataset of their pools is left out by a property
  std::vector<std::string> excluded;       ///< patterns as of the shell
};

/// What snapshots of one kind are called.
struct Labelling {
  std::string label, type;              ///< one of the two, or none
  std::string preset, snapshot_format;  ///< empty: by the label or type

  bool is_given() const { return !label.empty() || !type.empty() || !preset.empty() || !snapshot_format.empty(); }
};

/// How many of a kind stay in each dataset.
struct Counting {
  std::optional<std::uint32_t> keep;
};

/// The operands of every verb that works from dataset to dataset.
struct Route {
  Endpoint source, target;
  std::string ssh_config;                ///< empty: none
  std::vector<std::string> ssh_options;  ///< each "Keyword=value"
};

/// Which part of a tree.
struct Covering {
  std::optional<std::uint32_t> levels;  ///< of datasets: 1 is the root alone
  std::vector<std::string> excluded;    ///< of datasets, or of snapshots with '@' in front
};

/// What of that part is not sent.
struct Filtering {
  bool skip_root = false;
  std::vector<std::string> exclude_datasets;                      ///< regular expressions, each for a dataset alone
  std::vector<std::string> exclude_snapshots, include_snapshots;  ///< the same, for the part after '@'
  std::string property;                                           ///< says false, or for which hosts; empty: none

  bool filters() const {
    return skip_root || !exclude_datasets.empty() || !exclude_snapshots.empty() || !include_snapshots.empty() ||
           !property.empty();
  }
};

/// How a tree is brought over.
struct Syncing {
  std::string snapshot_mode = "if-needed";
  bool if_written = false, always = false, never = false;  ///< short for such a mode
  std::string snapshot_format = "%Y-%m-%d_%H.%M.%S";
  std::string name = "sync";
  std::string match;  ///< a shell pattern of its snapshots; empty: by the format
  std::string hold_format = "zwinnow:{}";
  bool newest_only = false;
  bool intermediate = false;  ///< what is done anyway
  bool replicate = false;
  bool mountable = false;
  std::string keep_source, keep_target;  ///< empty: all
  bool confirm_initial = false, yes = false;
  std::string direction = "forward";
};

/// How the use of a tree is handed over.
struct Handing {
  std::string stop_cmd, start_cmd;  ///< each one command line, split into words later; empty: none
  bool mounts = true;
  std::string promoted;  ///< the target, where its source is dead; empty: it is not
  std::string snapshot_format = Syncing{}.snapshot_format;
  std::string name = Syncing{}.name;
};

/// What the table of pairs has.
struct Matching {
  std::string columns;  ///< empty: those that say most
  bool plain = false, exact = false;
  bool written = true;  ///< the sizes are asked for
  bool check = false;
  std::string backup;  ///< whose datasets are compared; empty: operands tell two trees
};

/// A backup whose pairs are told.
struct NamedBackup {
  std::string name;  ///< without an option of its own; empty: none
  std::uint32_t strip_path = 0;
  std::string snapshot_format = "{}-%Y%m%d%H%M%S";
  bool other_snapshots = false;
  std::vector<std::string> exclude_snapshot_patterns;  ///< regular expressions

  bool has_rules() const { return strip_path != 0 || other_snapshots || !exclude_snapshot_patterns.empty(); }
};

/// Whom a run tells what it came to.
struct Monitoring {
  std::string textfile_dir;  ///< of node_exporter; empty: none
  std::string zabbix;        ///< the configuration of its agent; empty: it is not told
};

/// What is wrong, and from when on, for who watches.
struct Watching {
  std::string warning = "1d6h", critical = "2d";
  std::string capacity_warning = "80%", capacity_critical = "90%";
  std::string held_warning = "90d";  ///< "0": never
  std::string hold_format = "zfs_autobackup:{}";
  std::uint64_t min_change = 1;        ///< bytes
  std::vector<std::string> read_only;  ///< datasets
  bool utc = false;
  std::string timeout = "5min";  ///< of a listing; "0": none
};

/// How a dataset goes back to a snapshot.
struct Rolling {
  bool recursive = false, keep = false, yes = false;
  std::vector<std::string> stop_cmds, start_cmds;  ///< each one command line, split into words later
};

/// How a backup comes back.
struct Restoring {
  bool as_original = false;
  bool newest_only = false;
  bool overwrite = false;
  std::vector<std::string> files;  ///< of these alone, by their paths; empty: the datasets
  std::string into;                ///< the directory that they go to; empty: where one is
  std::string at;                  ///< a time; empty: now
  bool lists = false;              ///< the versions of the files, and restores none
};

/// Which of a kind stay, and which kind it is where its names have no common format.
struct Pruning {
  std::string against;                ///< a dataset on a host whose snapshots are there, too; empty: none
  std::string match;                  ///< a pattern as of the shell; empty: by the format
  std::string schedule;               ///< empty: none
  std::uint64_t days = 0, count = 0;  ///< the youngest that stay whatever the schedule says
  bool utc = false;
  bool print_ranges = false;
};

/// It is told what thinning would do and why, and nothing is done.
struct Explaining {
  bool explain = false;
  std::string at;           ///< a time; empty: now
  std::string backup_name;  ///< whose snapshots; empty: those of a kind
};

/// What is shown in a browser.
struct Page {
  std::string html;  ///< a file; empty: none
};

/// What a page about a backup tells besides what the pools do.
struct Reported {
  std::string keep_source = "10,1d1w,1w1m,1m1y", keep_target = "10,1d1w,1w1m,1m1y";
  std::string hold_format = "zfs_autobackup:{}";
  std::string status_dir;  ///< empty: none
};

/// A schedule at work for years.
struct Simulating {
  std::string schedule, every;    ///< as written
  std::string start;              ///< a time; empty: the beginning of this day
  std::uint64_t years = 0;        ///< 0: as long as its longest rule, and one more
  std::uint64_t change_rate = 0;  ///< bytes a day; 0: not said
  bool utc = false, json = false;
  std::string svg;  ///< a file; empty: none
};

/// What is done with them in one run.
struct Labelled {
  bool skip_scrubbed = false;
  bool skips_resilvered = true;  ///< along with those
  bool by_property = false;      ///< com.sun:auto-snapshot counts though there is no label
  bool only_if_true = false;     ///< com.sun:auto-snapshot
  std::string ttl;               ///< at the end of their names; empty: none
  bool destroy_only = false;
  std::uint64_t min_change = 0;             ///< bytes
  std::string event;                        ///< a property of theirs; empty: none
  std::string pre_tree_cmd, post_tree_cmd;  ///< around each tree, as pre_snapshot_cmds; empty: none
};

/// What the table of snapshots has.
struct Listing {
  bool plain = false, exact = false, json = false, utc = false;
  bool why = false;
  std::string backup_name;  ///< whose schedule tells why; empty: the label's
  std::string keep = "10,1d1w,1w1m,1m1y";
};

/// What is not told.
struct Hearing {
  bool quiet = false;  ///< no NOTEs
};

struct Thinning {
  bool thinning = true;
  std::string keep_source = "10,1d1w,1w1m,1m1y";
  std::string keep_target = "10,1d1w,1w1m,1m1y";
  std::string destroy_missing;  ///< a TTL such as "30d"; empty: never
  bool adopt_missing = false;
  std::string max_destroy;  ///< "N" or "P%"; empty: no limit
};

/// The same limit where there is one side.
struct Braking {
  std::string max_destroy;
};

/// Which snapshots a backup sends, and below which names.
struct Scope {
  bool send = true;
  bool other_snapshots = false;
  std::vector<std::string> exclude_snapshot_patterns;  ///< regular expressions
  std::uint32_t strip_path = 0;                        ///< leading components of the source name to drop
  bool create_target = false;
  std::string hold_format = "zfs_autobackup:{}";
};

/// How whatever is sent is sent.
struct Sending {
  bool holds = true;
  bool bookmarks = false;
  bool follow_renames = false;
  bool resend_renamed = false;
  bool rollback = false;
  bool destroy_incompatible = false;
  std::string on_diverge = "refuse";
  bool force = false;
  bool guid_check = true;
  bool ignore_transfer_errors = false;
  bool decrypt = false, encrypt = false;
  bool properties = true;  ///< send -p
  std::string clones = "never";
  std::vector<std::string> pre_transfer_cmds, post_transfer_cmds;  ///< as pre_snapshot_cmds, for each dataset
};

struct Rights {
  bool check_permissions = true;
};

/// The way of the stream.
struct Stream {
  bool zfs_compressed = false;    ///< send -c
  std::string compress;           ///< the name of a compressor; empty: none
  std::string buffer;             ///< mbuffer -m, e.g. "1G"; empty: none
  std::string buffer_chunk_size;  ///< mbuffer -s, e.g. "128k"; empty: that
  std::string rate;               ///< mbuffer -R, e.g. "10M"; empty: none
  std::string transport = "ssh";
  std::string direct;  ///< which host's ssh reaches the other: "pull" or "push"; empty: ours both
  std::string port_range = "3000-3999";
  std::string listen_address, peer_address;         ///< empty: those of the ssh connections
  std::string idle_timeout = "90s";                 ///< of a connection by tcp; "0": none
  std::vector<std::string> send_pipes, recv_pipes;  ///< each one command line
  bool spares_helpers = false;                      ///< goes without compressor and buffer where a host lacks them
};

struct Receiving {
  bool clear_mountpoint = false;
  bool clear_refreservation = false;
  std::vector<std::string> filter_properties;  ///< recv -x
  std::vector<std::string> set_properties;     ///< recv -o, each "property=value"
};

struct Pace {
  std::optional<std::uint32_t> jobs;  ///< datasets at a time
  std::string timeout = "30min";      ///< of a listing; "0": none
};

/// What old command lines of zfs-autobackup may still hold.
struct Obsolete {
  bool resume = false, raw = false, ignore_replicated = false;
};

struct Allowing {
  std::string user;  ///< empty: as whom each side is reached
};

struct Comparing {
  std::string sample = "100%";                         ///< the part of files and of volumes' chunks that is hashed
  std::optional<std::uint32_t> jobs;                   ///< datasets at a time
  std::uint32_t strip_path = 0;                        ///< leading components of the source name that the copy's lacks
  std::string snapshot_format;                         ///< compare only snapshots with such names; empty: any
  std::vector<std::string> exclude_snapshot_patterns;  ///< regular expressions
};

struct Hashing {
  std::string target;  ///< the operand: a file, a folder, a device or a snapshot
  std::uint64_t block_size = 4096;
  std::uint64_t count = 25600;  ///< blocks in a chunk
  std::uint64_t skip = 0;       ///< chunks after each that is hashed
  std::string compare_with;     ///< a file of hashes, "-" for stdin; empty: make hashes
};

struct Holding {
  std::string release;  ///< a TTL such as "90d": release what is older; empty: only list
  std::string hold_format = "zfs_autobackup:{}";
  std::string property_format = "autobackup:{}";
};

}  // namespace app::cli
