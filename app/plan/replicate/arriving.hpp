#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <vector>

namespace plan {

/// What is said of settings that come with a stream and act on the host where they arrive: a quota counts the copy's
/// snapshots, a share exports it, automatic snapshots make it diverge. Said when they arrive, once for each property.
std::vector<std::string> notes_on_arriving(const std::vector<DatasetPlan>& datasets, const Facts& facts,
                                           const Options& options);

}  // namespace plan
