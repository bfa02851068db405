#pragma once

#include "app/cli/groups.hpp"
#include "app/report/console.hpp"
#include "app/report/run_json.hpp"
#include "transport/runner.hpp"

namespace app::verbs {

/// What a run leaves behind for programs and for those who watch it, as its options ask. Nothing of it changes how the
/// run ended: what cannot be written or sent is one warning.
void leave_results(const report::RunRecord& record, const cli::Groups& groups, report::Console& console,
                   transport::Runner& runner);

}  // namespace app::verbs
