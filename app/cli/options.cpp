#include "app/cli/options.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace app::cli {
namespace {

constexpr std::string_view k_schedule = "10,1d1w,1w1m,1m1y";

constexpr Option k_options[] = {
    {.group = Group::selecting,
     .name = "property-format",
     .value = "FORMAT",
     .fallback = "autobackup:{}",
     .help = "The property that selects datasets; {} is the backup name.",
     .fills = Text{&Request::property_format, Accepts::text}},
    {.group = Group::selecting,
     .name = "exclude-received",
     .help = "Leave out datasets whose property was received with a backup instead of set here. "
             "Needed where backups of two hosts cross.",
     .fills = Flag{&Request::exclude_received, true}},
    {.group = Group::selecting,
     .name = "include-received",
     .help = "Without a target, select datasets that were received as backups too.",
     .hidden = true,
     .fills = Flag{&Request::include_received, true}},
    {.group = Group::selecting,
     .name = "exclude-unchanged",
     .value = "BYTES",
     .fallback = "0",
     .help = "Leave out datasets with fewer than BYTES written since their last snapshot, whoever made it. 0 is off.",
     .fills = Bytes{&Request::exclude_unchanged}},

    {.group = Group::snapshotting,
     .name = "no-snapshot",
     .help = "Take no snapshots; send and thin those that are there.",
     .fills = Flag{&Request::snapshot, false}},
    {.group = Group::snapshotting,
     .name = "snapshot-format",
     .value = "FORMAT",
     .fallback = "{}-%Y%m%d%H%M%S",
     .help = "Names of our snapshots: {} is the backup name, %Y and the like are parts of the time. "
             "Only snapshots with such a name are thinned.",
     .fills = Text{&Request::snapshot_format, Accepts::text}},
    {.group = Group::snapshotting,
     .name = "utc",
     .help = "Times in snapshot names are UTC, not local time.",
     .fills = Flag{&Request::utc, true}},
    {.group = Group::snapshotting,
     .name = "min-change",
     .value = "BYTES",
     .fallback = "1",
     .help = "Snapshot a dataset only if at least BYTES were written since our last one.",
     .fills = Bytes{&Request::min_change}},
    {.group = Group::snapshotting,
     .name = "allow-empty",
     .help = "Snapshot even what has not changed: the same as --min-change 0.",
     .fills = Special::allow_empty},

    {.group = Group::thinning,
     .name = "keep-source",
     .value = "SCHEDULE",
     .fallback = k_schedule,
     .help = "Which of our snapshots stay on the source.",
     .fills = Text{&Request::keep_source, Accepts::anything}},
    {.group = Group::thinning,
     .name = "keep-target",
     .value = "SCHEDULE",
     .fallback = k_schedule,
     .help = "Which of our snapshots stay on the target.",
     .fills = Text{&Request::keep_target, Accepts::anything}},
    {.group = Group::thinning,
     .name = "no-thinning",
     .help = "Destroy nothing by schedule, on either side.",
     .fills = Flag{&Request::thinning, false}},

    {.group = Group::sending,
     .name = "no-send",
     .help = "Transfer nothing; snapshot and thin only.",
     .fills = Flag{&Request::send, false}},
    {.group = Group::sending,
     .name = "other-snapshots",
     .help = "Also send snapshots that are not ours (by --snapshot-format). They are never thinned.",
     .fills = Flag{&Request::other_snapshots, true}},
    {.group = Group::sending,
     .name = "strip-path",
     .value = "N",
     .fallback = "0",
     .help = "Leave out the first N parts of a source's name below TARGET-PATH: "
             "with 1, tank/vm arrives as TARGET-PATH/vm.",
     .fills = Count{&Request::strip_path}},
    {.group = Group::sending,
     .name = "no-holds",
     .help = "Place and release no holds. Holds keep the snapshots that the next incremental needs, "
             "and tell apart several targets of one backup name.",
     .fills = Flag{&Request::holds, false}},
    {.group = Group::sending,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zfs_autobackup:{}",
     .help = "The tag of our holds; {} is the backup name.",
     .fills = Text{&Request::hold_format, Accepts::text}},
    {.group = Group::sending,
     .name = "rollback",
     .help = "Roll a target dataset back to its newest snapshot before the first transfer: "
             "what was changed there since is lost.",
     .fills = Flag{&Request::rollback, true}},
    {.group = Group::sending,
     .name = "destroy-incompatible",
     .help = "Destroy snapshots that exist only on the target and stand in the way of an incremental, then roll back.",
     .fills = Flag{&Request::destroy_incompatible, true}},
    {.group = Group::sending,
     .name = "buffer",
     .value = "SIZE",
     .help = "Smooth the stream with mbuffer and this much memory, such as 1G.",
     .fills = Text{&Request::buffer, Accepts::buffer_size}},
    {.group = Group::sending,
     .name = "rate",
     .value = "RATE",
     .help = "Send at most this many bytes per second, such as 10M. Needs mbuffer on the source.",
     .fills = Text{&Request::rate, Accepts::buffer_size}},

    {.group = Group::target_properties,
     .name = "clear-mountpoint",
     .help = "Set canmount=noauto, so that backups are not mounted over directories of the backup server.",
     .fills = Flag{&Request::clear_mountpoint, true}},
    {.group = Group::target_properties,
     .name = "clear-refreservation",
     .help = "Leave out refreservation: a backup of a volume needs no reserved space.",
     .fills = Flag{&Request::clear_refreservation, true}},
    {.group = Group::target_properties,
     .name = "filter-properties",
     .value = "P,...",
     .help = "Leave out these properties on every receive (zfs recv -x).",
     .fills = List{&Request::filter_properties, Items::properties}},
    {.group = Group::target_properties,
     .name = "set-properties",
     .value = "P=V,...",
     .help = "Set these properties on every receive (zfs recv -o).",
     .fills = List{&Request::set_properties, Items::assignments}},

    {.group = Group::places,
     .name = "ssh-source",
     .value = "USER@HOST",
     .help = "The source is on this host: pull.",
     .fills = Text{&Request::ssh_source, Accepts::text}},
    {.group = Group::places,
     .name = "ssh-target",
     .value = "USER@HOST",
     .help = "The target is on this host: push.",
     .fills = Text{&Request::ssh_target, Accepts::text}},
    {.group = Group::places,
     .name = "ssh-config",
     .value = "FILE",
     .help = "Use this ssh configuration (ssh -F) for both.",
     .fills = Text{&Request::ssh_config, Accepts::text}},

    {.group = Group::trying,
     .letter = 'n',
     .name = "test",
     .alias = "dry-run",
     .help = "Change nothing: read what is there and show what a run would do, "
             "the exact commands included. Implies --verbose.",
     .fills = Special::test},
    {.group = Group::trying,
     .name = "plan",
     .value = "sh|json",
     .help = "Change nothing and print only the plan: sh, a script that does what the run would do; "
             "json, every step with its reason.",
     .known = Names::zwinnow,
     .fills = Special::plan},

    {.group = Group::output,
     .letter = 'v',
     .name = "verbose",
     .help = "Say what is done and why. Without it a good run says nothing.",
     .fills = Special::verbose},
    {.group = Group::output,
     .letter = 'd',
     .name = "debug",
     .help = "Show the commands too. Implies --verbose. Under the name zfs-autobackup also stop at the first dataset "
             "that fails.",
     .fills = Special::debug},
    {.group = Group::output,
     .name = "debug-output",
     .help = "Show what each command prints, and its exit code. Implies --debug.",
     .fills = Special::debug_output},
    {.group = Group::output,
     .name = "progress",
     .help = "Show progress on stderr. On by itself if stderr is a terminal.",
     .fills = Special::progress},
    {.group = Group::output,
     .name = "no-progress",
     .help = "Show no progress, even if stderr is a terminal.",
     .hidden = true,
     .fills = Special::no_progress},
    {.group = Group::output, .letter = 'h', .name = "help", .help = "This text.", .fills = Special::help},
    {.group = Group::output, .name = "version", .help = "The version.", .fills = Special::version},

    // Options of zfs-autobackup that are refused for now. They are rows so that a prefix is as ambiguous as there.
    {.name = "exclude-snapshot-pattern"},
    {.name = "pre-snapshot-cmd"},
    {.name = "post-snapshot-cmd"},
    {.name = "set-snapshot-properties"},
    {.name = "no-guid-check"},
    {.letter = 'F', .name = "force"},
    {.name = "ignore-transfer-errors"},
    {.name = "decrypt"},
    {.name = "encrypt"},
    {.name = "zfs-compressed"},
    {.name = "clones"},
    {.name = "compress"},
    {.name = "buffer-chunk-size"},
    {.name = "send-pipe"},
    {.name = "recv-pipe"},
    {.name = "destroy-missing"},
    {.name = "resume", .hidden = true},
    {.name = "raw", .hidden = true},
    {.name = "ignore-replicated", .hidden = true},
};

constexpr bool names_are_unique() {
  for (std::size_t i = 0; i < std::size(k_options); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Option& a = k_options[i];
      const Option& b = k_options[j];
      if (a.name == b.name || a.name == b.alias || a.alias == b.name) return false;
      if (a.letter != '\0' && a.letter == b.letter) return false;
    }
  }
  return true;
}
static_assert(names_are_unique());

/// The parser relies on it: a letter can be followed by other letters, never by a value.
static_assert(std::ranges::none_of(k_options, [](const Option& o) { return o.letter != '\0' && o.takes_value(); }));

static_assert(std::ranges::all_of(k_options,
                                  [](const Option& o) { return o.not_yet() == (o.group == Group::not_yet); }));

template <class Matches>
const Option* find_known(Personality personality, Matches matches) {
  const auto found = std::ranges::find_if(
      k_options, [&](const Option& option) { return option.known_under(personality) && matches(option); });
  return found == std::end(k_options) ? nullptr : found;
}

}  // namespace

bool Option::known_under(Personality personality) const {
  return known == Names::both || (known == Names::zwinnow) == (personality == Personality::zwinnow);
}

std::span<const Option> options() {
  return k_options;
}

const Option* find_option(std::string_view name, Personality personality) {
  if (name.empty()) return nullptr;  // the alias of most options
  return find_known(personality, [&](const Option& option) { return option.name == name || option.alias == name; });
}

const Option* find_option(char letter, Personality personality) {
  if (letter == '\0') return nullptr;
  return find_known(personality, [&](const Option& option) { return option.letter == letter; });
}

std::vector<const Option*> options_beginning(std::string_view prefix, Personality personality) {
  std::vector<const Option*> found;
  if (prefix.empty()) return found;
  for (const Option& option : k_options) {
    const bool begins = option.name.starts_with(prefix) || option.alias.starts_with(prefix);
    if (begins && option.known_under(personality)) found.push_back(&option);
  }
  return found;
}

}  // namespace app::cli
