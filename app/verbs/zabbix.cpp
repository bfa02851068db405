#include "app/verbs/zabbix.hpp"

#include "app/report/zabbix.hpp"
#include "transport/quote.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <string_view>

namespace app::verbs {

namespace {

constexpr std::chrono::seconds k_longest_wait{10};

/// What is not discovered yet is refused, and taken in the next run. Where all is refused the template is missing.
std::string judge(const transport::Result& result, const std::string& configuration,
                  const std::optional<report::ZabbixAnswer>& answer) {
  if (result.no_answer_in.count() != 0)
    return "no answer in " + std::to_string(k_longest_wait.count()) + " s from the server of the agent's configuration";
  if (answer && answer->processed != 0) return {};
  if (answer)
    return "the server takes none of the values: is the template zwinnow linked to this host, and is Hostname in the "
           "agent's configuration its name there?";
  const std::string why = result.ok() ? "zabbix_sender does not say whether the server has the values" : result.error();
  return why + ". To see why: zabbix_sender -vv -c " + transport::sh_quote(configuration) + " -k zwinnow.jobs -o '[]'";
}

}  // namespace

std::string send_to_zabbix(const std::string& configuration, const report::RunRecord& record,
                           transport::Runner& runner) try {
  runner.go_on_after_signal();  // who stopped the run may know of it
  transport::Stage sender{.host = transport::Host::local(),
                          .argv = {"zabbix_sender", "-c", configuration, "-i", "-"},
                          .input = report::to_zabbix(record)};
  std::string said;
  transport::Pipeline pipeline{.stages = {std::move(sender)}, .timeout = k_longest_wait};
  const transport::Result result = runner.run(
      std::move(pipeline), {.out = [&said](std::string_view line) { said.append(line).append("\n"); }, .err = {}});
  return judge(result, configuration, report::read_zabbix_answer(said));
} catch (const std::exception& error) {
  return error.what();
}

}  // namespace app::verbs
