#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/job.hpp"

namespace app::verbs {

/// What the command line of `restore` says.
struct RestoreOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::ResultFiles results;
  cli::Route route;  ///< from the backup
  cli::Covering covering;
  cli::Restoring restoring;
  cli::Rights rights;
  cli::Stream stream;
  cli::Receiving receiving;
  cli::Pace pace;
  cli::Waiting waiting;
};

/// Throws std::invalid_argument (host) and cli::ImpossibleRequest with what and why.
Job make_restore_job(const RestoreOptions& given, thinner::Time now);

}  // namespace app::verbs
