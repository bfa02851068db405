#pragma once

#include "app/request.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace app::cli {

enum class Group {
  allowing,
  comparing,
  hashing,
  holding,
  selecting,
  snapshotting,
  thinning,
  sending,
  stream,
  target_properties,
  places,
  trying,
  output
};

struct Chapter {
  Group group;
  std::string_view title;
};

/// The chapters of help and manual page, in this order.
inline constexpr std::array k_chapters{
    Chapter{Group::allowing, "Whom to allow"},
    Chapter{Group::comparing, "Comparing"},
    Chapter{Group::hashing, "Hashing"},
    Chapter{Group::holding, "Holds"},
    Chapter{Group::selecting, "Selecting"},
    Chapter{Group::snapshotting, "Snapshotting"},
    Chapter{Group::thinning, "Thinning"},
    Chapter{Group::sending, "Sending"},
    Chapter{Group::stream, "The way of the stream"},
    Chapter{Group::target_properties, "Properties on the target"},
    Chapter{Group::places, "Where things run"},
    Chapter{Group::trying, "Looking first"},
    Chapter{Group::output, "Output"},
};

/// A command line that the program understands: a verb of `zwinnow`, or a drop-in name.
struct Front {
  Verb verb;
  Personality personality;

  constexpr Front(Verb v, Personality p) : verb(v), personality(p) {}
  /// What a drop-in name stands for; the main job under our own.
  constexpr Front(Personality p) : Front(p == Personality::zfs_check ? Verb::check : Verb::backup, p) {}

  constexpr bool is_drop_in() const { return personality != Personality::zwinnow; }
};

/// Under which names of the program an option is known: ours, that of the tool replaced, or both.
enum class Names { zwinnow, drop_in, both };

/// Which jobs know it: a set of verbs.
class Jobs {
 public:
  constexpr Jobs(std::initializer_list<Verb> verbs) {
    for (const Verb verb : verbs) verbs_ |= bit(verb);
  }
  constexpr bool contains(Verb verb) const { return (verbs_ & bit(verb)) != 0; }
  constexpr bool meets(Jobs other) const { return (verbs_ & other.verbs_) != 0; }

 private:
  static constexpr unsigned bit(Verb verb) { return 1U << static_cast<unsigned>(verb); }
  unsigned verbs_ = 0;
};

inline constexpr Jobs k_all_jobs{Verb::backup, Verb::allow, Verb::verify, Verb::check, Verb::holds};
/// Those that select datasets by the property.
inline constexpr Jobs k_selecting_jobs{Verb::backup, Verb::allow, Verb::verify};
/// Those with a source and a target.
inline constexpr Jobs k_jobs_of_two_sides{Verb::backup, Verb::allow, Verb::verify, Verb::holds};
/// The options of a backup decide what it must be allowed.
inline constexpr Jobs k_backup_jobs{Verb::backup, Verb::allow};

// --- What an option fills in ---

/// A flag that sets a member to `to`.
struct Flag {
  bool Request::*member;
  bool to;
};

enum class Accepts {
  anything,    ///< the empty text has a meaning
  text,        ///< not empty
  buffer_size  ///< a number, perhaps with a unit: what mbuffer takes
};

struct Text {
  std::string Request::*member;
  Accepts accepts;
};

/// A size, with a unit or without.
struct Bytes {
  std::uint64_t Request::*member;
};

struct Number {
  std::uint64_t Request::*member;
};

struct Count {
  std::uint32_t Request::*member;
};

/// 1 or more, where it matters whether it was given.
struct OptionalCount {
  std::optional<std::uint32_t> Request::*member;
};

enum class Items { properties, assignments };

/// A comma-separated list.
struct List {
  std::vector<std::string> Request::*member;
  Items items;
};

/// A text of its own each time that the option is given.
struct Texts {
  std::vector<std::string> Request::*member;
};

/// One of some words.
struct Choice {
  std::string Request::*member;
  std::span<const std::string_view> words;
};

/// Accepted for the sake of old command lines; does nothing but have this said.
struct Obsolete {
  std::string_view note;
};

/// Options with a meaning of their own, or that act together with others.
enum class Special {
  help,
  version,
  test,
  plan,
  verbose,
  debug,
  debug_output,
  progress,
  no_progress,
  allow_empty,
  ignore_replicated
};

using Binding = std::variant<Special, Flag, Text, Bytes, Number, Count, OptionalCount, List, Texts, Choice, Obsolete>;

// --- The table ---

/// One row of the option table: all that the parser, the help and other descriptions of the command line know about an
/// option.
struct Option {
  Group group = Group::output;
  char letter = '\0';              ///< short name, or none
  std::string_view name = {};      ///< without the dashes
  std::string_view alias = {};     ///< a second long name, or empty
  std::string_view value = {};     ///< what its value is called; empty: a flag
  std::string_view fallback = {};  ///< its default as text; empty: off, or none
  std::string_view help = {};      ///< sentences
  bool hidden = false;             ///< understood but left out of the help
  Names known = Names::both;
  Jobs of = k_backup_jobs;
  std::string_view bare = {};  ///< what it stands for when no value follows; empty: it needs one
  Binding fills = Special::help;

  constexpr bool takes_value() const { return !value.empty(); }
  constexpr bool is(Special special) const {
    const auto* own = std::get_if<Special>(&fills);
    return own != nullptr && *own == special;
  }
  bool known_under(Front front) const;
  /// Told in the help of that command line. That of `zwinnow allow` does not repeat what a backup's says.
  bool told_under(Front front) const;
};

/// Every option, in the order of the help.
std::span<const Option> options();

/// The option with exactly this long name (without dashes) there; null if there is none.
const Option* find_option(std::string_view name, Front front);

/// The option with this short name there; null if there is none.
const Option* find_option(char letter, Front front);

/// All options there with a long name that begins with `prefix`.
std::vector<const Option*> options_beginning(std::string_view prefix, Front front);

/// A verb of `zwinnow` and what it does, in a few words.
struct VerbName {
  Verb verb;
  std::string_view name;
  std::string_view operands;
  std::string_view summary;
};

inline constexpr std::array k_verbs{
    VerbName{Verb::backup, "backup", "BACKUP-NAME [TARGET-PATH]",
             "Snapshot the selected datasets, send them to a target, thin both sides."},
    VerbName{Verb::allow, "allow", "BACKUP-NAME [TARGET-PATH]",
             "Print the zfs allow commands that let a user who is not root do a backup."},
    VerbName{Verb::verify, "verify", "BACKUP-NAME TARGET-PATH",
             "Compare what is in the newest common snapshots of source and target."},
    VerbName{Verb::check, "check", "TARGET",
             "Hash a snapshot, device, file or folder, or compare it with such hashes."},
    VerbName{Verb::holds, "holds", "[BACKUP-NAME [TARGET-PATH]]",
             "List our holds on snapshots, or release old ones after a target is gone."},
};

}  // namespace app::cli
