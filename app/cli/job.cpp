#include "app/cli/job.hpp"

#include "app/cli/substitute.hpp"
#include "app/cli/words.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <thread>

namespace app::cli {

namespace {

transport::Host host(const std::string& destination, const std::string& config) {
  return destination.empty() ? transport::Host::local() : transport::Host::ssh(destination, config);
}

/// ZFS knows no capital letters in property names, and says so in a page of usage.
void check_property(const std::string& property) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '.' || c == '_' || c == '+';
  };
  if (property.size() < 256 && property.find(':') != std::string::npos && std::ranges::all_of(property, allowed))
    return;
  throw std::invalid_argument(
      "'" + property + "' cannot be a user property: it needs a colon, and only lower-case letters, digits and :+-._ " +
      "are allowed. Choose another backup name or --property-format.");
}

thinner::Schedule schedule(const std::string& option, const std::string& text) {
  try {
    return thinner::parse_schedule(text);
  } catch (const thinner::ScheduleError& error) {
    throw thinner::ScheduleError(option + ": " + error.what());
  }
}

/// zfs would take it for an option, or for several words of a listing.
std::string hold_tag(std::string tag) {
  const bool printable = std::ranges::all_of(tag, [](char c) { return c > ' ' && c != '\x7f'; });
  if (tag.empty() || tag.front() == '-' || !printable || tag.size() > 200)
    throw std::invalid_argument("--hold-format: '" + tag +
                                "' cannot be the tag of a hold: no blanks, and no - in front");
  return tag;
}

plan::Options::DestroyLimit destroy_limit(std::string_view text) {
  plan::Options::DestroyLimit limit{.amount = 0, .percent = text.ends_with('%')};
  const std::string_view digits = text.substr(0, text.size() - (limit.percent ? 1 : 0));
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit.amount);
  const bool is_number = error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
  if (is_number && (!limit.percent || limit.amount <= 100)) return limit;
  throw std::invalid_argument("--max-destroy: '" + std::string(text) +
                              "' is neither a number of snapshots, such as 50, nor a part of them, such as 10%");
}

std::vector<std::string> command(const std::string& option, const std::string& text) try {
  std::vector<std::string> words = split_words(text);
  if (words.empty() || words.front().empty()) throw std::invalid_argument("it is no command");
  return words;
} catch (const std::invalid_argument& error) {
  throw std::invalid_argument(option + ": '" + text + "': " + error.what());
}

std::vector<std::vector<std::string>> commands(const std::string& option, const std::vector<std::string>& texts) {
  std::vector<std::vector<std::string>> all;
  all.reserve(texts.size());
  for (const std::string& text : texts) all.push_back(command(option, text));
  return all;
}

std::vector<selector::NamePattern> patterns(const std::vector<std::string>& texts) {
  std::vector<selector::NamePattern> all;
  for (const std::string& text : texts) {
    try {
      all.emplace_back(text);
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument("--exclude-snapshot-pattern: '" + text +
                                  "' is no regular expression (ECMAScript): " + error.what());
    }
  }
  return all;
}

/// Of more than the transport has under way at a time some would only wait, and what is their share of the rate be
/// lost.
std::size_t jobs_of(const Request& request) {
  const bool is_local = request.ssh_source.empty() && request.ssh_target.empty();
  const std::size_t most = is_local ? transport::k_most_pipelines : transport::k_most_sessions;
  if (request.jobs) return std::min<std::size_t>(*request.jobs, most);
  if (!request.rate.empty()) return 1;
  return default_jobs(std::thread::hardware_concurrency());
}

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

transport::Piping piping(const Request& request) {
  transport::Piping piping;
  piping.send_filters = commands("--send-pipe", request.send_pipes);
  piping.receive_filters = commands("--recv-pipe", request.recv_pipes);
  if (!request.compress.empty()) {
    const transport::Compressor chosen = transport::compressor(request.compress);
    piping.compress = chosen.compress;
    piping.decompress = chosen.decompress;
  }
  piping.buffer = request.buffer;
  piping.chunk = request.buffer_chunk_size;
  piping.rate = share_of_rate(request.rate, jobs_of(request));
  const bool on_one_host = request.ssh_source == request.ssh_target;
  return on_one_host ? transport::without_helpers(piping) : piping;
}

plan::Options options_of(const Request& request, const thinner::NameFormat& format, std::chrono::sys_seconds now) {
  plan::Options options;
  options.now = now;
  options.target_path = request.target_path;
  options.snapshot_name = request.snapshot ? format.name_at(now) : "";
  options.backup_name = request.backup_name;
  options.hold_tag = hold_tag(substitute(request.hold_format, request.backup_name));
  options.keep_source = schedule("--keep-source", request.keep_source);
  options.keep_target = schedule("--keep-target", request.keep_target);
  options.min_change = request.min_change;
  options.strip_path = request.strip_path;
  options.thinning = request.thinning;
  if (!request.destroy_missing.empty()) options.destroy_missing = ttl("--destroy-missing", request.destroy_missing);
  options.adopt_missing = request.adopt_missing;
  options.destroys_leaves_only = request.personality == Personality::zfs_autobackup;
  if (!request.max_destroy.empty()) options.max_destroy = destroy_limit(request.max_destroy);
  options.send = request.send;
  options.holds = request.holds;
  options.bookmarks = request.bookmarks;
  options.other_snapshots = request.other_snapshots;
  options.exclude_snapshots = patterns(request.exclude_snapshot_patterns);
  options.guid_check = request.guid_check;
  options.zfs_compressed = request.zfs_compressed;
  options.clones = request.clones == "simple";
  options.decrypt = request.decrypt;
  options.encrypt = request.encrypt;
  options.resend_renamed = request.resend_renamed || request.personality == Personality::zfs_autobackup;
  options.rollback = request.rollback;
  options.force = request.force;
  options.destroy_incompatible = request.destroy_incompatible;
  options.check_permissions = request.check_permissions;
  options.rotate = request.on_diverge == "rotate";
  if (options.rotate && (options.destroy_incompatible || options.force))
    throw std::invalid_argument(
        "--on-diverge=rotate keeps what --destroy-incompatible and --force destroy: leave one out");
  options.explain = request.mode == Mode::plan_json;
  options.protect_copies = request.personality != Personality::zfs_autobackup;
  options.filter_properties = request.filter_properties;
  options.set_properties = request.set_properties;
  if (request.clear_refreservation) options.filter_properties.emplace_back("refreservation");
  if (request.clear_mountpoint) options.set_properties.emplace_back("canmount=noauto");
  options.pre_snapshot = commands("--pre-snapshot-cmd", request.pre_snapshot_cmds);
  options.post_snapshot = commands("--post-snapshot-cmd", request.post_snapshot_cmds);
  options.pre_transfer = commands("--pre-transfer-cmd", request.pre_transfer_cmds);
  options.post_transfer = commands("--post-transfer-cmd", request.post_transfer_cmds);
  return options;
}

plan::Context context_of(const Request& request, const plan::Options& options) {
  plan::Context context;
  context.source = host(request.ssh_source, request.ssh_config);
  context.target = host(request.ssh_target, request.ssh_config);
  context.backup_name = request.backup_name;
  context.progress = request.progress;
  context.force = request.force;
  context.ignore_receive_errors = request.ignore_transfer_errors;
  context.piping = piping(request);
  context.set_snapshot_properties = request.set_snapshot_properties;
  context.filter_properties = options.filter_properties;
  context.set_properties = options.set_properties;
  return context;
}

}  // namespace

thinner::Span ttl(const std::string& option, const std::string& text) {
  try {
    return thinner::parse_ttl(text);
  } catch (const thinner::ScheduleError& error) {
    throw thinner::ScheduleError(option + ": " + error.what());
  }
}

std::size_t default_jobs(unsigned cores) {
  return std::clamp<std::size_t>(cores, 1, 4);
}

namespace {

/// Under the old name a listing may take as long as it did.
std::chrono::seconds timeout_of(const Request& request) {
  if (request.personality != Personality::zwinnow || request.timeout == "0") return std::chrono::seconds{0};
  return std::chrono::seconds{ttl("--timeout", request.timeout).seconds};
}

}  // namespace

Job make_job(const Request& request, std::chrono::sys_seconds now) {
  const std::string snapshot_format = substitute(request.snapshot_format, request.backup_name);
  const thinner::NameFormat format(snapshot_format, request.utc ? thinner::Zone::utc() : thinner::Zone::local());
  const plan::Options options = options_of(request, format, now);
  check_property(substitute(request.property_format, request.backup_name));
  const bool same_host = request.ssh_source == request.ssh_target;
  Job job{.property = substitute(request.property_format, request.backup_name),
          .snapshot_format = snapshot_format,
          .format = format,
          .options = options,
          .selection = {},
          .context = context_of(request, options),
          .jobs = jobs_of(request),
          .timeout = timeout_of(request),
          .lock_name = "",
          .same_host = same_host,
          .added_exclude_received =
              same_host && request.target_path.empty() && !request.exclude_received && !request.include_received};
  if (same_host) job.selection.exclude_path = request.target_path;
  job.selection.exclude_received = request.exclude_received || job.added_exclude_received;
  job.selection.include_received = request.include_received;
  job.selection.exclude_unchanged = request.exclude_unchanged;
  job.lock_name = job.property + " " + request.ssh_source + " " + request.ssh_target + " " + request.target_path;
  return job;
}

}  // namespace app::cli
