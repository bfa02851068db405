#pragma once

#include "app/run/shell.hpp"
#include "app/verify/compare.hpp"
#include "app/verify/pairs.hpp"

#include <cstddef>
#include <list>
#include <string>
#include <vector>

namespace verify {

/// What a verification says as it goes.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void verifying(const Pair& pair) = 0;
  virtual void verified(const Pair& pair, const Findings& findings) = 0;
  /// `details`: what differs.
  virtual void failed(const Pair& pair, const std::string& reason, const std::vector<std::string>& details) = 0;
  /// A sign of life, every other second.
  virtual void at_work(std::size_t done, std::size_t count) = 0;
  /// After an interruption: something was not cleared away on that side.
  virtual void left_behind(Side side, const std::string& what) = 0;
};

struct Settings {
  unsigned percent = 100;
  std::size_t jobs = 2;
  std::string prefix;              ///< of what is mounted and cloned, different for each run
  std::string selection_property;  ///< see list_volume
};

/// What lists one side of a pair.
transport::Argv command_for(const Pair& pair, Side side, const Settings& settings);
/// The clone that is made for it; only of volumes.
std::string clone_for(const Pair& pair, Side side, const Settings& settings);

/// Compares pairs, several at a time, the two sides of each at once.
class Verifier {
 public:
  Verifier(run::Shell& shell, Listener& listener, const std::vector<Pair>& pairs, Settings settings)
      : shell_(shell), listener_(listener), pairs_(pairs), settings_(std::move(settings)) {}

  /// How many are not equal, or could not be compared. Throws run::Aborted when a signal ended it, after what was
  /// mounted or cloned is gone.
  std::size_t run();

 private:
  struct Task {
    const Pair* pair;
    std::unique_ptr<Comparison> comparison;
    BySide<std::string> trouble;
    BySide<std::string> said;  ///< the line that tells most of its stderr
    int sides_running = 2;
  };
  using TaskAt = std::list<Task>::iterator;

  void fill();
  void start_next();
  void start_side(TaskAt task, Side side);
  void side_ended(TaskAt task, Side side, const transport::Result& result);
  void judge(const Task& task);
  void fail(const Pair& pair, const std::string& reason, const std::vector<std::string>& details = {});
  void clear_up();

  run::Shell& shell_;
  Listener& listener_;
  const std::vector<Pair>& pairs_;
  Settings settings_;
  std::list<Task> tasks_;  // under way
  std::size_t next_ = 0;   // index of the pair to come
  std::size_t done_ = 0, failed_ = 0;
  bool interrupted_ = false;
  BySide<std::vector<std::string>> to_be_cleared_;  // clones that were under way when a signal came
};

}  // namespace verify
