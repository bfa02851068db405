#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"
#include "app/report/story.hpp"

#include <cstddef>

namespace report {

/// Tells the plan as if it were run, each step with the command that is skipped. Returns how many datasets are known to
/// fail.
std::size_t rehearse(const plan::Plan& plan, const plan::Context& context, Story& story);

}  // namespace report
