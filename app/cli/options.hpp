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
    ChapterText{Chapter::allowing, "Whom to allow"},
    ChapterText{Chapter::comparing, "Comparing"},
    ChapterText{Chapter::hashing, "Hashing"},
    ChapterText{Chapter::holding, "Holds"},
    ChapterText{Chapter::selecting, "Selecting",
                "Set on a dataset, true selects it and all below it, false leaves them out, child selects only what is "
                "below it, parent only the dataset itself: zfs set autobackup:BACKUP-NAME=true tank"},
    ChapterText{Chapter::snapshotting, "Snapshotting",
                "All datasets of a pool that have changed are snapshotted at one moment, under one name."},
    ChapterText{Chapter::thinning, "Thinning",
                "A schedule is a list such as 10,1d1w,1w1m: keep the newest 10, one per day for a week, one per week "
                "for a month. Units: s min h d w m (30 days) y. The newest snapshot always stays, and so does the "
                "newest one that both sides have."},
    ChapterText{Chapter::sending, "Sending",
                "Datasets arrive below TARGET-PATH under their whole name: tank/vm as TARGET-PATH/tank/vm. Encrypted "
                "ones are sent as they are, without their key."},
    ChapterText{Chapter::stream, "The way of the stream",
                "From zfs send: the send pipes, the compressor, mbuffer; ssh; the decompressor, the receive pipes, "
                "mbuffer; zfs recv."},
    ChapterText{Chapter::target_properties, "Properties on the target"},
    ChapterText{Chapter::places, "Where things run",
                "Each side is this host unless said otherwise. ssh must work without a password; nothing is installed "
                "there."},
    ChapterText{Chapter::trying, "Looking first"},
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

using Binding = std::variant<Question, Flag, Text, Bytes, Number, Count, OptionalCount, List, Texts, Choice>;

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
  Binding fills = Question::help;

  constexpr bool takes_value() const { return !value.empty(); }
  constexpr bool is_question() const { return std::holds_alternative<Question>(fills); }
  bool known_under(const Front& front) const;
  /// Told in the help of that command line.
  bool told_under(const Front& front) const;
};

/// Every option, in the order of the help.
std::span<const Option> options();

/// The option with exactly this long name (without dashes) there; null if there is none.
const Option* find_option(std::string_view name, const Front& front);

/// The option with this short name there; null if there is none.
const Option* find_option(char letter, const Front& front);

/// All options there with a long name that begins with `prefix`.
std::vector<const Option*> options_beginning(std::string_view prefix, const Front& front);

}  // namespace app::cli
