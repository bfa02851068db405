#pragma once

#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"

#include <map>
#include <string>
#include <vector>

namespace run {

/// Proof that what was sent has arrived: the guids on the target against those of the source.
class Receipt {
 public:
  Receipt(Shell& shell, const plan::Plan& plan);

  /// Looks at the target once for all items (full target snapshot names). Returns the ones that are not there, or are
  /// others, with the reason. Snapshots made in this run are looked up on the source too, once.
  std::map<std::string, std::string> check(const std::vector<plan::Item>& items);

 private:
  Shell& shell_;
  const plan::Plan& plan_;
  std::map<std::string, std::uint64_t> expected_;  // full target name -> guid; 0: made in this run, not known yet
  std::map<std::string, std::string> source_of_;   // full target name -> full source name
};

}  // namespace run
