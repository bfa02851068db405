#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <string_view>

namespace plan {

/// Why a dataset cannot be sent, in one line that ends with the next step; empty when it can.
std::string explain(const DatasetPlan& dataset);

/// The outcome in a word, for programs.
std::string_view name_of(const Outcome& outcome);

}  // namespace plan
