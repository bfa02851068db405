#pragma once

#include "app/report/run_json.hpp"
#include "transport/runner.hpp"

#include <string>

namespace app::verbs {

/// Sends the results of a run by zabbix_sender, with that configuration of the agent, and waits 10 seconds at most.
/// Returns why the server does not have them; empty: it has.
std::string send_to_zabbix(const std::string& configuration, const report::RunRecord& record,
                           transport::Runner& runner);

}  // namespace app::verbs
