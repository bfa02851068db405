#pragma once

#include "app/request.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace report {

/// The lines that a run prints, each flushed: errors on stderr, the rest on stdout, in the forms that log parsers know.
class Console {
 public:
  Console(std::ostream& out, std::ostream& err, app::Verbosity verbosity, bool colour, bool progress)
      : out_(out), err_(err), verbosity_(verbosity), colour_(colour), progress_(progress) {}

  void error(std::string_view text);     ///< "! text"
  void warning(std::string_view text);   ///< "  NOTE: text"
  void verbose(std::string_view text);   ///< "  text", with --verbose
  void title(std::string_view text);     ///< an empty line and "  #### text", with --verbose
  void debug(std::string_view text);     ///< "# text", with --debug
  void command(std::string_view text);   ///< "# text" in a dry run, whatever the verbosity
  void output(std::string_view text);    ///< "# text", with --debug-output
  void progress(std::string_view text);  ///< ">>> text", to be overwritten by whatever comes next

  bool is_verbose() const { return verbosity_ >= app::Verbosity::verbose; }

 private:
  void line(std::ostream& stream, std::string_view start, std::string_view text, std::string_view colour);
  void clear_progress();

  std::ostream& out_;
  std::ostream& err_;
  app::Verbosity verbosity_;
  bool colour_;
  bool progress_;
  bool progress_shown_ = false;
};

}  // namespace report
