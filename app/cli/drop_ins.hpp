#pragma once

#include "app/cli/tokens.hpp"
#include "app/manner.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace app::cli {

/// One command line of another tool: a verb of it, or all of it.
struct Guise {
  std::string_view word = {};  ///< the tool's verb, if it has verbs
  std::string_view verb;       ///< of ours, that does the work
  /// The tool's own, in the order of its help, each with what it fills in here; empty: those of our verb.
  std::span<const Option> options = {};
  std::string_view operands = {}, description = {}, examples = {};  ///< with options of its own: as in VerbText
  /// After the options: what several of them mean together, what the tool does unasked, and its operands as our verb
  /// takes them. Throws UsageError, ImpossibleRequest and Refusal. Null: nothing.
  void (*settle)(const Groups& groups, Tokens& tokens) = nullptr;
  std::string_view refusal = {};  ///< the verb is known, and this is why it is not done; empty: it is
};

/// How a command line is answered that is not carried out.
struct Answering {
  bool like_argparse = false;                                          ///< the usage comes before what is wrong
  std::string_view complaint = "! ";                                   ///< what comes before it else
  int help = 0, misuse = k_could_not_run, nameless = k_could_not_run;  ///< exit codes
};

/// A tool whose name and command line the program takes, as a link.
struct DropIn {
  Personality personality;
  std::string_view name;
  std::string_view version;     ///< that has this command line
  std::string_view exit_codes;  ///< other than those of the verb; lines, each ended
  std::span<const Guise> guises;
  Answering answering{};
  std::size_t most_failed = 254;  ///< the exit code for more failures than that
  std::string_view bare{};        ///< the verb that a command line without one stands for; empty: none

  /// The first word of a command line is one; else the only guise is all of it.
  constexpr bool has_verbs() const { return guises.size() > 1; }
};

using DropIns = std::span<const DropIn* const>;

/// All of them. What has a table of its own is in a file of its own: as_NAME.cpp.
DropIns drop_ins();

/// The first with that personality; null under our own name.
const DropIn* drop_in_of(Personality personality);

extern const DropIn k_zfs_auto_snapshot, k_syncoid;
/// zelta, and the links of its that are verbs.
extern const DropIn k_zelta, k_zmatch, k_zpull, k_zsync;

}  // namespace app::cli
