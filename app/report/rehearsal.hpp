#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"
#include "app/report/story.hpp"

namespace report {

/// Tells the plan as if it were run, each step with the command that is skipped.
void rehearse(const plan::Plan& plan, const plan::Hosts& hosts, Story& story);

/// The datasets that the plan leaves out, and why.
void tell_failed(const plan::Plan& plan, Story& story);

}  // namespace report
