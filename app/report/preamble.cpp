#include "app/report/preamble.hpp"

#include "thinner/schedule.hpp"
#include "transport/quote.hpp"

#include <date/date.h>

namespace report {

namespace {

void tell_host(Console& console, const std::string& node, const std::string& destination, const std::string& config) {
  if (!config.empty()) console.verbose(node + "Using custom SSH config: " + config);
  if (!destination.empty()) console.verbose(node + "SSH to: " + destination);
}

void tell_schedule(Console& console, const std::string& node, const thinner::Schedule& schedule) {
  for (const std::string& sentence : thinner::describe(schedule)) console.verbose(node + sentence);
}

}  // namespace

void tell_preamble(Console& console, const app::Request& request, thinner::Time now, const Settings& settings,
                   const plan::Options& options, const thinner::Zone& zone) {
  console.verbose(settings.header);
  console.verbose("");
  if (settings.same_host && !request.target_path.empty()) {
    console.verbose("NOTE: Source and target are on the same host, excluding target-path from selection.");
    console.verbose("");
  }
  if (settings.added_exclude_received) {
    console.verbose(
        "NOTE: Source and target are on the same host, adding --exclude-received to commandline. (use "
        "--include-received to overrule)");
    console.verbose("");
  }
  for (const std::string& note : request.notes) console.warning(note);
  if (!request.compress.empty() && request.ssh_source.empty() && request.ssh_target.empty())
    console.warning("Using compression, but transfer is local.");
  if (!request.compress.empty() && request.zfs_compressed)
    console.warning("Using --compress with --zfs-compressed, might be inefficient.");
  if (request.mode == app::Mode::test) console.warning("TEST MODE - SIMULATING WITHOUT MAKING ANY CHANGES");
  const std::chrono::sys_seconds wall{std::chrono::seconds(zone.to_wall(now))};
  console.verbose((request.utc ? "Current time UTC           : " : "Current time               : ") +
                  date::format("%F %T", wall));
  console.verbose("Selecting dataset property : " + settings.property);
  console.verbose("Snapshot format            : " + settings.snapshot_format);
  console.verbose(std::string("Timezone                   : ") + (request.utc ? "UTC" : "Local"));
  if (request.holds) console.verbose("Hold name                  : " + options.hold_tag);
  console.title("Source settings");
  tell_host(console, "[Source] ", request.ssh_source, request.ssh_config);
  if (request.thinning) tell_schedule(console, "[Source] ", options.keep_source);
}

void tell_target(Console& console, const app::Request& request, const plan::Options& options,
                 const transport::Piping& piping) {
  console.title("Target settings");
  tell_host(console, "[Target] ", request.ssh_target, request.ssh_config);
  if (request.thinning) tell_schedule(console, "[Target] ", options.keep_target);
  console.verbose("[Target] Receive datasets under: " + request.target_path);
  console.title("Synchronising");
  const auto tell = [&console](const char* what, const std::string& value) {
    if (!value.empty()) console.verbose(what + value);
  };
  tell("[Source] zfs send buffer        : ", piping.buffer);
  tell("[Source] zfs send chunk size    : ", piping.chunk);
  for (const std::string& pipe : request.send_pipes) tell("[Source] zfs send custom pipe   : ", pipe);
  tell("[Source] zfs send compression   : ", transport::sh_join(piping.compress));
  tell("[Source] zfs send transfer rate : ", request.rate);
  tell("[Target] zfs recv decompression : ", transport::sh_join(piping.decompress));
  for (const std::string& pipe : request.recv_pipes) tell("[Target] zfs recv custom pipe   : ", pipe);
  tell("[Target] zfs recv buffer        : ", piping.buffer);
  const bool asked = !request.compress.empty() || !request.buffer.empty() || !request.buffer_chunk_size.empty();
  if (request.personality != app::Personality::zwinnow) return;
  if (piping.has_helpers()) {
    console.verbose(
        "[Source] Without compressor and buffer go streams of less than 1 MiB: starting them takes longer.");
  } else if (asked) {
    console.verbose("[Source] Without compressor and buffer: the streams do not leave their host.");
  }
}

}  // namespace report
