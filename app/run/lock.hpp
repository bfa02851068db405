#pragma once

#include <stdexcept>
#include <string>

namespace run {

/// Another run of the same job is under way, or the lock cannot be had; `what()` says who holds it.
class LockError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One run per job at a time, by a kernel lock (flock): it goes with the process, however that ends, so no lock is ever
/// stale.
class Lock {
 public:
  /// `job` names what must not run twice at once: backup name, hosts and target. The file lies in `directory` (made if
  /// missing) and tells `holder` to whoever comes second. Throws LockError.
  Lock(const std::string& directory, const std::string& job, const std::string& holder);
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  /// /run/zwinnow for root, else a directory of the user's own in XDG_RUNTIME_DIR, or in /tmp.
  static std::string default_directory();

 private:
  int fd_;
};

}  // namespace run
