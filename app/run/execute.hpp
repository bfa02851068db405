#pragma once

#include "app/run/lanes.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace run {

/// Carries a plan out, phase by phase. A dataset that fails leaves what is still to come of it and tells why; the
/// others go on.
class Executor {
 public:
  struct Settings {
    std::size_t jobs = 1;                ///< datasets at a time
    bool stop_at_first_failure = false;  ///< --debug under the drop-in name
    std::chrono::steady_clock::time_point
        listed_at;  ///< when the inventory was read: an old one is not destroyed by unseen
  };

  Executor(Shell& shell, Events& events, const plan::Plan& plan, const plan::Hosts& hosts, Settings settings);

  /// The first phase alone, and whom it could not be had of: then the rest is planned anew without these snapshots.
  /// Throws Aborted when a signal ended it.
  Snapshotter::Outcome make_snapshots();
  /// All other phases. Throws Aborted when a signal ended it.
  void run();
  /// What was done; once, when it has ended, however it did.
  JobReport report();

 private:
  bool is_to_stop() const { return settings_.stop_at_first_failure && all_.failures.any(); }
  void run_transfers(const plan::Phase& phase);
  void run_phase(const plan::Phase& phase);
  void fail_hopeless();

  Shell& shell_;
  Events& events_;
  Settings settings_;
  Execution all_;
  std::optional<std::chrono::steady_clock::time_point> sending_since_;  // while streams are under way
  std::chrono::steady_clock::duration sending_time_{};
};

}  // namespace run
