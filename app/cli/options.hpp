#pragma once

#include "app/request.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace app::cli {

/// The chapters of the help, in its order.
enum class Group {
  selecting,
  snapshotting,
  thinning,
  sending,
  target_properties,
  places,
  trying,
  output,
  not_yet  ///< an option of zfs-autobackup that is refused for now; never shown as an option
};

/// Under which names of the program an option is known.
enum class Names { zwinnow, zfs_autobackup, both };

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

struct Bytes {
  std::uint64_t Request::*member;
};

struct Count {
  std::uint32_t Request::*member;
};

enum class Items { properties, assignments };

/// A comma-separated list.
struct List {
  std::vector<std::string> Request::*member;
  Items items;
};

/// Options with a meaning of their own, or that act together with others.
enum class Special { help, version, test, plan, verbose, debug, debug_output, progress, no_progress, allow_empty };

struct NotYet {};

using Binding = std::variant<NotYet, Special, Flag, Text, Bytes, Count, List>;

// --- The table ---

/// One row of the option table: all that the parser, the help and other descriptions of the command line know about an
/// option.
struct Option {
  Group group = Group::not_yet;
  char letter = '\0';              ///< short name, or none
  std::string_view name = {};      ///< without the dashes
  std::string_view alias = {};     ///< a second long name, or empty
  std::string_view value = {};     ///< what its value is called; empty: a flag
  std::string_view fallback = {};  ///< its default as text; empty: off, or none
  std::string_view help = {};      ///< sentences
  bool hidden = false;             ///< understood but left out of the help
  Names known = Names::both;
  Binding fills = NotYet{};

  constexpr bool takes_value() const { return !value.empty(); }
  constexpr bool not_yet() const { return std::holds_alternative<NotYet>(fills); }
  constexpr bool is(Special special) const {
    const auto* own = std::get_if<Special>(&fills);
    return own != nullptr && *own == special;
  }
  bool known_under(Personality personality) const;
};

/// Every option, in the order of the help.
std::span<const Option> options();

/// The option with exactly this long name (without dashes) under `personality`; null if there is none.
const Option* find_option(std::string_view name, Personality personality);

/// The option with this short name under `personality`; null if there is none.
const Option* find_option(char letter, Personality personality);

/// All options under `personality` with a long name that begins with `prefix`.
std::vector<const Option*> options_beginning(std::string_view prefix, Personality personality);

/// A verb of `zwinnow` and what it does, in a few words.
struct Verb {
  std::string_view name = {};
  std::string_view summary;
};

inline constexpr std::array k_verbs{
    Verb{"backup", "Snapshot the selected datasets, send them to a target, thin both sides."},
};

}  // namespace app::cli
