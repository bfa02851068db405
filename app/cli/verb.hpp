#pragma once

#include "app/cli/groups.hpp"
#include "app/manner.hpp"

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace app {
class Session;
}

namespace app::cli {

/// The exit code of what was not done at all: nothing was selected, wrong options, a lock that another run holds.
inline constexpr int k_could_not_run = 255;

/// The chapters of help and manual page.
enum class Chapter {
  allowing,
  handing,
  comparing,
  hashing,
  holding,
  marking,
  choosing,
  tree,
  rolling,
  kind,
  snapshotting,
  keeping,
  listing,
  thinning,
  syncing,
  restoring,
  sending,
  stream,
  target_properties,
  places,
  trying,
  output
};

/// What a verb does with a command line: it offers option groups, is given what was typed, and runs.
class Verb {
 public:
  Verb() = default;
  Verb(const Verb&) = delete;
  Verb& operator=(const Verb&) = delete;
  virtual ~Verb() = default;

  virtual Groups groups() = 0;
  /// After the options. Throws UsageError, ImpossibleRequest and MissingOperand.
  virtual void take(const std::vector<std::string>& operands) = 0;
  /// Where what is told goes.
  virtual Voice voice() const { return Voice::on_stdout; }
  /// Returns the exit code; what it throws is told by the session.
  virtual int run(Session& session) = 0;
};

/// A row of the table of verbs: what parser, help and manual page know of one.
struct VerbText {
  std::string_view name;
  std::string_view operands;
  std::string_view summary;      ///< a few words
  std::string_view description;  ///< sentences
  std::string_view failures;     ///< what the exit codes from 1 to 254 count; empty: there are none
  std::string_view examples;     ///< lines, each ended; {} is the command
  std::unique_ptr<Verb> (*make)();
  /// The chapters that its help tells; empty: all that have options of it.
  std::span<const Chapter> told = {};
};

template <class Its>
std::unique_ptr<Verb> make_verb() {
  return std::make_unique<Its>();
}

using Verbs = std::span<const VerbText>;

/// The row of that name; null if there is none.
const VerbText* find_verb(Verbs verbs, std::string_view name);

/// A command line that the program understands: a verb of `zwinnow`, or a drop-in name.
class Front {
 public:
  Front(const VerbText& text, Personality personality) : text_(&text), personality_(personality), verb_(text.make()) {}
  /// What a drop-in name stands for; the main job under our own.
  Front(Verbs verbs, Personality personality);

  const VerbText& text() const { return *text_; }
  Personality personality() const { return personality_; }
  bool is_drop_in() const { return personality_ != Personality::zwinnow; }
  Verb& verb() const { return *verb_; }

 private:
  const VerbText* text_;
  Personality personality_;
  std::unique_ptr<Verb> verb_;
};

// --- What is wrong with a command line ---

/// It cannot be read; `what()` says in one line which part and why.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// It can be read but asks for something that cannot be.
class ImpossibleRequest : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `what()` is the name of what is missing.
class MissingOperand : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace app::cli
