#pragma once

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>

namespace check {

/// SIGINT, SIGTERM or SIGHUP has come.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted by a signal") {}
};

/// While one lives SIGINT, SIGTERM and SIGHUP are taken note of and no more, in place of what transport's runner does
/// with them: it would end its commands and start none, but a mount must not be torn, and what was mounted must be
/// cleared away. They are blocked except within these functions and the runner's wait(); those that are ignored stay
/// so, and SIGPIPE is ignored. One at a time; the destructor puts all back.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Throws Interrupted once a signal has come.
  void heed() const;

  /// Sleeps until there is something to read, or the stream has ended. Heeds signals.
  void wait_readable(int fd) const;

  /// Sleeps. A signal ends the sleep but is not heeded.
  void sleep(std::chrono::milliseconds time) const;

 private:
  struct Saved {
    int number;
    struct sigaction action;
  };
  std::array<Saved, 4> saved_{};
  sigset_t original_mask_{};
  sigset_t open_mask_{};
};

}  // namespace check
