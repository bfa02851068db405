#pragma once

#include "app/cli/groups.hpp"
#include "app/manner.hpp"
#include "app/verbs/job.hpp"
#include "thinner/name_format.hpp"
#include "thinner/thin.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace app::verbs {

/// What the command line of a backup says.
struct BackupOptions {
  cli::Output output;
  cli::ResultFiles results;
  cli::Operands operands;
  cli::Places places;
  cli::Selecting selecting;
  cli::Snapshotting snapshotting;
  cli::Snapshots snapshots;
  cli::Thinning thinning;
  cli::Scope scope;
  cli::Room room;
  cli::Removable removable;
  cli::Sending sending;
  cli::Rights rights;
  cli::Stream stream;
  cli::Receiving receiving;
  cli::Pace pace;
  cli::Waiting waiting;
  cli::Offline offline;
  cli::Retrying retrying;
  cli::Obsolete obsolete;

  /// Settles what old options mean; returns what is to be said of them.
  std::vector<std::string> settle_obsolete();
};

/// It made ready.
struct BackupJob : Job {
  std::string property;  ///< that selects
  std::string snapshot_format;
  thinner::NameFormat format;
  bool added_exclude_received = false;
};

/// Throws std::invalid_argument (schedule, format, host) with what and why.
BackupJob make_backup_job(const BackupOptions& given, Personality personality, thinner::Time now);

}  // namespace app::verbs
