#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/job.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <optional>
#include <string>

namespace app::verbs {

/// What the command line of `thin` says.
struct ThinOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::ResultFiles results;
  cli::Reporting reporting;
  cli::Monitoring monitoring;
  cli::Trying trying;
  cli::Planning planning;
  cli::OnePlace place;
  cli::Choosing choosing;
  cli::Labelling labelling;
  cli::Waiting waiting;
  cli::Offline offline;
  cli::Retrying retrying;
  cli::Pruning pruning;
  cli::Braking braking;
  cli::Rights rights;
  cli::Pace pace;
  cli::Explaining explaining;
  cli::Page page;

  Mode mode() const;
  std::optional<cli::Endpoint> against() const;
  bool has_schedule() const { return !pruning.schedule.empty() || pruning.days != 0 || pruning.count != 0; }
  bool is_of_backup() const { return !explaining.backup_name.empty(); }
};

/// Which snapshots are meant.
struct Thinned {
  zfs::Series series;
  std::string names;  ///< their format or pattern
};

/// What has a time to live ends by that, with the next `snapshot` of its kind.
Thinned thinned_by(const ThinOptions& given);
thinner::Schedule kept_by(const ThinOptions& given);
/// Throws std::invalid_argument.
Job make_thin_job(const ThinOptions& given, const Thinned& thinned, thinner::Time now);

}  // namespace app::verbs
