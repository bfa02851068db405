#pragma once

#include "app/plan/plan.hpp"

#include <string>

namespace plan {

/// Why a dataset cannot be sent, in one line that ends with the next step; empty when it can.
std::string explain(const DatasetPlan& dataset);

}  // namespace plan
