#pragma once

#include "app/cli/groups.hpp"
#include "app/status/status.hpp"
#include "app/verbs/job.hpp"

#include <chrono>
#include <string>

namespace app::verbs {

/// What the command line of `status` says.
struct StatusOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::Reporting reporting;
  cli::Operands operands;  ///< no name: all that are found
  cli::Selecting selecting;
  cli::NamedBackup backup;
  cli::Places places;
  cli::Watching watching;
  cli::Monitoring monitoring;
};

/// A sum of spans, such as 1d6h; "0" is none. Throws std::invalid_argument that begins with the option.
std::chrono::seconds age_of(const std::string& option, const std::string& text);
/// Throws std::invalid_argument.
status::Limits limits_of(const cli::Watching& given);

/// A job that only looks, at the backup of that name.
Job make_status_job(const StatusOptions& given, const std::string& name, thinner::Time now);

/// The backup name in a property of that format; empty: it is none of it.
std::string name_in(const std::string& property, const std::string& format);

}  // namespace app::verbs
