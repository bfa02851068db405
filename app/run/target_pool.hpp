#pragma once

#include "app/run/shell.hpp"

#include <string>
#include <vector>

namespace run {

/// How the target's pool comes if it is not there: it is on a disk that is plugged in for the run.
struct ImportRules {
  std::string pool;               ///< as `zpool import` takes it: its name, or its id where several have that name
  std::vector<std::string> from;  ///< directories of devices
  std::vector<std::string> keys;  ///< datasets of it whose keys are loaded
};

/// The target's pool, which a run imports if it is not there, and then exports again. A pool that was there stays.
class TargetPool {
 public:
  /// `name`: of the pool that the job needs. The shell must outlive this.
  TargetPool(Shell& shell, std::string name, ImportRules rules);

  const std::string& name() const { return name_; }
  /// Throws NoTarget if nobody answers.
  bool is_imported();
  /// Did this run import it?
  bool is_ours() const { return is_ours_; }
  /// As one types it.
  std::string command() const;
  /// Imports it, mounts nothing, and loads the keys. Nothing is forced: a pool that another host uses is not imported.
  /// Throws NoTarget; then it is not imported.
  void import();
  /// Exports what import() has imported; else does nothing. Returns what is wrong; empty: nothing is.
  std::string export_again();

 private:
  std::vector<std::string> import_command() const;
  transport::Result ask(std::vector<std::string> argv);
  void check_name();
  void load_keys();
  [[noreturn]] void give_up(const std::string& why);

  Shell& shell_;
  std::string name_;
  ImportRules rules_;
  bool is_ours_ = false;
};

}  // namespace run
