#pragma once

#include "transport/runner.hpp"

#include <chrono>
#include <stdexcept>

namespace check {

/// SIGINT, SIGTERM or SIGHUP has come.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted by a signal") {}
};

/// While one lives the runner only notes signals: a mount must not be torn, and what was mounted must be cleared away.
/// They get in within these functions and the runner's wait().
class StopSignals {
 public:
  /// `runner` must outlive this.
  explicit StopSignals(transport::Runner& runner) : runner_(runner) { runner_.only_note_signals(true); }
  ~StopSignals() { runner_.only_note_signals(false); }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Throws Interrupted once a signal has come.
  void heed() const;

  /// Sleeps until there is something to read, or the stream has ended. Heeds signals.
  void wait_readable(int fd) const;

  /// Sleeps. A signal ends the sleep but is not heeded.
  void sleep(std::chrono::milliseconds time) const;

 private:
  transport::Runner& runner_;
};

}  // namespace check
