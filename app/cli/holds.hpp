#pragma once

#include "app/request.hpp"

#include <span>
#include <string_view>

namespace app::cli {

/// Lists our holds, or releases the old ones among them. Returns the exit code; `argv` is told to whoever finds the job
/// locked.
int holds(const Request& request, std::span<const std::string_view> argv);

}  // namespace app::cli
