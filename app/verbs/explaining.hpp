#pragma once

#include "app/verbs/session.hpp"
#include "app/verbs/thin_job.hpp"

namespace app::verbs {

/// Tells for each snapshot why it stays or goes, and changes nothing. Returns the exit code.
int explain(const ThinOptions& given, Session& session);

}  // namespace app::verbs
