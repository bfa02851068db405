#include "app/verbs/backup_job.hpp"

#include "app/cli/substitute.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/removable.hpp"
#include "app/verbs/sending.hpp"

namespace app::verbs {

namespace {

void put(const cli::Thinning& given, plan::Options& options) {
  options.thinning = given.thinning;
  options.keep_source = schedule("--keep-source", given.keep_source);
  options.keep_target = schedule("--keep-target", given.keep_target);
  if (!given.destroy_missing.empty()) options.destroy_missing = ttl("--destroy-missing", given.destroy_missing);
  options.adopt_missing = given.adopt_missing;
}

void put(const cli::Scope& given, plan::Options& options) {
  options.send = given.send;
  options.other_snapshots = given.other_snapshots;
  options.exclude_snapshots = patterns_of("--exclude-snapshot-pattern", given.exclude_snapshot_patterns);
  options.create_target = given.create_target;
  options.hold_tag = hold_tag_of(given.hold_format, options.settings.backup_name);
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
  options.mapping = mapping_of(given.operands.target_path, given.scope.strip_path);
  options.settings.backup_name = given.operands.backup_name;
  options.snapshot_name = given.snapshotting.snapshot ? format.name_at(now) : "";
  options.zfs_compressed = given.stream.zfs_compressed;
  options.min_change = given.snapshotting.allow_empty ? 0 : given.snapshotting.min_change;
  put_hooks(given.snapshots, options);
  options.settings.set_snapshot_properties = given.snapshots.set_snapshot_properties;
  options.settings.piping = piping_of(given.stream, given.places, given.pace);
  options.spares_helpers = given.stream.spares_helpers;
  options.settings.crossing = crossing_of(given.stream, given.places);
  put(given.thinning, options);
  put_brake(given.thinning.max_destroy, options);
  put(given.scope, options);
  put_sending(given.sending, options);
  options.check_permissions = given.rights.check_permissions;
  put_receiving(given.receiving, options);
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
  job.offline_ok = given.offline.ok;
  job.import = import_rules_of(given.removable);
  job.min_free = min_free_of(given.room.min_free);
  job.jobs = jobs_of(given.stream, given.places, given.pace);
  // Under the old name a listing may take as long as it did.
  if (personality == Personality::zwinnow) job.timeout = timeout_of(given.pace.timeout);
  return job;
}

}  // namespace app::verbs
