#pragma once

#include "app/request.hpp"

namespace app::cli {

/// Compares the content of both sides. Returns the exit code.
int verify(const Request& request);

}  // namespace app::cli
