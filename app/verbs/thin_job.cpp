#include "app/verbs/thin_job.hpp"

#include "app/cli/substitute.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/snapshot_job.hpp"

#include <algorithm>

namespace app::verbs {

namespace {

/// Its snapshots alone are looked at: nothing is done there.
void put(const cli::Endpoint& target, const ThinOptions& given, Job& job) {
  job.options.mapping = selector::Mapping::tree(given.choosing.names.front(), target.dataset);
  job.options.only_replicated = true;
  job.options.keep_target = thinner::Schedule{.keep_newest = thinner::k_keep_all};
  job.hosts = hosts_of(cli::Places{
      .ssh_config = given.place.ssh_config, .ssh_source = given.place.ssh_source, .ssh_target = target.host});
}

Thinned of_backup(const ThinOptions& given) {
  const std::string& name = given.explaining.backup_name;
  const std::string& format = given.labelling.snapshot_format;
  const std::string names = cli::substitute(format.empty() ? cli::Snapshotting{}.snapshot_format : format, name);
  return {{name, thinner::NameFormat(names, zone_of(given.pruning.utc)), false}, names};
}

selector::Selection selection_of(const ThinOptions& given) {
  if (!given.choosing.names.empty()) return roots_of(given.choosing);
  return selector::ByProperty{property_of(cli::Selecting{}.property_format, given.explaining.backup_name), {}};
}

}  // namespace

Mode ThinOptions::mode() const {
  return pruning.print_ranges ? Mode::plan_ranges : mode_of(trying, planning);
}

std::optional<cli::Endpoint> ThinOptions::against() const {
  if (pruning.against.empty()) return std::nullopt;
  return cli::read_endpoint(pruning.against, "--against");
}

Thinned thinned_by(const ThinOptions& given) {
  if (given.is_of_backup()) return of_backup(given);
  const std::string& match = given.pruning.match;
  if (!match.empty()) return {{match, zfs::ShellPattern{match}}, match};
  const Kind kind = kind_of(given.labelling, "");
  const bool says_its_kind = !given.labelling.label.empty() || !given.labelling.type.empty();
  return {{says_its_kind ? kind.id : kind.format, thinner::NameFormat(kind.format, zone_of(given.pruning.utc))},
          kind.format};
}

thinner::Schedule kept_by(const ThinOptions& all) {
  const cli::Pruning& given = all.pruning;
  if (all.is_of_backup() && !all.has_schedule()) return verbs::schedule("--keep", cli::Thinning{}.keep_source);
  thinner::Schedule schedule = verbs::schedule("--keep", given.schedule);
  schedule.keep_newest = std::max<std::size_t>(schedule.keep_newest, given.count);
  if (given.days != 0) schedule.young = verbs::ttl("--keep-days", std::to_string(given.days) + "d");
  return schedule;
}

Job make_thin_job(const ThinOptions& given, const Thinned& thinned, thinner::Time now) {
  Job job;
  job.selection = selection_of(given);
  job.series = {thinned.series};
  job.options.now = now;
  job.options.settings.backup_name = thinned.series.id;
  job.options.keep_source = kept_by(given);
  job.options.send = job.options.holds = false;
  job.options.check_permissions = given.rights.check_permissions;
  job.options.explain = given.explaining.explain || given.mode() == Mode::plan_json;
  put_brake(given.braking.max_destroy, job.options);
  job.hosts = hosts_of(given.place);
  job.offline_ok = given.offline.ok;
  if (const auto target = given.against()) put(*target, given, job);
  job.jobs = given.pace.jobs.value_or(default_jobs());
  job.timeout = timeout_of(given.pace.timeout);
  job.pools = {.only_healthy = true};
  return job;
}

}  // namespace app::verbs
