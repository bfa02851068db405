#pragma once

#include "app/cli/groups.hpp"
#include "app/cli/verb.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace app::cli {

struct ChapterText {
  Chapter chapter;
  std::string_view title;
  std::string_view introduction = {};
};

/// The chapters of help and manual page, in this order.
inline constexpr std::array k_chapters{
    ChapterText{Chapter::allowing, "Delegation"},
    ChapterText{
        Chapter::handing, "Handover",
        "Hooks are run without a shell, on the host of the side that they stop or start. They find the dataset of "
        "that side in ZWINNOW_DATASET. They may be run again, so they must succeed if there is nothing to do."},
    ChapterText{Chapter::comparing, "Comparison"},
    ChapterText{Chapter::hashing, "Hashing"},
    ChapterText{Chapter::holding, "Holds"},
    ChapterText{
        Chapter::marking, "Selection",
        "Set the property on a dataset: true selects it and its descendants, false excludes them, child selects only "
        "its descendants, parent only the dataset itself. Example: zfs set autobackup:BACKUP-NAME=true tank"},
    ChapterText{Chapter::choosing, "Selection"},
    ChapterText{Chapter::tree, "Datasets"},
    ChapterText{Chapter::rolling, "Rollback",
                "Hooks are run without a shell, on the host of DATASET. They find ZWINNOW_DATASET and ZWINNOW_SNAPSHOT "
                "in their environment, and after the rollback ZWINNOW_RESULT, success or failure."},
    ChapterText{Chapter::kind, "Kind of snapshots",
                "Names tell the kind. Snapshots of other kinds are never destroyed."},
    ChapterText{Chapter::snapshotting, "Snapshots", "All snapshots of one pool are taken atomically, under one name."},
    ChapterText{Chapter::keeping, "Retention",
                "Held and cloned snapshots and the newest snapshot of the kind are always kept."},
    ChapterText{Chapter::listing, "Table"},
    ChapterText{Chapter::simulating, "Simulation"},
    ChapterText{
        Chapter::thinning, "Thinning",
        "A schedule such as 10,1d1w,1w1m keeps the newest 10 snapshots, one per day for a week and one per week for a "
        "month. Units: s min h d w m (30 days) y. The newest snapshot and the newest common snapshot are always kept."},
    ChapterText{Chapter::syncing, "Replication",
                "Copies get readonly=on. Snapshots of other tools travel along. Nothing is rolled back or destroyed on "
                "the target unless you say so."},
    ChapterText{Chapter::restoring, "Restore",
                "Nothing is destroyed or overwritten unless you say so: a DST that differs from BACKUP is renamed to "
                "DST.diverged-TIME, unmounted, and not selected by any job."},
    ChapterText{Chapter::sending, "Sending",
                "Datasets are received below TARGET-PATH under their full name: tank/vm becomes TARGET-PATH/tank/vm. "
                "Encrypted datasets are sent raw, so no key is needed."},
    ChapterText{
        Chapter::stream, "Stream",
        "Order: zfs send, send pipes, compressor, mbuffer, ssh, decompressor, receive pipes, mbuffer, zfs recv."},
    ChapterText{Chapter::target_properties, "Target properties"},
    ChapterText{Chapter::monitoring, "Monitoring"},
    ChapterText{Chapter::places, "Hosts",
                "Default: the local host. ssh must work without a password. Remote hosts need only zfs."},
    ChapterText{Chapter::waiting, "Waiting and retries"},
    ChapterText{Chapter::trying, "Dry run"},
    ChapterText{Chapter::output, "Output"},
};

/// Under which names of the program an option is known: ours, that of the tool replaced, or both.
enum class Names { zwinnow, drop_in, both };

// --- What an option fills in ---

/// A flag that sets a member to `to`.
struct Flag {
  Field<bool> field;
  bool to;
};

enum class Accepts {
  anything,    ///< the empty text has a meaning
  text,        ///< not empty
  buffer_size  ///< a number, perhaps with a unit: what mbuffer takes
};

struct Text {
  Field<std::string> field;
  Accepts accepts;
};

/// A size, with a unit or without.
struct Bytes {
  Field<std::uint64_t> field;
};

struct Number {
  Field<std::uint64_t> field;
};

struct Count {
  Field<std::uint32_t> field;
};

/// 1 or more, where it matters whether it was given.
struct OptionalCount {
  Field<std::optional<std::uint32_t>> field;
};

enum class Items { properties, assignments };

/// A comma-separated list.
struct List {
  Field<std::vector<std::string>> field;
  Items items;
};

/// A text of its own each time that the option is given.
struct Texts {
  Field<std::vector<std::string>> field;
};

/// One of some words.
struct Choice {
  Field<std::string> field;
  std::span<const std::string_view> words;
};

/// What is asked for in place of a job, of any verb.
enum class Question { help, version };

/// In its place come the options of a file; see config.hpp.
struct Included {};

// --- What an option of another tool does here; see drop_ins.hpp ---

/// Its value means something else here, or fills several members. Throws UsageError and Refusal.
struct Means {
  void (*put)(const Groups& groups, const std::string& value);
};

/// It is taken, and has no effect: a clause that says why.
struct Ignored {
  std::string_view why;
};

/// It is not taken: sentences that say why, and what to use instead.
struct Refused {
  std::string_view why;
};

using Binding = std::variant<Question, Flag, Text, Bytes, Number, Count, OptionalCount, List, Texts, Choice, Included,
                             Means, Ignored, Refused>;

// --- The table ---

/// One row of the option table: all that the parser, the help and other descriptions of the command line know about an
/// option. The verbs that offer the group which it fills know it.
struct Option {
  Chapter chapter = Chapter::output;
  char letter = '\0';              ///< short name, or none
  std::string_view name = {};      ///< without the dashes
  std::string_view alias = {};     ///< a second long name, or empty
  std::string_view value = {};     ///< what its value is called; empty: a flag
  std::string_view fallback = {};  ///< its default as text; empty: off, or none
  std::string_view help = {};      ///< sentences
  bool hidden = false;             ///< understood but left out of the help
  Names known = Names::both;
  std::string_view bare = {};  ///< what it stands for when no value follows; empty: it needs one
  bool joined = false;         ///< its value comes after '=', and is never the next word
  Binding fills = Question::help;

  constexpr bool takes_value() const { return !value.empty(); }
  constexpr bool is_question() const { return std::holds_alternative<Question>(fills); }
  bool known_under(const Front& front) const;
  /// Told in the help of that command line.
  bool told_under(const Front& front) const;
};

/// Every option of our verbs, in the order of the help.
std::span<const Option> options();

/// The table of that command line: ours, or that of the tool that it is of. What of it is known there says
/// known_under().
std::span<const Option> options_of(const Front& front);

/// The option with exactly this long name (without dashes) there; null if there is none.
const Option* find_option(std::string_view name, const Front& front);

/// The option with this short name there; null if there is none.
const Option* find_option(char letter, const Front& front);

/// All options there with a long name that begins with `prefix`.
std::vector<const Option*> options_beginning(std::string_view prefix, const Front& front);

}  // namespace app::cli
