#pragma once

#include "app/report/run_json.hpp"

#include <string>
#include <string_view>

namespace report {

/// What a run came to, for the textfile collector of node_exporter. `earlier`: the text of the run before; what this
/// run does not know any better is carried on from there, such as when a run last succeeded.
std::string to_metrics(const RunRecord& record, std::string_view earlier);

/// The name of the file for that verb, job and target: "zwinnow_backup_offsite1,backup+server1.prom".
std::string metrics_file_name(const RunRecord& record);

}  // namespace report
