#pragma once

#include "app/plan/plan.hpp"

#include <iosfwd>

namespace report {

/// The snapshots that the plan destroys on the source, as `zfs destroy` takes them: "DATASET@OLDEST%NEWEST" a line, or
/// "DATASET@NAME" for one alone, oldest first. A range names neighbours only: zfs destroys all that lies in it.
void write_ranges(std::ostream& out, const plan::Plan& plan);

}  // namespace report
