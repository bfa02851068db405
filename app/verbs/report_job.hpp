#pragma once

#include "app/cli/groups.hpp"
#include "app/pages/overview.hpp"
#include "app/report/story.hpp"
#include "app/run/shell.hpp"
#include "app/status/status.hpp"
#include "app/verbs/match_job.hpp"
#include "app/verbs/session.hpp"

#include <string>
#include <vector>

namespace app::verbs {

/// What the command line of `report` says.
struct ReportOptions {
  MatchOptions of;  ///< the backup, without what only `match` takes
  cli::Reported reported;
  cli::Page page;
};

/// Reads all that a page tells of a backup: both sides, their sizes, and the holds. Throws run::RunError.
class BackupReader {
 public:
  BackupReader(const ReportOptions& given, Session& session);

  /// Fills in what the pools tell.
  void read(pages::Overview& overview);

 private:
  static void put_lags(const std::vector<status::DatasetStatus>& all, pages::Overview& overview);
  void read_sizes(run::Shell& shell, pages::Overview& overview) const;
  void read_changes(run::Shell& shell, pages::Overview& overview) const;
  void read_backup_holds(run::Shell& shell, pages::Overview& overview);
  void put_restores(pages::Overview& overview) const;
  thinner::NameFormat format() const;
  bool has_target() const { return !given_.of.target().empty(); }

  const ReportOptions& given_;
  Session& session_;
  Job job_;
  report::Story story_;
};

}  // namespace app::verbs
