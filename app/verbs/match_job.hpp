#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/job.hpp"
#include "thinner/thin.hpp"

namespace app::verbs {

/// What the command line says.
struct MatchOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::ResultFiles results;
  cli::Reporting reporting;
  cli::Route route;  ///< without an option of its own: the operands
  cli::Covering covering;
  cli::Selecting selecting;
  cli::NamedBackup backup;
  cli::Places places;
  cli::Matching matching;

  bool is_of_backup() const { return !backup.name.empty(); }
  /// Empty: the source alone.
  const std::string& target() const { return route.target.dataset; }
  cli::Places hosts() const;
};

/// A job that looks: nothing is snapshotted, thinned or held, and what it would send is only counted.
Job make_match_job(const MatchOptions& given, thinner::Time now);

}  // namespace app::verbs
