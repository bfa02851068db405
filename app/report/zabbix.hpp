#pragma once

#include "app/report/run_json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace report {

/// What a run came to, as `zabbix_sender -i -` reads it: a host ("-": the one of the agent's configuration), a key and
/// a value in each line. First come the discoveries of the job and of its datasets, in JSON.
std::string to_zabbix(const RunRecord& record);

/// What a server made of the values.
struct ZabbixAnswer {
  std::size_t processed = 0, failed = 0;
};
/// The sum of all lines "processed: N; failed: N" in what zabbix_sender says. Nothing: there is none.
std::optional<ZabbixAnswer> read_zabbix_answer(std::string_view text);

}  // namespace report
