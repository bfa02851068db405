#pragma once

#include "app/request.hpp"

namespace app::cli {

/// Prints what root has to allow a user for a backup. Returns the exit code.
int allow(const Request& request);

}  // namespace app::cli
