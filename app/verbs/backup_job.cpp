#include "app/verbs/backup_job.hpp"

#include "app/cli/substitute.hpp"
#include "app/cli/words.hpp"
#include "app/verbs/parts.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <thread>

namespace app::verbs {

namespace {

/// Of more than the transport has under way at a time some would only wait, and what is their share of the rate be
/// lost.
std::size_t jobs_of(const BackupOptions& given) {
  const std::size_t most = given.places.is_local() ? transport::k_most_pipelines : transport::k_most_sessions;
  if (given.pace.jobs) return std::min<std::size_t>(*given.pace.jobs, most);
  if (!given.stream.rate.empty()) return 1;
  return default_jobs();
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

transport::Piping piping_of(const BackupOptions& given) {
  const cli::Stream& stream = given.stream;
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
  piping.rate = share_of_rate(stream.rate, jobs_of(given));
  return given.places.is_one_host() ? transport::without_helpers(piping) : piping;
}

void put(const cli::Thinning& given, plan::Options& options) {
  options.thinning = given.thinning;
  options.keep_source = schedule("--keep-source", given.keep_source);
  options.keep_target = schedule("--keep-target", given.keep_target);
  if (!given.destroy_missing.empty()) options.destroy_missing = ttl("--destroy-missing", given.destroy_missing);
  options.adopt_missing = given.adopt_missing;
}

void put(const cli::Sending& given, plan::Options& options) {
  options.send = given.send;
  options.other_snapshots = given.other_snapshots;
  options.exclude_snapshots = patterns_of("--exclude-snapshot-pattern", given.exclude_snapshot_patterns);
  options.holds = given.holds;
  options.hold_tag = hold_tag_of(given.hold_format, options.settings.backup_name);
  options.bookmarks = given.bookmarks;
  options.resend_renamed = given.resend_renamed;
  options.create_target = given.create_target;
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
}

void put(const cli::Receiving& given, plan::Options& options) {
  options.settings.filter_properties = given.filter_properties;
  options.settings.set_properties = given.set_properties;
  if (given.clear_refreservation) options.settings.filter_properties.emplace_back("refreservation");
  if (given.clear_mountpoint) options.settings.set_properties.emplace_back("canmount=noauto");
}

/// What zfs-autobackup does otherwise.
void put(Personality personality, plan::Options& options) {
  const bool is_drop_in = personality == Personality::zfs_autobackup;
  options.destroys_leaves_only = is_drop_in;
  options.protect_copies = !is_drop_in;
  if (is_drop_in) options.resend_renamed = true;
}

plan::Options options_of(const BackupOptions& given, const thinner::NameFormat& format, Personality personality,
                         thinner::Time now) {
  plan::Options options;
  options.now = now;
  options.mapping = mapping_of(given.operands.target_path, given.sending.strip_path);
  options.settings.backup_name = given.operands.backup_name;
  options.snapshot_name = given.snapshotting.snapshot ? format.name_at(now) : "";
  options.zfs_compressed = given.stream.zfs_compressed;
  options.min_change = given.snapshotting.allow_empty ? 0 : given.snapshotting.min_change;
  put_hooks(given.snapshots, options);
  options.settings.set_snapshot_properties = given.snapshots.set_snapshot_properties;
  options.settings.piping = piping_of(given);
  put(given.thinning, options);
  put_brake(given.thinning.max_destroy, options);
  put(given.sending, options);
  options.check_permissions = given.rights.check_permissions;
  put(given.receiving, options);
  put(personality, options);
  return options;
}

}  // namespace

std::vector<std::string> BackupOptions::settle_obsolete() {
  std::vector<std::string> notes;
  if (obsolete.resume) notes.emplace_back("The --resume option isn't needed anymore (it's autodetected now)");
  if (obsolete.raw)
    notes.emplace_back(
        "The --raw option isn't needed anymore (it's autodetected now). Also see --encrypt and --decrypt.");
  if (obsolete.ignore_replicated) {
    notes.emplace_back("--ignore-replicated has been renamed, using --exclude-unchanged");
    selecting.exclude_unchanged = 1;
  }
  return notes;
}

BackupJob make_backup_job(const BackupOptions& given, Personality personality, thinner::Time now) {
  const cli::Operands& operands = given.operands;
  const std::string snapshot_format = cli::substitute(given.snapshotting.snapshot_format, operands.backup_name);
  const thinner::NameFormat format(snapshot_format, zone_of(given.snapshots.utc));
  const cli::Selecting& selecting = given.selecting;
  const std::string property = property_of(selecting.property_format, operands.backup_name);
  BackupJob job{{}, property, snapshot_format, format};
  job.options = options_of(given, format, personality, now);
  job.series = {{job.options.settings.backup_name, format}};
  selector::SelectionRules rules = rules_of(selecting, given.places, operands.target_path);
  job.added_exclude_received = given.places.is_one_host() && operands.target_path.empty() &&
                               !selecting.exclude_received && !selecting.include_received;
  if (job.added_exclude_received) rules.exclude_received = true;
  job.selection = selector::ByProperty{property, std::move(rules)};
  job.hosts = hosts_of(given.places);
  job.jobs = jobs_of(given);
  // Under the old name a listing may take as long as it did.
  if (personality == Personality::zwinnow) job.timeout = timeout_of(given.pace.timeout);
  return job;
}

}  // namespace app::verbs
