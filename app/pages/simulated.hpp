#pragma once

#include "app/pages/timeline.hpp"
#include "app/report/simulation.hpp"

#include <string>

namespace pages {

/// As a page: what was left at each look, and at the end.
std::string to_html(const report::SimulationReport& report);

/// As a picture of what is left at the end.
std::string to_svg_file(const report::SimulationReport& report);

}  // namespace pages
