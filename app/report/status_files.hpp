#pragma once

#include "app/report/run_json.hpp"

#include <string>

namespace report {

/// What the files of a job in a status directory are called by: its name and its target, such as
/// offsite1@backup1:backup+server1. Other jobs have another one. It can be part of the name of any file.
std::string status_name(const RunRecord& record);

/// Any text as the name of a file, and no other text as that one.
std::string as_file_name(const std::string& text);

/// Of a run that failed: what, where, and the next step; lines.
std::string failure_text(const RunRecord& record);

}  // namespace report
