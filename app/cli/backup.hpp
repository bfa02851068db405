#pragma once

#include "app/request.hpp"

#include <span>
#include <string_view>

namespace app::cli {

/// The main job: select, snapshot, plan, send, thin. Returns the exit code.
int backup(const Request& request, std::span<const std::string_view> argv);

}  // namespace app::cli
