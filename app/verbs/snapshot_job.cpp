#include "app/verbs/snapshot_job.hpp"

#include "app/cli/substitute.hpp"
#include "app/verbs/parts.hpp"
#include "thinner/ttl.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace app::verbs {

namespace {

/// How other tools call theirs; {} is the label.
constexpr std::pair<std::string_view, std::string_view> k_presets[] = {
    {"zfs-auto-snapshot", "zfs-auto-snap_{}-%Y-%m-%d-%H%M"},
    {"hoster", "{}_%Y-%m-%d_%H-%M-%S"},
    {"zelta", "%Y-%m-%d_%H.%M.%S"},
    {"sanoid", "autosnap_%Y-%m-%d_%H:%M:%S_{}"},
};

/// What zfs-auto-snapshot sets with --event.
constexpr std::string_view k_event_property = "com.sun:auto-snapshot-desc";

/// It becomes a part of names and of a property, and a "%" in it would be a part of the time.
std::string id_of(const cli::Labelling& given) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  const auto is_letter = [&](char c) { return is_allowed(c) || (c >= 'A' && c <= 'Z'); };
  const auto is_in_property = [&](char c) { return is_allowed(c) || c == ':'; };
  if (!given.label.empty() && !std::ranges::all_of(given.label, is_in_property))
    throw std::invalid_argument(
        "--label: '" + given.label +
        "': a label has lower-case letters, digits and -._: only, as com.sun:auto-snapshot:LABEL is "
        "a property");
  if (!std::ranges::all_of(given.type, is_letter))
    throw std::invalid_argument("--type: '" + given.type + "': a type has letters, digits and -._ only");
  if (!given.label.empty()) return given.label;
  return given.type.empty() ? "custom" : given.type;
}

selector::ByRoots chosen_by(const SnapshotOptions& given) {
  selector::ByRoots by = roots_of(given.choosing);
  const std::string& label = given.labelling.label;
  if (label.empty() && !given.labelled.by_property) return by;
  by.auto_snapshot =
      given.labelled.only_if_true ? selector::AutoSnapshot::must_include : selector::AutoSnapshot::may_exclude;
  if (!label.empty()) by.label_property = std::string(selector::k_auto_snapshot) + ":" + label;
  return by;
}

void put_tree_hooks(const cli::Labelled& given, plan::Options& options) {
  if (!given.pre_tree_cmd.empty()) options.pre_tree = command("--pre-tree-cmd", given.pre_tree_cmd);
  if (!given.post_tree_cmd.empty()) options.post_tree = command("--post-tree-cmd", given.post_tree_cmd);
}

plan::Options options_of(const SnapshotOptions& given, const SnapshotJob& job, const std::string& ttl_suffix,
                         thinner::Time now) {
  plan::Options options;
  options.now = now;
  options.settings.backup_name = job.id;
  options.snapshot_name = given.labelled.destroy_only ? "" : job.format.name_at(now) + ttl_suffix;
  options.min_change = given.labelled.min_change;
  options.keep_source = schedule_of(given.counting);
  options.send = false;
  options.holds = false;
  options.check_permissions = given.rights.check_permissions;
  put_hooks(given.snapshots, options);
  put_tree_hooks(given.labelled, options);
  put_brake(given.braking.max_destroy, options);
  options.settings.set_snapshot_properties = given.snapshots.set_snapshot_properties;
  if (!given.labelled.event.empty())
    options.settings.set_snapshot_properties.push_back(std::string(k_event_property) + "=" + given.labelled.event);
  return options;
}

/// Of one label there may be several jobs on a host: other datasets.
std::string lock_name(const SnapshotOptions& given, const std::string& format) {
  std::string name = "snapshot " + format + " " + given.place.ssh_source;
  for (const std::string& root : given.choosing.names) name.append(" ").append(root);
  return name;
}

}  // namespace

std::string name_template(const cli::Labelling& given) {
  if (!given.snapshot_format.empty()) return given.snapshot_format;
  const std::string_view preset =
      !given.preset.empty() ? given.preset : std::string_view(given.label.empty() ? "hoster" : "zfs-auto-snapshot");
  return std::string(std::ranges::find(k_presets, preset, [](const auto& row) { return row.first; })->second);
}

Kind kind_of(const cli::Labelling& given, const std::string& ttl) {
  Kind kind{.id = id_of(given), .format = "", .ttl_suffix = ttl.empty() ? "" : "--" + ttl};
  kind.format = cli::substitute(name_template(given), kind.id);
  const auto mortal = thinner::split_ttl(kind.format);
  if (mortal && !ttl.empty())
    throw std::invalid_argument("--ttl: the snapshot format '" + kind.format + "' ends in a time to live already");
  if (mortal) {
    const std::size_t stem = mortal->stem.size();
    kind.ttl_suffix = kind.format.substr(stem);
    kind.format.resize(stem);
  }
  if (const auto read = thinner::split_ttl(kind.ttl_suffix); !kind.ttl_suffix.empty() && !read)
    throw std::invalid_argument("--ttl: '" + ttl +
                                "' is no time to live such as 2d or 1m2w; units are y, m (30 days), w, d, h, M "
                                "(minutes) and s");
  return kind;
}

thinner::Schedule schedule_of(const cli::Counting& given) {
  return {.keep_newest = given.keep ? *given.keep : thinner::k_keep_all};
}

SnapshotJob make_snapshot_job(const SnapshotOptions& given, thinner::Time now) {
  const Kind kind = kind_of(given.labelling, given.labelled.ttl);
  SnapshotJob job{{},
                  kind.id,
                  kind.format + kind.ttl_suffix,
                  {kind.format, zone_of(given.snapshots.utc)},
                  lock_name(given, kind.format)};
  job.selection = chosen_by(given);
  job.series = {{kind.id, job.format, true}};
  job.options = options_of(given, job, kind.ttl_suffix, now);
  job.hosts = hosts_of(given.place);
  job.offline_ok = given.offline.ok;
  job.jobs = given.pace.jobs.value_or(default_jobs());
  job.timeout = timeout_of(given.pace.timeout);
  job.pools = {.only_healthy = true,
               .skip_scrubbed = given.labelled.skip_scrubbed,
               .skips_resilvered = given.labelled.skips_resilvered};
  return job;
}

}  // namespace app::verbs
