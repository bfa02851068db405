#pragma once

#include "app/verbs/job_run.hpp"
#include "app/verbs/snapshot_job.hpp"

namespace app::verbs {

/// Carries out a job of `snapshot` with the last line and the exit codes of zfs-auto-snapshot. Throws cli::Refusal too.
int run_as_zfs_auto_snapshot(Session& session, const SnapshotJob& job, Mode mode, Telling telling);

}  // namespace app::verbs
