#include "app/verbs/sending.hpp"

#include "app/verbs/parts.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>

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
