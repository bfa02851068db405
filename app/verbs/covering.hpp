#pragma once

#include "app/cli/groups.hpp"
#include "app/plan/options.hpp"
#include "selector/by_tree.hpp"

namespace app::verbs {

/// The part of SRC's tree that is meant. A DST within it is not.
selector::ByTree tree_of(const cli::Route& route, const cli::Covering& covering);

/// The same without what is filtered out of it.
selector::ByTree tree_of(const cli::Route& route, const cli::Covering& covering, const cli::Filtering& filtering);

/// Which snapshots are sent. Throws std::invalid_argument where an expression is none.
void put_filters(const cli::Filtering& filtering, plan::Options& options);

/// The patterns among those of --exclude that are about snapshots.
std::vector<selector::NamePattern> excluded_snapshots(const cli::Covering& covering);

}  // namespace app::verbs
