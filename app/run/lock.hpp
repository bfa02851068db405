#pragma once

#include <list>
#include <stdexcept>
#include <string>
#include <vector>

namespace run {

/// Another run of the same job is under way, or the lock cannot be had; `what()` says who holds it.
class LockError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The same, and it can be had later.
class LockBusy : public LockError {
 public:
  using LockError::LockError;
};

/// What a run wants for itself: a job, named by what must not run twice at once (backup name, hosts and target), or a
/// tree of datasets.
struct Claim {
  std::string name;
  bool is_shared = false;  ///< others may have it the same way
  bool is_on_tree = false;

  bool operator==(const Claim&) const = default;
};

/// The claims of who changes a whole tree on a host (empty: this one): nobody else does so to the same tree, to one
/// below it, or to one that it lies in; to others beside it they may.
std::vector<Claim> claims_on_tree(const std::string& host, const std::string& dataset);

/// A claim that is granted, by a kernel lock (flock): it goes with the process, however that ends, so no lock is ever
/// stale.
class Lock {
 public:
  /// The file lies in `directory` (made if missing) and tells `holder` to whoever comes second. Throws LockError.
  Lock(const std::string& directory, const Claim& claim, const std::string& holder);
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  /// /run/zwinnow for root, else a directory of the user's own in XDG_RUNTIME_DIR, or in /tmp.
  static std::string default_directory();

 private:
  int fd_;
};

/// All of them, or none. Throws LockError.
std::list<Lock> lock_all(const std::string& directory, const std::vector<Claim>& claims, const std::string& holder);

}  // namespace run
