#pragma once

#include "app/plan/steps.hpp"
#include "transport/runner.hpp"

#include <map>
#include <string>
#include <vector>

namespace run {

/// The names in quotes in the error lines of a zfs command that serves many, each with its line. Lines that say
/// `harmless` are left out. A line that names nothing goes under "".
std::map<std::string, std::string> blamed(const transport::Result& result, std::string_view harmless);

/// Which items of a hold or release failed, each with the reason. A tag that is there already on hold, or gone already
/// on release, is what was wanted. When zfs names none, all failed.
std::map<std::string, std::string> failed_items(const std::vector<plan::Item>& items, const transport::Result& result,
                                                std::string_view harmless);

}  // namespace run
