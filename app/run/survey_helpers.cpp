// Are the programs there that the streams shall pass, and do they get from one host to the other? Asked before anything
// is changed, in the round trip that reads the pools' features.

#include "app/run/survey.hpp"
#include "transport/link.hpp"

#include <map>
#include <memory>
#include <set>
#include <utility>

namespace run {

using plan::Side;

namespace {

/// Prints those that are not there. In place of socat OpenBSD's nc will do where it only connects.
constexpr const char* k_find = R"(connects=$1
shift
for p in "$@"; do
  if command -v "$p" >/dev/null 2>&1; then continue; fi
  case $connects$p in yessocat) case $(nc -h 2>&1) in *"network socket after EOF"*) continue ;; esac ;; esac
  printf '%s\n' "$p"
done)";

std::string place_of(const transport::Host& host) {
  return host.is_local() ? "this host" : host.destination();
}

std::string is_missing(const std::string& program, Side side, const transport::Host& host) {
  const bool is_of_tcp = program == "socat";
  const std::string start = side == Side::source ? "[Source] " : "[Target] ";
  const std::string which = is_of_tcp && side == Side::source ? "neither socat nor OpenBSD's nc" : program + " not";
  const std::string advice = is_of_tcp ? "use another --transport"
                                       : "leave out the option that needs it (--transport, --buffer, --rate, "
                                         "--compress, --send-pipe, --recv-pipe)";
  return start + which + " found on " + place_of(host) + ": install the package " + program + " there, or " + advice;
}

/// What stands for the ends of a connection by tcp is socat.
std::string program_of(const transport::Argv& argv) {
  return argv.front() == "tcp" ? "socat" : argv.front();
}

/// Nothing, if they will do.
std::string what_addresses_lack(const transport::Crossing& crossing) {
  if (!crossing.connects()) return {};
  if (crossing.listener.empty()) return "[Target] its address is not known, as ssh does not tell it (SSH_CONNECTION)";
  if (crossing.sender.empty()) return "[Source] its address is not known, as ssh does not tell it (SSH_CONNECTION)";
  if (transport::is_ipv6(crossing.listener) == transport::is_ipv6(crossing.sender)) return {};
  return "[Target] its address " + crossing.listener + " cannot be reached from " + crossing.sender;
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
  const transport::Crossing& crossing = options_.settings.crossing;
  const transport::Link link(hosts_.source, hosts_.target, options_.settings.piping, crossing);
  const Side receiving = hosts_.source == hosts_.target ? Side::source : Side::target;  // one host is asked once
  std::map<Side, std::set<std::string>> programs;
  for (const transport::Argv& program : link.sending()) programs[Side::source].insert(program_of(program));
  for (const transport::Argv& program : link.receiving()) programs[receiving].insert(program_of(program));
  const auto left = std::make_shared<std::size_t>(programs.size());
  for (const auto& [side, wanted] : programs) {
    std::vector<std::string> argv = {"sh", "-c", k_find, "sh", side == Side::source ? "yes" : "no"};
    argv.insert(argv.end(), wanted.begin(), wanted.end());
    const auto line = [this, side = side](std::string_view program) {
      if (can_do_without(program)) {
        facts_.missing_helpers.emplace(side, program);
        return;
      }
      reader_.keep_error([&] { throw RunError(is_missing(std::string(program), side, shell_.host(side))); });
    };
    shell_.start(side, std::move(argv), line, [this, side = side, left](const transport::Result& result) {
      reader_.keep_error([&] { require(result, side, "which programs are there"); });
      if (--*left == 0 && !reader_.has_failed()) start_trying_crossing();
    });
  }
  if (programs.empty()) start_trying_crossing();
}

/// A firewall in between, or an ssh that is let in nowhere, would make each dataset wait and fail.
void Survey::start_trying_crossing() {
  const transport::Crossing crossing =
      transport::with_addresses(options_.settings.crossing, facts_.ssh_to_source, facts_.ssh_to_target);
  if (crossing.way == transport::Crossing::Way::here) return;
  const std::string lack = what_addresses_lack(crossing);
  if (!lack.empty()) {
    return reader_.keep_error(
        [&] { throw RunError(lack + ": give the IP addresses with --listen-address and --peer-address"); });
  }
  const transport::Link link(hosts_.source, hosts_.target, {}, crossing);
  shell_.start(
      Side::source, link.carry({"true"}, {"cat"}), [](std::string_view) {},
      [this](const transport::Result& result) {
        reader_.keep_error([&] {
          if (result.interrupted) throw Aborted();
          if (!result.ok()) throw RunError("no stream gets from the source to the target: " + result.error());
        });
      });
}

}  // namespace run
