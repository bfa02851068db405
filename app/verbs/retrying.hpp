#pragma once

#include "app/cli/groups.hpp"
#include "app/verbs/job_run.hpp"
#include "app/verbs/session.hpp"

namespace app::verbs {

/// Runs the job, and again while it fails by nothing but what may pass by itself, such as a connection that broke: each
/// time from a fresh listing, but of one try alone the snapshots. Only a real run is tried again. Returns or throws
/// what the last one does.
int run_with_retries(const cli::Retrying& given, Session& session, const Job& job, Mode mode, const Telling& telling);

}  // namespace app::verbs
