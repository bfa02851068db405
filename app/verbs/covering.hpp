#pragma once

#include "app/cli/groups.hpp"
#include "app/plan/options.hpp"
#include "selector/by_tree.hpp"

namespace app::verbs {

/// The part of SRC's tree that is meant. A DST within it is not.
selector::ByTree tree_of(const cli::Route& route, const cli::Covering& covering);

/// The patterns among those of --exclude that are about snapshots.
std::vector<selector::NamePattern> excluded_snapshots(const cli::Covering& covering);

}  // namespace app::verbs
