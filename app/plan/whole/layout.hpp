#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/plan.hpp"
#include "app/plan/replicate/ancestors.hpp"

#include <vector>

namespace plan {

/// Adds a phase of these lanes; those without steps are left out, and so is a phase without lanes.
void add_phase(Plan& plan, PhaseKind kind, std::vector<Lane> lanes);
void add_phase(Plan& plan, PhaseKind kind, Lane lane);

/// Cuts the drafts of `plan.datasets` into phases, from `parents` to `post_clean`: the datasets' own steps side by
/// side, then what serves all of them. `ancestors` is null without a target.
void lay_out(Plan& plan, std::vector<DatasetDraft>& drafts, Ancestors* ancestors, const Facts& facts,
             const Options& options);

}  // namespace plan
