#pragma once

#include "app/plan/plan.hpp"

#include <string>

namespace plan {

/// Why --max-destroy forbids this plan, and how to allow it; empty if it does not.
std::string brake(const Plan& plan, const Facts& facts, const Options& options);

}  // namespace plan
