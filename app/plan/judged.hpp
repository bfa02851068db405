#pragma once

#include "app/plan/plan.hpp"

#include <string_view>

namespace plan {

/// Why one snapshot stays or goes. `otherwise` is what becomes of it when the schedule gives it up, it has no clones
/// and nobody holds it.
Judged judged(const selector::Snapshot& snapshot, thinner::Verdict verdict, bool is_obsolete, std::string_view held_by,
              Judged::Kept otherwise);

}  // namespace plan
