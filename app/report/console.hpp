#pragma once

#include "app/manner.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace report {

/// How lines begin, and where NOTEs go.
struct Wording {
  std::string_view error = "! ", note = "  NOTE: ", plain = "  ", debug = "# ", command = "# ";
  bool notes_on_stderr = false;
};

/// That of the program under each name.
Wording wording_of(app::Personality personality);

/// The lines that a run prints, each flushed: errors on stderr, the rest on stdout, in the forms that log parsers know.
/// Lines of work beside other work are kept until it is their turn.
class Console {
 public:
  static constexpr std::chrono::seconds k_between_lines{30};

  Console(std::ostream& out, std::ostream& err, app::Verbosity verbosity, bool colour, bool progress)
      : out_(out), err_(err), verbosity_(verbosity), colour_(colour), progress_(progress) {}

  /// One that keeps its lines until come_forward(). This one must outlive it.
  Console beside() { return {Beside{}, *this}; }
  void come_forward();

  /// From now on.
  void speak(const Wording& wording) { wording_ = wording; }

  void error(std::string_view text);    ///< "! text"
  void warning(std::string_view text);  ///< "  NOTE: text"
  void verbose(std::string_view text);  ///< "  text", with --verbose
  void summary(std::string_view text);  ///< "text", with --verbose, or after tell_summaries()
  void title(std::string_view text);    ///< an empty line and "  #### text", with --verbose
  void debug(std::string_view text);    ///< "# text", with --debug
  void command(std::string_view text);  ///< "# text" in a dry run, whatever the verbosity
  void output(std::string_view text);   ///< "# text", with --debug-output
  void notice(std::string_view text);   ///< "text": what the run came to; left out with the NOTEs
  /// ">>> text" on stderr, to be overwritten by whatever comes next; where that is no terminal, a line every 30 s.
  void progress(std::string_view text);

  bool is_verbose() const { return verbosity_ >= app::Verbosity::verbose; }

  /// No NOTEs from now on.
  void leave_out_notes() { tells_notes_ = false; }
  /// For who sits before it.
  void tell_summaries() { tells_summaries_ = true; }
  /// From now on errors, NOTEs (left out or not) and what is told with --verbose go to the system's log, too, under
  /// that name.
  void tell_syslog(const std::string& name);
  /// The same, and commands that are shown, to `log`. What it throws is one warning, and ends it.
  using Log = std::function<void(std::string_view line)>;
  void tell_log(Log log) { log_ = std::move(log); }
  /// To `log` alone.
  void log(std::string_view text);

  /// How many errors and NOTEs there were, left out or not.
  std::size_t complaints() const { return complaints_; }

 private:
  enum class Kind { error, note, notice, verbose, command };
  struct Line {
    Kind kind;
    std::string_view start;
    std::string text;
    std::string_view colour;
  };

  struct Beside {};
  Console(Beside, Console& first)
      : out_(first.out_),
        err_(first.err_),
        verbosity_(first.verbosity_),
        colour_(first.colour_),
        progress_(first.progress_),
        wording_(first.wording_),
        tells_notes_(first.tells_notes_),
        first_(&first),
        keeps_(true) {}

  void put(Line line);
  void send_to_syslog(const Line& line) const;
  void clear_progress();

  std::ostream& out_;
  std::ostream& err_;
  app::Verbosity verbosity_;
  bool colour_;
  bool progress_;
  bool progress_shown_ = false;
  std::chrono::steady_clock::time_point next_progress_line_ = std::chrono::steady_clock::now() + k_between_lines;

  Wording wording_;
  bool tells_notes_ = true, tells_syslog_ = false, tells_summaries_ = false;
  std::string syslog_name_;  // syslog keeps no copy of it
  Log log_;
  std::size_t complaints_ = 0;

  Console* first_ = nullptr;  // of one beside it: where its lines come out
  bool keeps_ = false;
  std::vector<Line> kept_;
};

}  // namespace report
