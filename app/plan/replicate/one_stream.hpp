#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/options.hpp"

#include <string>
#include <vector>

namespace plan {

/// With --replicate: one `zfs send -R` of the first dataset takes the place of all streams, where it does what they do.
/// It does where each dataset below it goes from the same base to the same snapshot. Else all stays as it is, and
/// the reason is returned; empty: it was done, or nothing is to be sent.
std::string join_streams(std::vector<DatasetDraft>& drafts, const Options& options);

}  // namespace plan
