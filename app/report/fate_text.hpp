#pragma once

#include "app/plan/fate.hpp"
#include "app/plan/retention.hpp"

#include <string>

namespace report {

/// Why a snapshot stays, or goes, in words.
std::string reason_of(const plan::Fate& fate, const plan::Retention& retention);

}  // namespace report
