#pragma once

#include "thinner/thin.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// What went wrong in a run, as its JSON object tells.
struct RunError {
  std::string dataset;  ///< empty: it concerns the whole run
  std::string message, next_step;
};

/// A run that is over, read back from its JSON object: see docs/json.md.
struct LastRun {
  std::string verb, job, target;
  std::string result;  ///< "ok", "failed", "not_done" or "aborted"
  bool is_test = false;
  thinner::Time start, end;
  std::uint64_t bytes = 0, failed = 0;
  std::vector<RunError> errors{};
};

/// That is no object of a run; `what()` says why.
class NoRun : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Throws NoRun.
LastRun parse_run(std::string_view json);

}  // namespace report
