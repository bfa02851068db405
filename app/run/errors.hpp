#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace run {

/// The run cannot be done; `what()` is the line for the user.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What is needed of the target cannot be had: no connection, its pool is not imported, its path is not there. The
/// source can be snapshotted all the same.
class NoTarget : public RunError {
 public:
  using RunError::RunError;
};

/// A listing of the source takes too long: perhaps one of its pools hangs.
class NoAnswer : public RunError {
 public:
  using RunError::RunError;
};

/// The run was ended by a signal.
class Aborted : public RunError {
 public:
  Aborted() : RunError("Aborted") {}
};

/// A user who is not root lacks permissions: nothing may be changed.
class NotAllowed : public RunError {
 public:
  explicit NotAllowed(std::vector<std::string> each)
      : RunError("a user who is not root lacks permissions"), lines(std::move(each)) {}

  std::vector<std::string> lines;  ///< for the user: whom, what and where, and the command that gives it
};

}  // namespace run
