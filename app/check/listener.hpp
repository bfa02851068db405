#pragma once

#include <stdexcept>
#include <string_view>

namespace check {

/// Nobody reads the results any more.
class OutputClosed : public std::runtime_error {
 public:
  OutputClosed() : std::runtime_error("the output was closed") {}
};

/// What a check says, each a line without newline. But for `result` these are what report::Console has.
class Listener {
 public:
  virtual ~Listener() = default;

  /// A hash, or a chunk that failed: stdout, as it is. See put_line. Throws OutputClosed.
  virtual void result(std::string_view line) = 0;
  virtual void error(std::string_view text) = 0;
  virtual void warning(std::string_view text) = 0;
  virtual void verbose(std::string_view text) = 0;
  virtual void debug(std::string_view text) = 0;
  virtual void command(std::string_view text) = 0;   ///< one that --test leaves out
  virtual void output(std::string_view text) = 0;    ///< a line that a command printed, and how it ended
  virtual void progress(std::string_view text) = 0;  ///< at most one in a second
};

}  // namespace check
