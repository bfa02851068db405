#include "app/report/preamble.hpp"

#include "transport/quote.hpp"

#include <date/date.h>

#include <chrono>

namespace report {

namespace {

void tell_host(Console& console, const std::string& node, const SideSettings& side) {
  if (!side.ssh_config.empty()) console.verbose(node + "Using custom SSH config: " + side.ssh_config);
  if (!side.ssh.empty()) console.verbose(node + "SSH to: " + side.ssh);
}

void tell_schedule(Console& console, const std::string& node, const SideSettings& side) {
  if (!side.schedule) return;
  for (const std::string& sentence : thinner::describe(*side.schedule)) console.verbose(node + sentence);
}

/// Empty: through this host, or not at all.
std::string describe(const transport::Crossing& crossing) {
  using Way = transport::Crossing::Way;
  const std::string ports =
      " to port " + std::to_string(crossing.ports.first) + "-" + std::to_string(crossing.ports.last) + " of the target";
  switch (crossing.way) {
    case Way::here:
      return {};
    case Way::push:
      return "ssh from the source to the target";
    case Way::pull:
      return "ssh from the target to the source";
    case Way::tcp:
      return "tcp" + ports;
    case Way::mbuffer:
      return "mbuffer" + ports;
  }
  return {};
}

}  // namespace

void tell_preamble(Console& console, const Preamble& preamble, thinner::Time now, const thinner::Zone& zone) {
  console.verbose(preamble.header);
  console.verbose("");
  if (preamble.leaves_out_target_path) {
    console.verbose("NOTE: Source and target are on the same host, excluding target-path from selection.");
    console.verbose("");
  }
  if (preamble.added_exclude_received) {
    console.verbose(
        "NOTE: Source and target are on the same host, adding --exclude-received to commandline. (use "
        "--include-received to overrule)");
    console.verbose("");
  }
  for (const std::string& note : preamble.notes) console.warning(note);
  if (preamble.is_test) console.warning("TEST MODE - SIMULATING WITHOUT MAKING ANY CHANGES");
  const std::chrono::sys_seconds wall{std::chrono::seconds(zone.to_wall(now))};
  console.verbose((preamble.utc ? "Current time UTC           : " : "Current time               : ") +
                  date::format("%F %T", wall));
  console.verbose(preamble.property.empty() ? "Datasets                   : " + preamble.datasets
                                            : "Selecting dataset property : " + preamble.property);
  console.verbose("Snapshot format            : " + preamble.snapshot_format);
  console.verbose(std::string("Timezone                   : ") + (preamble.utc ? "UTC" : "Local"));
  if (!preamble.hold_tag.empty()) console.verbose("Hold name                  : " + preamble.hold_tag);
  console.title("Source settings");
  tell_host(console, "[Source] ", preamble.source);
  tell_schedule(console, "[Source] ", preamble.source);
}

void tell_target(Console& console, const TargetSettings& target) {
  const transport::Piping& piping = target.piping;
  console.title("Target settings");
  tell_host(console, "[Target] ", target.side);
  tell_schedule(console, "[Target] ", target.side);
  console.verbose("[Target] Receive datasets under: " + target.path);
  console.title("Synchronising");
  const auto tell = [&console](const char* what, const std::string& value) {
    if (!value.empty()) console.verbose(what + value);
  };
  tell("[Source] zfs send buffer        : ", piping.buffer);
  tell("[Source] zfs send chunk size    : ", piping.chunk);
  for (const std::string& pipe : target.send_pipes) tell("[Source] zfs send custom pipe   : ", pipe);
  tell("[Source] zfs send compression   : ", transport::sh_join(piping.compress));
  tell("[Source] zfs send transfer rate : ", target.rate);
  tell("[Source] transport              : ", describe(target.crossing));
  tell("[Target] zfs recv decompression : ", transport::sh_join(piping.decompress));
  for (const std::string& pipe : target.recv_pipes) tell("[Target] zfs recv custom pipe   : ", pipe);
  tell("[Target] zfs recv buffer        : ", piping.buffer);
  if (!target.says_why_plain) return;
  console.verbose(piping.has_helpers()
                      ? "[Source] Streams below 1 MiB are sent uncompressed and unbuffered."
                      : "[Source] Streams are sent uncompressed and unbuffered: they do not leave this host.");
}

}  // namespace report
