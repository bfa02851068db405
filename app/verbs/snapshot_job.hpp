#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/job.hpp"
#include "thinner/name_format.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <string>

namespace app::verbs {

/// What the command line of `snapshot` says.
struct SnapshotOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::ResultFiles results;
  cli::OnePlace place;
  cli::Choosing choosing;
  cli::Snapshots snapshots;
  cli::Labelling labelling;
  cli::Waiting waiting;
  cli::Offline offline;
  cli::Retrying retrying;
  cli::Counting counting;
  cli::Labelled labelled;
  cli::Braking braking;
  cli::Rights rights;
  cli::Pace pace;
};

/// It made ready.
struct SnapshotJob : Job {
  std::string id;  ///< the label, the type, or "custom"
  std::string snapshot_format;
  thinner::NameFormat format;
  std::string lock_name;  ///< what no two runs may do at a time
};

/// A kind of snapshots, by what was said of their names.
struct Kind {
  std::string id;
  std::string format;      ///< without the time to live
  std::string ttl_suffix;  ///< as in "--2d"; empty: they live on
};

/// What the snapshots are called; {} in it stands for the label or type.
std::string name_template(const cli::Labelling& given);
/// Throws std::invalid_argument. `ttl` empty: none, but for one at the end of the format.
Kind kind_of(const cli::Labelling& given, const std::string& ttl);
/// The newest N, or all.
thinner::Schedule schedule_of(const cli::Counting& given);

/// Throws std::invalid_argument (format, label, pattern, host) with what and why.
SnapshotJob make_snapshot_job(const SnapshotOptions& given, thinner::Time now);

}  // namespace app::verbs
