#pragma once

#include "app/plan/facts.hpp"
#include "app/report/snapshot_table.hpp"
#include "app/run/shell.hpp"

#include <vector>

namespace app::verbs {

/// The snapshots of what is selected, by dataset in the order of the datasets, the oldest first. Throws run::RunError.
std::vector<report::ListedSnapshot> read_listed(run::Shell& shell, const plan::Facts& facts);

}  // namespace app::verbs
