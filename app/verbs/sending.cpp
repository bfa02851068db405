#include "app/verbs/sending.hpp"

#include "app/verbs/parts.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace app::verbs {

namespace {

/// The rate is for the run. As mbuffer takes it: a number with or without a unit, powers of 1024.
std::string share_of_rate(const std::string& rate, std::size_t jobs) {
  if (jobs <= 1 || rate.empty()) return rate;
  double number = 0;
  const char* const end = rate.data() + rate.size();
  const auto [unit, error] = std::from_chars(rate.data(), end, number);
  constexpr std::string_view k_units = "bkmgt";
  const auto power = unit == end ? 0 : k_units.find(static_cast<char>(std::tolower(static_cast<unsigned char>(*unit))));
  const double share = power == std::string_view::npos
                           ? 0
                           : std::ldexp(number, static_cast<int>(10 * power)) / static_cast<double>(jobs);
  if (error != std::errc{} || end - unit > 1 || !(share >= 1) || share > 1e18)
    throw std::invalid_argument("--rate: '" + rate + "' cannot be shared among --jobs: say it as 10M or 500k");
  return std::to_string(static_cast<std::uint64_t>(share));
}

}  // namespace

/// Of more than the transport has under way at a time some would only wait, and what is their share of the rate be
/// lost. Nor more than there are ports to listen on.
std::size_t jobs_of(const cli::Stream& stream, const cli::Places& places, const cli::Pace& pace) {
  const transport::Crossing crossing = crossing_of(stream, places);
  std::size_t most = places.is_local() ? transport::k_most_pipelines : transport::k_most_sessions;
  if (crossing.connects()) most = std::min<std::size_t>(most, crossing.ports.size());
  if (pace.jobs) return std::min<std::size_t>(*pace.jobs, most);
  if (!stream.rate.empty()) return 1;
  return std::min(default_jobs(), most);
}

transport::Piping piping_of(const cli::Stream& stream, const cli::Places& places, const cli::Pace& pace) {
  transport::Piping piping;
  piping.send_filters = commands("--send-pipe", stream.send_pipes);
  piping.receive_filters = commands("--recv-pipe", stream.recv_pipes);
  if (!stream.compress.empty()) {
    const transport::Compressor chosen = transport::compressor(stream.compress);
    piping.compress = chosen.compress;
    piping.decompress = chosen.decompress;
  }
  piping.buffer = stream.buffer;
  piping.chunk = stream.buffer_chunk_size;
  piping.rate = share_of_rate(stream.rate, jobs_of(stream, places, pace));
  return places.is_one_host() ? transport::without_helpers(piping) : piping;
}

namespace {

std::string address(const std::string& option, const std::string& given) {
  if (given.empty() || transport::is_address(given)) return given;
  throw std::invalid_argument(option + ": '" + given + "' is no IP address such as 10.0.0.2 or fd00::2");
}

transport::PortRange ports(const std::string& option, const std::string& given) try {
  return transport::parse_ports(given);
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(option + ": " + error.what());
}

bool both_are_remote(const cli::Places& places) {
  return !places.ssh_source.empty() && !places.ssh_target.empty();
}

}  // namespace

bool asks_for_crossing(const cli::Stream& given) {
  return given.transport != "ssh" || !given.direct.empty();
}

transport::Crossing crossing_of(const cli::Stream& given, const cli::Places& places) {
  using Way = transport::Crossing::Way;
  transport::Crossing crossing{.ports = ports("--port-range", given.port_range),
                               .listener = address("--listen-address", given.listen_address),
                               .sender = address("--peer-address", given.peer_address),
                               .idle = time_or_none("--idle-timeout", given.idle_timeout)};
  if (places.is_one_host()) return {};
  if (given.transport == "tcp") crossing.way = Way::tcp;
  if (given.transport == "mbuffer") crossing.way = Way::mbuffer;
  const bool by_far_ssh = given.transport == "ssh" && !given.direct.empty() && both_are_remote(places);
  if (by_far_ssh) crossing.way = given.direct == "push" ? Way::push : Way::pull;
  return crossing;
}

std::vector<std::string> notes_on_crossing(const cli::Stream& given, const cli::Places& places) {
  if (!asks_for_crossing(given)) return {};
  if (places.is_one_host()) return {"Source and target are on the same host: --transport and --direct have no effect."};
  if (given.transport == "ssh") {
    if (both_are_remote(places)) return {};
    return {"--direct has no effect: one of the hosts is this one, so streams do not pass a third."};
  }
  std::vector<std::string> notes = {
      "Streams travel UNENCRYPTED between source and target (--transport=" + given.transport +
      "). Only raw streams of encrypted datasets keep their contents secret."};
  if (given.transport == "mbuffer")
    notes.emplace_back("mbuffer listens on all addresses of the target, and lets in only that of the source.");
  return notes;
}

void tell_crossing(const cli::Stream& given, const cli::Places& places, report::Console& console) {
  for (const std::string& note : notes_on_crossing(given, places)) console.warning(note);
}

void turn_crossing(cli::Stream& given) {
  std::swap(given.listen_address, given.peer_address);
  if (!given.direct.empty()) given.direct = given.direct == "push" ? "pull" : "push";
}

void put_sending(const cli::Sending& given, plan::Options& options) {
  options.holds = given.holds;
  options.bookmarks = given.bookmarks;
  options.follow_renames = given.follow_renames;
  options.resend_renamed = given.resend_renamed;
  options.rollback = given.rollback;
  options.destroy_incompatible = given.destroy_incompatible;
  options.rotate = given.on_diverge == "rotate";
  options.settings.force = given.force;
  options.settings.ignore_receive_errors = given.ignore_transfer_errors;
  options.guid_check = given.guid_check;
  options.decrypt = given.decrypt;
  options.encrypt = given.encrypt;
  options.properties = given.properties;
  options.clones = given.clones == "simple";
  options.pre_transfer = commands("--pre-transfer-cmd", given.pre_transfer_cmds);
  options.post_transfer = commands("--post-transfer-cmd", given.post_transfer_cmds);
  if (options.rotate && (options.destroy_incompatible || options.settings.force))
    throw std::invalid_argument(
        "--on-diverge=rotate keeps what --destroy-incompatible and --force destroy: leave one out");
  if (options.follow_renames && options.resend_renamed)
    throw std::invalid_argument(
        "--follow-renames goes on with the copies that --resend-renamed sends anew: leave one out");
}

void put_receiving(const cli::Receiving& given, plan::Options& options) {
  options.settings.filter_properties = given.filter_properties;
  options.settings.set_properties = given.set_properties;
  if (given.clear_refreservation) options.settings.filter_properties.emplace_back("refreservation");
  if (given.clear_mountpoint) options.settings.set_properties.emplace_back("canmount=noauto");
}

}  // namespace app::verbs
