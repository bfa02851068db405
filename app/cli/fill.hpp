#pragma once

#include "app/cli/tokens.hpp"

#include <string>
#include <vector>

namespace app::cli {

/// Writes what was given into the option groups of that verb, one after the other. Throws UsageError with the option,
/// the value and the reason.
void fill(const Front& front, const std::vector<Given>& given);

/// What is to be said of those given that have no effect here, in one line; empty: there are none.
std::string remark_on(const std::vector<Given>& given);

}  // namespace app::cli
