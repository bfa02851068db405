#pragma once

#include <string>

#include "app/plan/plan.hpp"

namespace plan {

/// Would a filesystem that is received as `target_name` for the first time be mounted by its own properties? Foretold from what the
/// stream carries (local and received properties of the source), what the options set or filter, and what the target's ancestors pass on.
/// Not when it is encrypted (its key is not loaded), and never over a directory that the system itself lives in.
bool mounts_after_receive(const selector::Dataset& source, const selector::Inventory& target, const std::string& target_name,
                          const Options& options);

}  // namespace plan
