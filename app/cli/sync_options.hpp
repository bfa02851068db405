#pragma once

#include "app/cli/options.hpp"

#include <array>
#include <string_view>

namespace app::cli {

inline constexpr std::array<std::string_view, 2> k_directions = {"forward", "auto"};
inline constexpr std::array<std::string_view, 4> k_snapshot_modes = {"if-needed", "if-written", "always", "never"};

/// What verbs that work from dataset to dataset know, and a backup does not or takes otherwise.
inline constexpr Option k_sync_options[] = {
    {.chapter = Chapter::tree,
     .letter = 'd',
     .name = "depth",
     .value = "LEVELS",
     .help = "Go no deeper than so many levels of datasets: 1 is SRC alone. Default: the whole tree.",
     .fills = OptionalCount{in<&Covering::levels>()}},
    {.chapter = Chapter::tree,
     .letter = 'X',
     .name = "exclude",
     .value = "PATTERN,...",
     .help = "Exclude matching datasets and their descendants. PATTERN is a shell pattern: /tmp* is matched below SRC, "
             "*/swap at any depth, tank/vm/swap is a whole name. @hourly* excludes snapshots. Repeatable.",
     .fills = Texts{in<&Covering::excluded>()}},
    {.chapter = Chapter::tree,
     .name = "skip-root",
     .help = "Send the descendants of SRC, and not SRC itself.",
     .fills = Flag{in<&Filtering::skip_root>(), true}},
    {.chapter = Chapter::tree,
     .name = "exclude-datasets",
     .value = "REGEX",
     .help = "Exclude datasets whose whole name matches REGEX (ECMAScript) somewhere; not their descendants, unless "
             "they match, too. Repeatable.",
     .fills = Texts{in<&Filtering::exclude_datasets>()}},
    {.chapter = Chapter::tree,
     .name = "exclude-snapshots",
     .value = "REGEX",
     .help = "Do not send snapshots whose name, without dataset and @, matches REGEX. Repeatable.",
     .fills = Texts{in<&Filtering::exclude_snapshots>()}},
    {.chapter = Chapter::tree,
     .name = "include-snapshots",
     .value = "REGEX",
     .help = "Send only snapshots whose name matches REGEX, and those of this run. Repeatable.",
     .fills = Texts{in<&Filtering::include_snapshots>()}},
    {.chapter = Chapter::tree,
     .name = "by-property",
     .value = "PROPERTY",
     .help = "Exclude datasets where this user property is false, or a list of host names (a,b) without the name of "
             "this host.",
     .fills = Text{in<&Filtering::property>(), Accepts::text}},

    {.chapter = Chapter::snapshotting,
     .name = "snapshot",
     .value = "WHEN",
     .fallback = "if-needed",
     .help = "Which datasets get a snapshot first. if-needed: those that were written since their newest snapshot, and "
             "those that have none. if-written: those that have a snapshot, and were written since. always: all. "
             "never: none.",
     .fills = Choice{in<&Syncing::snapshot_mode>(), k_snapshot_modes}},
    {.chapter = Chapter::snapshotting,
     .letter = 's',
     .name = "snapshot-if-written",
     .help = "Same as --snapshot=if-written.",
     .fills = Flag{in<&Syncing::if_written>(), true}},
    {.chapter = Chapter::snapshotting,
     .letter = 'S',
     .name = "snapshot-always",
     .help = "Same as --snapshot=always.",
     .fills = Flag{in<&Syncing::always>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "no-snapshot",
     .help = "Same as --snapshot=never.",
     .fills = Flag{in<&Syncing::never>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "snapshot-format",
     .value = "FORMAT",
     .fallback = "%Y-%m-%d_%H.%M.%S",
     .help = "Names of new snapshots: %Y and the like stand for the time, {name} for --name, {host} for the name of "
             "this host, {targethash} for eight digits that tell this DST from others, {counter} for a number that "
             "grows. Only snapshots with matching names are thinned.",
     .fills = Text{in<&Syncing::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::snapshotting,
     .name = "name",
     .value = "NAME",
     .fallback = "sync",
     .help = "Name of this replication: in hold tags, in snapshot names, and for hooks.",
     .fills = Text{in<&Syncing::name>(), Accepts::text}},
    {.chapter = Chapter::snapshotting,
     .name = "match",
     .value = "PATTERN",
     .help = "Thin the snapshots whose names match this shell pattern, instead of those of --snapshot-format. {host} "
             "stands for the name of this host.",
     .fills = Text{in<&Syncing::match>(), Accepts::text}},

    {.chapter = Chapter::syncing,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zwinnow:{}",
     .help = "Hold tag; {} stands for --name, {host} for the name of this host.",
     .fills = Text{in<&Syncing::hold_format>(), Accepts::text}},
    {.chapter = Chapter::syncing,
     .name = "direction",
     .value = "forward|auto",
     .fallback = "forward",
     .help = "auto: each dataset goes from the side that it is written to on, SRC or DST, to the other side. A dataset "
             "that was written to on both sides fails. --plan prints each way by itself.",
     .fills = Choice{in<&Syncing::direction>(), k_directions}},
    {.chapter = Chapter::syncing,
     .letter = 'I',
     .name = "intermediate",
     .help = "Send all missing snapshots. This is the default.",
     .fills = Flag{in<&Syncing::intermediate>(), true}},
    {.chapter = Chapter::syncing,
     .letter = 'i',
     .name = "newest-only",
     .help = "Send only the newest snapshot of each dataset.",
     .fills = Flag{in<&Syncing::newest_only>(), true}},
    {.chapter = Chapter::syncing,
     .letter = 'R',
     .name = "replicate",
     .help = "Send the whole tree in one stream (zfs send -R), where every copy goes on from the same snapshot. All "
             "datasets of the tree are then snapshotted together. With --depth only so many levels are listed, and "
             "still the whole tree is sent: listing a long history takes longest.",
     .fills = Flag{in<&Syncing::replicate>(), true}},
    {.chapter = Chapter::syncing,
     .name = "confirm-initial",
     .help = "Ask before datasets are sent in full. Without a terminal the run ends there, unless --yes is given.",
     .fills = Flag{in<&Syncing::confirm_initial>(), true}},
    {.chapter = Chapter::syncing,
     .letter = 'y',
     .name = "yes",
     .help = "Answer yes.",
     .fills = Flag{in<&Syncing::yes>(), true}},
    {.chapter = Chapter::target_properties,
     .letter = 'm',
     .name = "mountable",
     .help = "Mount new copies, read-only, below DST. Default: they get canmount=noauto and stay "
             "unmounted.",
     .fills = Flag{in<&Syncing::mountable>(), true}},

    {.chapter = Chapter::thinning,
     .name = "keep-source",
     .value = "SCHEDULE",
     .help = "Thin the snapshots of this name format on the source. Default: keep all.",
     .fills = Text{in<&Syncing::keep_source>(), Accepts::text}},
    {.chapter = Chapter::thinning,
     .name = "keep-target",
     .value = "SCHEDULE",
     .help = "The same on the target.",
     .fills = Text{in<&Syncing::keep_target>(), Accepts::text}},

    {.chapter = Chapter::places,
     .name = "ssh-config",
     .value = "FILE",
     .help = "ssh configuration file (ssh -F).",
     .fills = Text{in<&Route::ssh_config>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "ssh-option",
     .value = "KEYWORD=VALUE",
     .help = "Setting of ssh (ssh -o), such as Port=2222, IdentityFile=/root/.ssh/backup or Ciphers=aes128-ctr. "
             "Repeatable.",
     .fills = Texts{in<&Route::ssh_options>()}},
};

}  // namespace app::cli
