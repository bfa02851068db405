#pragma once

#include "app/status/status.hpp"
#include "thinner/thin.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace report {

/// What a plugin of Nagios says: one line with what a pager shows and, after "|", the numbers; then a line for each
/// trouble, or with `all` for each dataset.
void write_status(std::ostream& out, const std::vector<status::JobStatus>& jobs, thinner::Time now, bool all);

/// The line of what could not be looked at.
std::string unknown_status(const std::string& why);

}  // namespace report
