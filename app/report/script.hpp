#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"

#include <iosfwd>

namespace report {

/// The plan as a POSIX sh script that leaves the same pools as the run: the same commands in the same order. It begins
/// with a guard that the bases are still the ones that the plan saw, and stops at the first failure. What proves
/// receipt in a run is not in it: a failing stage stops it.
void write_script(std::ostream& out, const plan::Plan& plan, const plan::Facts& facts, const plan::Hosts& hosts);

}  // namespace report
