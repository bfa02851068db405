// Are the programs there that the streams shall pass? Asked before anything is changed, in the round trip that reads
// the pools' features.

#include "app/run/survey.hpp"
#include "transport/link.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace run {

using plan::Side;

namespace {

/// Prints those that are not there.
std::vector<std::string> find_programs(const std::vector<std::string>& programs) {
  std::vector<std::string> argv = {
      "sh", "-c", R"(for p in "$@"; do command -v "$p" >/dev/null 2>&1 || printf '%s\n' "$p"; done)", "sh"};
  argv.insert(argv.end(), programs.begin(), programs.end());
  return argv;
}

}  // namespace

/// A rate needs mbuffer.
bool Survey::can_do_without(std::string_view program) const {
  const transport::Piping& piping = options_.settings.piping;
  if (!options_.spares_helpers) return false;
  if (program == "mbuffer") return piping.rate.empty();
  return !piping.compress.empty() && (program == piping.compress.front() || program == piping.decompress.front());
}

void Survey::start_finding_helpers() {
  const transport::Link link(hosts_.source, hosts_.target, options_.settings.piping);
  const Side receiving = hosts_.source == hosts_.target ? Side::source : Side::target;  // one host is asked once
  std::map<Side, std::set<std::string>> programs;
  for (const transport::Argv& program : link.sending()) programs[Side::source].insert(program.front());
  for (const transport::Argv& program : link.receiving()) programs[receiving].insert(program.front());
  for (const auto& [side, wanted] : programs) {
    const auto line = [this, side = side](std::string_view program) {
      if (can_do_without(program)) {
        facts_.missing_helpers.emplace(side, program);
        return;
      }
      throw RunError(
          std::string(side == Side::source ? "[Source] " : "[Target] ") + std::string(program) +
          " not found: install it there, or leave out the option that needs it (--buffer, --rate, --compress, "
          "--send-pipe, --recv-pipe)");
    };
    reader_.start(side, find_programs({wanted.begin(), wanted.end()}), line, "which programs are there");
  }
}

}  // namespace run
