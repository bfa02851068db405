#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace run {

/// What becomes of a failure when one waits.
enum class Lasting {
  stays,
  may_pass,
  off  ///< may pass, too: the host is off
};

/// The run cannot be done; `what()` is the line for the user.
class RunError : public std::runtime_error {
 public:
  explicit RunError(const std::string& what, Lasting lasting = Lasting::stays)
      : std::runtime_error(what), lasting_(lasting) {}

  Lasting lasting() const { return lasting_; }

 private:
  Lasting lasting_;
};

/// What is needed of the target cannot be had: no connection, its pool is not imported, its path is not there. The
/// source can be snapshotted all the same.
class NoTarget : public RunError {
 public:
  using RunError::RunError;
};

/// What is to be sent does not fit: nothing was, all else is done.
class NoRoom : public RunError {
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
