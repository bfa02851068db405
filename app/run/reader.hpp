#pragma once

#include "app/run/shell.hpp"

#include <exception>
#include <functional>
#include <string>
#include <vector>

namespace run {

/// Throws unless the sh of a remote host begins with what it was asked for: what a login file prints would come before
/// each answer, and before each stream.
void require_silence(const Greeting& greeting, plan::Side side, const transport::Host& host);

/// Throws RunError, or Aborted, unless the reading command succeeded. `what` was to be read.
void require(const transport::Result& result, plan::Side side, const std::string& what);

/// Runs reading commands side by side. The first thing that goes wrong is kept until wait().
class Reader {
 public:
  explicit Reader(Shell& shell) : shell_(shell) {}
  /// Where it runs them.
  Shell& shell() const { return shell_; }

  /// A line that cannot be parsed is an error, and so is a command that fails. What `line` writes to must live until
  /// wait().
  void start(plan::Side side, std::vector<std::string> argv, transport::LineSink line, const std::string& what) {
    start(side, std::move(argv), std::move(line), what, {});
  }
  /// The same of what may have vanished since it was listed: then `gone` gets its name and what zfs says of it, and the
  /// others have been read.
  using Gone = std::function<void(const std::string& name, const std::string& said)>;
  void start(plan::Side side, std::vector<std::string> argv, transport::LineSink line, const std::string& what,
             Gone gone);
  /// Runs a part of one's own callbacks so that what it throws is kept.
  template <class Act>
  void keep_error(Act&& act) {
    try {
      act();
    } catch (...) {
      if (!error_) error_ = std::current_exception();
    }
  }
  bool has_failed() const { return error_ != nullptr; }
  /// Waits for all that was started, and throws what was kept.
  void wait();
  /// The same, but of the rest of what was started only as much as goes on meanwhile.
  void wait_until(const std::function<bool()>& is_enough);

 private:
  Shell& shell_;
  std::exception_ptr error_;
};

}  // namespace run
