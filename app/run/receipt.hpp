#pragma once

#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace run {

/// Proof that what was sent has arrived: the guids on the target against those of the source.
class Receipt {
 public:
  explicit Receipt(const plan::Plan& plan);

  /// Full target snapshot names that are not there, or are others, each with the reason.
  using Reasons = std::map<std::string, std::string>;

  /// Starts to look at the target, once for all items (full target snapshot names). Snapshots made in this run are
  /// looked up on the source too, once. `done` is called from Shell::wait().
  void start_check(Shell& shell, std::vector<plan::Item> items, std::function<void(const Reasons&)> done);

 private:
  struct Look;
  void start_reading(const std::shared_ptr<Look>& look, plan::Side side, std::vector<std::string> names);
  Reasons judge(Look& look);

  std::map<std::string, std::uint64_t> expected_;  // full target name -> guid; 0: made in this run, not known yet
  std::map<std::string, std::string> source_of_;   // full target name -> full source name
};

}  // namespace run
