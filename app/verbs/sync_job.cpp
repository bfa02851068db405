#include "app/verbs/sync_job.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/substitute.hpp"
#include "app/cli/verb.hpp"
#include "app/plan/retain/tags.hpp"
#include "app/verbs/covering.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/sending.hpp"
#include "transport/environment.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace app::verbs {

namespace {

/// Every snapshot of a tree travels, whoever made it; only those of our names are thinned.
constexpr std::string_view k_any_name = "*";

constexpr std::string_view k_hash = "{targethash}", k_counter = "{counter}", k_host = "{host}", k_name = "{name}";

enum class When { if_changed, always, never };

When when_of(const SyncOptions& given) {
  const cli::Syncing& syncing = given.syncing;
  const int asked =
      static_cast<int>(syncing.if_written) + static_cast<int>(syncing.always) + static_cast<int>(syncing.never);
  if (asked > 1) throw cli::ImpossibleRequest("-s, -S and --no-snapshot exclude each other: leave out all but one");
  if (syncing.never || syncing.snapshot_mode == "never" || !given.route.source.snapshot.empty()) return When::never;
  if (syncing.if_written) return When::if_changed;
  return syncing.always || syncing.snapshot_mode == "always" ? When::always : When::if_changed;
}

std::string hash_of(const std::string& target) {
  const std::string tag = plan::own_tag_of_target("", {}, target);
  return tag.substr(tag.rfind(':') + 1);
}

std::string replaced(std::string text, std::string_view mark, const std::string& by) {
  if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), by);
  return text;
}

/// As a part of a name: zfs takes few characters there, and formats and patterns mean others in their own way.
std::string host_in_names() {
  std::string name = transport::host_name();
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '.'; }, '_');
  return name;
}

/// What new snapshots are called, and which are theirs.
struct Names {
  std::string format;
  std::optional<plan::Numbering> numbering;
  zfs::Series series;
};

Names timed_names(const SyncOptions& given, const std::string& format) {
  const cli::Syncing& syncing = given.syncing;
  Names names{format, std::nullopt, {syncing.name, thinner::NameFormat(format, zone_of(given.snapshots.utc)), true}};
  if (!syncing.match.empty())
    names.series = {syncing.name, zfs::ShellPattern{replaced(syncing.match, k_host, host_in_names())}};
  return names;
}

Names names_of(const SyncOptions& given) {
  std::string text = replaced(given.syncing.snapshot_format, k_hash, hash_of(given.route.target.dataset));
  text = replaced(replaced(std::move(text), k_host, host_in_names()), k_name, "{}");
  const auto at = text.find(k_counter);
  const std::string& id = given.syncing.name;
  if (at == std::string::npos) return timed_names(given, cli::substitute(text, id));
  if (!given.syncing.match.empty())
    throw cli::ImpossibleRequest("--match: the {counter} of --snapshot-format tells which names are meant");
  plan::Numbering numbering{cli::substitute(text.substr(0, at), id),
                            cli::substitute(text.substr(at + k_counter.size()), id)};
  if (numbering.before.find('%') != std::string::npos || numbering.after.find('%') != std::string::npos)
    throw cli::ImpossibleRequest("--snapshot-format: names have a {counter} or a time, not both");
  return {numbering.before + "N" + numbering.after,
          numbering,
          {id, zfs::ShellPattern{numbering.before + "[0-9]*" + numbering.after}}};
}

plan::Retention retention_of(const std::string& option, const std::string& text) {
  const thinner::Schedule all{.keep_newest = thinner::k_keep_all};
  return plan::Retention(std::vector{text.empty() ? all : schedule(option, text), all});
}

void put(const SyncOptions& given, const Names& names, plan::Options& options) {
  const cli::Syncing& syncing = given.syncing;
  const When when = when_of(given);
  if (when != When::never && !names.numbering)
    options.snapshot_name = thinner::NameFormat(names.format, zone_of(given.snapshots.utc)).name_at(options.now);
  if (when != When::never && names.numbering) options.snapshot_name = names.format;  // until the number is known
  options.min_change = when == When::always ? 0 : 1;
  options.newest_only = syncing.newest_only;
  options.replicate = syncing.replicate;
  options.has_unlisted = syncing.replicate && given.covering.levels.has_value();
  options.up_to = given.route.source.snapshot;
  options.thinning = !syncing.keep_source.empty() || !syncing.keep_target.empty();
  options.keep_source = retention_of("--keep-source", syncing.keep_source);
  options.keep_target = retention_of("--keep-target", syncing.keep_target);
  if (!syncing.match.empty() && options.keep_target.of(0).goes_by_time())
    throw cli::ImpossibleRequest(
        "--keep-target: names that a --match pattern tells have no time, so it takes a number");
  options.keep_settings = true;
  options.inherit_mountpoints = true;
  options.mount_copies = syncing.mountable;
}

plan::Options options_of(const SyncOptions& given, const Names& names, thinner::Time now) {
  const cli::Places places = places_of(given.route);
  plan::Options options;
  options.now = now;
  options.mapping = selector::Mapping::tree(given.route.source.dataset, given.route.target.dataset);
  options.settings.backup_name = given.syncing.name;
  options.settings.set_snapshot_properties = given.snapshots.set_snapshot_properties;
  options.settings.piping = piping_of(given.stream, places, given.pace);
  options.settings.crossing = crossing_of(given.stream, places);
  options.zfs_compressed = given.stream.zfs_compressed;
  options.hold_tag = hold_tag_of(replaced(given.syncing.hold_format, k_host, host_in_names()), given.syncing.name);
  options.other_snapshots = true;
  options.create_target = true;
  options.protect_copies = true;
  options.check_permissions = given.rights.check_permissions;
  options.exclude_snapshots = excluded_snapshots(given.covering);
  put_filters(given.filtering, options);
  options.tells_rollbacks = true;
  options.spares_helpers = given.stream.spares_helpers;
  put(given, names, options);
  put_hooks(given.snapshots, options);
  put_brake(given.braking.max_destroy, options);
  put_sending(given.sending, options);
  put_receiving(given.receiving, options);
  return options;
}

}  // namespace

bool SyncOptions::snapshots_first() const {
  return when_of(*this) != When::never;
}

SyncJob make_sync_job(const SyncOptions& given, thinner::Time now) {
  const cli::Places places = places_of(given.route);
  Names names = names_of(given);
  SyncJob job;
  job.snapshot_format = names.format;
  job.options = options_of(given, names, now);
  if (given.snapshots_first()) job.numbering = names.numbering;
  job.series = {std::move(names.series), {std::string(k_any_name), zfs::ShellPattern{std::string(k_any_name)}}};
  job.selection = tree_of(given.route, given.covering, given.filtering);
  job.hosts = hosts_of(places);
  job.offline_ok = given.offline.ok;
  job.min_free = min_free_of(given.room.min_free);
  job.jobs = jobs_of(given.stream, places, given.pace);
  job.timeout = timeout_of(given.pace.timeout);
  return job;
}

}  // namespace app::verbs
