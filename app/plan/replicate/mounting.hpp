#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/options.hpp"

#include <vector>

namespace plan {

/// The filesystems that are received for the first time, or get another name, for which they were unmounted. Which of
/// them are mounted is found out on the target's host, when they are there: see mount_text.hpp. Where nobody can mount,
/// a note says so.
Lane mount_lane(Plan& plan, const std::vector<DatasetDraft>& drafts, const Facts& facts, const Options& options);

/// Where copies are restored, what goes back to its original place becomes usable: see opening_text.hpp. What does not
/// is left alone, and a note says so.
std::vector<Lane> opening_lanes(Plan& plan, const std::vector<DatasetDraft>& drafts, const Facts& facts,
                                const Options& options);

}  // namespace plan
