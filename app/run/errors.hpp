#pragma once

#include <stdexcept>

namespace run {

/// The run cannot be done; `what()` is the line for the user.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The run was ended by a signal.
class Aborted : public RunError {
 public:
  Aborted() : RunError("Aborted") {}
};

}  // namespace run
