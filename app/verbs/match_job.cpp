#include "app/verbs/match_job.hpp"

#include "app/cli/substitute.hpp"
#include "app/verbs/covering.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"

namespace app::verbs {

namespace {

void choose_tree(const MatchOptions& given, Job& job) {
  job.selection = tree_of(given.route, given.covering);
  job.series = {{"*", zfs::ShellPattern{"*"}}};
  if (!given.target().empty())
    job.options.mapping = selector::Mapping::tree(given.route.source.dataset, given.target());
  job.options.exclude_snapshots = excluded_snapshots(given.covering);
  job.options.other_snapshots = true;
  job.options.create_target = true;  // one that is missing is no error: all is to be sent
}

void choose_backup(const MatchOptions& given, Job& job) {
  const cli::NamedBackup& backup = given.backup;
  job.selection = selector::ByProperty{property_of(given.selecting.property_format, backup.name),
                                       rules_of(given.selecting, given.places, given.target())};
  job.series = {
      {backup.name, thinner::NameFormat(cli::substitute(backup.snapshot_format, backup.name), thinner::Zone::local())}};
  job.options.mapping = mapping_of(given.target(), backup.strip_path);
  job.options.exclude_snapshots = patterns_of("--exclude-snapshot-pattern", backup.exclude_snapshot_patterns);
  job.options.other_snapshots = backup.other_snapshots;
}

}  // namespace

cli::Places MatchOptions::hosts() const {
  if (is_of_backup()) return places;
  cli::Places of_operands = places_of(route);
  of_operands.ssh_config = places.ssh_config;
  return of_operands;
}

Job make_match_job(const MatchOptions& given, thinner::Time now) {
  Job job;
  job.options.now = now;
  job.options.settings.backup_name = given.backup.name;
  job.options.thinning = job.options.holds = job.options.check_permissions = false;
  given.is_of_backup() ? choose_backup(given, job) : choose_tree(given, job);
  job.hosts = hosts_of(given.hosts());
  job.timeout = timeout_of(cli::Pace{}.timeout);
  return job;
}

}  // namespace app::verbs
