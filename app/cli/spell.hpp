#pragma once

#include "app/cli/groups.hpp"

#include <string>
#include <vector>

namespace app::cli {

/// The options that make `given` of `fresh`, as one types them. Both offer the same groups.
std::vector<std::string> spell(const Groups& given, const Groups& fresh);

}  // namespace app::cli
