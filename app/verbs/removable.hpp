#pragma once

#include "app/cli/groups.hpp"
#include "app/run/target_pool.hpp"

#include <optional>
#include <string>

namespace app::verbs {

/// Throws cli::ImpossibleRequest if what is said of a disk cannot be, and cli::UsageError if it is no name.
void check_removable(const cli::Removable& given, const std::string& target_path);

/// Nothing: the target's pool is there.
std::optional<run::ImportRules> import_rules_of(const cli::Removable& given);

}  // namespace app::verbs
