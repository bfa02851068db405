#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/options.hpp"

namespace plan {

/// Plans one dataset of a run without a target: only the source is thinned.
DatasetDraft plan_snapshot_only(const Facts& facts, const Options& options, const Subject& subject, Needs& needs);

}  // namespace plan
