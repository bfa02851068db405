#include "app/verbs/restore_job.hpp"

#include "app/cli/verb.hpp"
#include "app/cli/words.hpp"
#include "app/verbs/covering.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/sending.hpp"

#include <string>
#include <utility>

namespace app::verbs {

namespace {

plan::Options restoring_options(const RestoreOptions& given, thinner::Time now) {
  const cli::Places places = places_of(given.route);
  plan::Options options;
  options.now = now;
  options.mapping = selector::Mapping::tree(given.route.source.dataset, given.route.target.dataset);
  options.settings.backup_name = "restore";
  options.settings.piping = piping_of(given.stream, places, given.pace);
  options.spares_helpers = given.stream.spares_helpers;
  options.settings.crossing = crossing_of(given.stream, places);
  options.settings.force = given.restoring.overwrite;
  options.zfs_compressed = given.stream.zfs_compressed;
  options.hold_tag = hold_tag_of("zwinnow:{}", "restore");
  options.holds = false;
  options.other_snapshots = true;
  options.create_target = true;
  options.thinning = false;
  options.rollback = options.destroy_incompatible = given.restoring.overwrite;
  options.newest_only = given.restoring.newest_only;
  options.up_to = given.route.source.snapshot;
  options.exclude_snapshots = excluded_snapshots(given.covering);
  options.check_permissions = given.rights.check_permissions;
  options.restoring = {.as_original = given.restoring.as_original};
  put_receiving(given.receiving, options);
  return options;
}

/// Neither may hold the other: what is set aside would take the backup along.
void check_apart(const cli::Route& route) {
  const std::string &backup = route.source.dataset, &place = route.target.dataset;
  if (!places_of(route).is_one_host()) return;
  if (zfs::is_at_or_below(backup, place) || zfs::is_at_or_below(place, backup))
    throw cli::ImpossibleRequest("BACKUP " + cli::quoted(backup) + " and DST " + cli::quoted(place) +
                                 " lie one within the other: choose another DST");
}

}  // namespace

Job make_restore_job(const RestoreOptions& given, thinner::Time now) {
  check_apart(given.route);
  const cli::Places places = places_of(given.route);
  Job job;
  job.options = restoring_options(given, now);
  job.series = {{"", zfs::ShellPattern{"*"}}};
  job.selection = tree_of(given.route, given.covering);
  job.hosts = hosts_of(places);
  job.jobs = jobs_of(given.stream, places, given.pace);
  job.timeout = timeout_of(given.pace.timeout);
  return job;
}

}  // namespace app::verbs
