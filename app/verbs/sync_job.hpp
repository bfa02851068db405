#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/job.hpp"
#include "thinner/zone.hpp"

#include <string>

namespace app::verbs {

/// What the command line of `sync` says.
struct SyncOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::ResultFiles results;
  cli::Route route;
  cli::Covering covering;
  cli::Filtering filtering;
  cli::Snapshots snapshots;
  cli::Syncing syncing;
  cli::Braking braking;
  cli::Sending sending;
  cli::Room room;
  cli::Waiting waiting;
  cli::Offline offline;
  cli::Retrying retrying;
  cli::Rights rights;
  cli::Stream stream;
  cli::Receiving receiving;
  cli::Pace pace;

  /// Does it take snapshots?
  bool snapshots_first() const;
};

/// It made ready.
struct SyncJob : Job {
  std::string snapshot_format;
};

/// Throws std::invalid_argument (schedule, format, host) and cli::ImpossibleRequest with what and why.
SyncJob make_sync_job(const SyncOptions& given, thinner::Time now);

}  // namespace app::verbs
