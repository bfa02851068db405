#pragma once

#include "app/verbs/job_run.hpp"

namespace app::verbs {

/// Ends a run of `sync` with zelta's lines: which copies have the newest snapshot, and what was sent, always.
void end_like_zelta(Session& session, Telling& telling);

/// zelta takes variables of its environment for options. Here they do nothing, which is said.
void tell_zelta_environment(report::Console& console);

}  // namespace app::verbs
