#pragma once

#include "app/request.hpp"

namespace app::cli {

/// Does the check that was asked for. Returns the exit code.
int check(const Request& request);

}  // namespace app::cli
