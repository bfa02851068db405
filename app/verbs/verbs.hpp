#pragma once

#include "app/cli/verb.hpp"

namespace app::verbs {

/// Every verb of `zwinnow`, in the order of the help.
cli::Verbs all();

// Each in its own file.
extern const cli::VerbText k_allow, k_backup, k_check, k_clone, k_handover, k_holds, k_list, k_match, k_report,
    k_restore, k_rollback, k_simulate, k_snapshot, k_status, k_sync, k_thin, k_verify;

}  // namespace app::verbs
