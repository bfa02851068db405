#pragma once

#include "app/report/run_json.hpp"

#include <string>

namespace app::verbs {

/// Puts the file for node_exporter in its place, whole or not at all. Returns why that cannot be done; empty: it is.
std::string write_textfile(const std::string& directory, const report::RunRecord& record);

}  // namespace app::verbs
