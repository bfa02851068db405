#pragma once

#include "selector/select.hpp"

#include <string>
#include <vector>

namespace plan {

/// What is said of copies of other selected datasets: those that are left out, and those that have a life of their own.
std::vector<std::string> notes_on_copies(const std::vector<selector::Decision>& selection);

}  // namespace plan
