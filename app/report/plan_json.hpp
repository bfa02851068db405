#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/plan.hpp"

#include <iosfwd>

namespace report {

/// What a step does, in a word for programs.
const char* kind_of(const plan::Action& action);

/// The plan as one JSON document: what becomes of each dataset, why each snapshot stays or goes, and the steps with
/// their commands.
void write_json(std::ostream& out, const plan::Plan& plan, const plan::Facts& facts, const plan::Options& options,
                const plan::Hosts& hosts);

}  // namespace report
