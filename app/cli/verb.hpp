#pragma once

#include "app/cli/groups.hpp"
#include "app/manner.hpp"

#include <functional>
#include <map>
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
  simulating,
  thinning,
  syncing,
  restoring,
  sending,
  stream,
  target_properties,
  monitoring,
  places,
  waiting,
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
  std::string_view exit_codes = {};     ///< lines, each ended, of a verb that has codes of its own; empty: it has not
  int could_not_run = k_could_not_run;  ///< the exit code where the command line cannot be read
};

template <class Its>
std::unique_ptr<Verb> make_verb() {
  return std::make_unique<Its>();
}

using Verbs = std::span<const VerbText>;

struct DropIn;
struct Guise;

/// The row of that name; null if there is none.
const VerbText* find_verb(Verbs verbs, std::string_view name);

/// A command line that the program understands: a verb of `zwinnow`, or a drop-in name.
class Front {
 public:
  /// A verb under our own name.
  explicit Front(const VerbText& text) : text_(text), verb_(text.make()) {}
  /// What another tool's command line stands for; both must outlive this.
  Front(Verbs verbs, const DropIn& tool, const Guise& guise);
  /// The first that a drop-in name stands for; the main job under our own.
  Front(Verbs verbs, Personality personality);

  /// In the words of the tool.
  const VerbText& text() const { return text_; }
  /// Null under our own name.
  const DropIn* tool() const { return tool_; }
  const Guise* guise() const { return guise_; }
  Personality personality() const;
  bool is_drop_in() const { return tool_ != nullptr; }
  Verb& verb() const { return *verb_; }

  /// What is to be said of the command line itself; empty: nothing.
  std::string remark;
  /// Where options were given last, by their names: "FILE, line 3"; empty: on the command line.
  std::map<std::string, std::string, std::less<>> places;

  /// What is wrong with an option, with where that stands if it is in a file.
  std::string placed(const std::string& complaint) const;

 private:
  VerbText text_;
  const DropIn* tool_ = nullptr;
  const Guise* guise_ = nullptr;
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

/// Either of these, or something met later, for which the tool that is stood in for has an exit code of its own.
class Refusal : public std::runtime_error {
 public:
  Refusal(int code, const std::string& why) : std::runtime_error(why), exit_code(code) {}

  int exit_code;
};

/// `what()` is the name of what is missing.
class MissingOperand : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace app::cli
