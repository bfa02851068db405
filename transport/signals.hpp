#pragma once

#include <array>
#include <csignal>
#include <ctime>
#include <span>

#include <poll.h>

namespace transport {

/// Signal state while children are under way: SIGINT, SIGTERM, SIGHUP and SIGCHLD are blocked except within `wait`, so
/// that none is lost between looking and sleeping, and SIGPIPE is ignored. One at a time; the destructor puts all back.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Sleeps until one of `fds` is ready, a signal has come, or `timeout` is over (null: never).
  void wait(std::span<pollfd> fds, const timespec* timeout) const;

  /// True once after a child has ended.
  static bool take_child_ended();

  /// The SIGINT, SIGTERM or SIGHUP that asked us to stop, 0 if none. Those that were ignored when we were started
  /// (nohup, a job in the background) stay ignored.
  static int stop_signal();
  static void forget_stop_signal();

  /// For a child between fork and exec: what we were started with, but for SIGPIPE and SIGCHLD, which must do their
  /// default there. Async-signal-safe.
  void restore_in_child() const;

 private:
  struct Saved {
    int number;
    struct sigaction action;
  };
  std::array<Saved, 5> saved_{};
  sigset_t original_mask_{};
  sigset_t wait_mask_{};
};

}  // namespace transport
