#pragma once

#include "app/manner.hpp"
#include "app/report/story.hpp"
#include "app/retrieve/versions.hpp"
#include "app/run/shell.hpp"
#include "app/verbs/restore_job.hpp"
#include "app/verbs/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app::verbs {

/// Gets files out of the snapshots of a backup, or lists their versions. `given` and `session` must outlive this.
class RestoreFiles {
 public:
  RestoreFiles(const RestoreOptions& given, Mode mode, Session& session);

  /// Returns the exit code. Throws RunError and Aborted.
  int run();

 private:
  void look_at_backup();
  void restore(const std::string& path);
  void list(const std::string& path);
  std::vector<std::string> ask(plan::Side side, transport::Argv argv, const std::string& what);
  void carry_over(const std::string& snapshot, const std::string& path, const std::string& staging);
  retrieve::Location find(const std::string& path) const;
  std::string place_of(const std::string& path) const;
  std::int64_t until() const;

  const RestoreOptions& given_;
  Mode mode_;
  Session& session_;
  report::Story story_;
  plan::Hosts hosts_;
  std::optional<run::Shell> shell_;
  std::string mountpoint_;  // of the backup's source
  std::vector<std::string> datasets_;
};

}  // namespace app::verbs
