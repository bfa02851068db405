#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/session.hpp"

#include <functional>

namespace app::verbs {

/// Runs `attempt`, and again while it fails by nothing but what may pass by itself, such as a connection that broke.
/// Returns or throws what the last one does.
int run_with_retries(const cli::Retrying& given, Session& session, const std::function<int(bool is_first)>& attempt);

}  // namespace app::verbs
