#pragma once

#include "app/cli/groups.hpp"
#include "app/plan/compile.hpp"
#include "selector/mapping.hpp"
#include "selector/name_pattern.hpp"
#include "selector/select.hpp"
#include "thinner/schedule.hpp"
#include "transport/host.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace app::verbs {

// --- Parts of jobs, parsed from what was typed; each throws std::invalid_argument that says what is wrong with it ---

transport::Host source_of(const cli::Places& places);

/// With both hosts, and nothing else yet.
plan::Context hosts_of(const cli::Places& places);

/// The user property that selects the datasets of a backup.
std::string property_of(const std::string& format, const std::string& backup_name);

/// The plain tag of our holds.
std::string hold_tag_of(const std::string& format, const std::string& backup_name);

/// What no two runs may do at a time.
std::string lock_name_of(const std::string& property, const cli::Places& places, const std::string& target_path);

/// Regular expressions. `option` is the one that they were given with.
std::vector<selector::NamePattern> patterns_of(const std::string& option, const std::vector<std::string>& texts);

/// The time span given with that option, such as 30d.
thinner::Span ttl(const std::string& option, const std::string& text);

/// Each below the target path under its own name without its first `strip` components; nowhere without such a path.
selector::Mapping mapping_of(const std::string& target_path, std::uint32_t strip);

/// On one host what lies below the target is left out.
selector::SelectionRules rules_of(const cli::Selecting& selecting, const cli::Places& places,
                                  const std::string& target_path);

}  // namespace app::verbs
