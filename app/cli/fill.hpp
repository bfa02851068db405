#pragma once

#include "app/cli/tokens.hpp"

#include <vector>

namespace app::cli {

/// Writes what was given into the option groups of that verb, one after the other. Throws UsageError with the option,
/// the value and the reason.
void fill(const Front& front, const std::vector<Given>& given);

}  // namespace app::cli
