#pragma once

#include "app/cli/groups.hpp"
#include "app/manner.hpp"
#include "app/plan/compile.hpp"
#include "app/plan/options.hpp"
#include "selector/select.hpp"
#include "thinner/name_format.hpp"
#include "thinner/thin.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace app::verbs {

/// What the command line of a backup says.
struct BackupOptions {
  cli::Output output;
  cli::Operands operands;
  cli::Places places;
  cli::Selecting selecting;
  cli::Snapshotting snapshotting;
  cli::Thinning thinning;
  cli::Sending sending;
  cli::Stream stream;
  cli::Receiving receiving;
  cli::Pace pace;
  cli::Obsolete obsolete;

  /// Settles what old options mean; returns what is to be said of them.
  std::vector<std::string> settle_obsolete();
};

/// It made ready: every text in it parsed, so that nothing is changed before all of it is known to be good.
struct BackupJob {
  std::string property;  ///< the selection property
  std::string snapshot_format;
  thinner::NameFormat format;
  plan::Options options;
  selector::SelectionRules selection;
  plan::Context context;            ///< its hosts not yet asked for their ssh settings
  std::size_t jobs = 1;             ///< datasets at a time
  std::chrono::seconds timeout{0};  ///< of listings; 0: none
  bool added_exclude_received = false;

  std::vector<selector::Series> series() const { return {{options.backup_name, format}}; }
};

/// Throws std::invalid_argument (schedule, format, host) with what and why.
BackupJob make_backup_job(const BackupOptions& given, Personality personality, thinner::Time now);

/// So many datasets at a time where nobody says: one for each core, as more only wait for each other; and no more than
/// 4, as more wait for the disks.
std::size_t default_jobs(unsigned cores);

}  // namespace app::verbs
