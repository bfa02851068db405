#pragma once

#include "app/cli/options.hpp"

#include <array>
#include <string_view>

namespace app::cli {

/// Whose names snapshots can have.
inline constexpr std::array<std::string_view, 4> k_presets = {"zfs-auto-snapshot", "hoster", "zelta", "sanoid"};

/// What `snapshot` knows, and a backup does not or takes otherwise.
inline constexpr Option k_snapshot_options[] = {
    {.chapter = Chapter::choosing,
     .letter = 'r',
     .name = "recursive",
     .help = "Include the descendants of the given datasets.",
     .fills = Flag{in<&Choosing::recursive>(), true}},
    {.chapter = Chapter::choosing,
     .name = "exclude",
     .value = "PATTERN",
     .help = "Exclude matching datasets and their descendants. PATTERN is a shell pattern, such as 'tank/vm/*-swap'. "
             "Repeatable.",
     .fills = Texts{in<&Choosing::excluded>()}},
    {.chapter = Chapter::choosing,
     .name = "skip-scrub",
     .help = "Skip pools that are being scrubbed or resilvered.",
     .fills = Flag{in<&Labelled::skip_scrubbed>(), true}},
    {.chapter = Chapter::choosing,
     .name = "default-exclude",
     .help = "With --label: exclude datasets unless com.sun:auto-snapshot or com.sun:auto-snapshot:LABEL is true.",
     .fills = Flag{in<&Labelled::only_if_true>(), true}},

    {.chapter = Chapter::kind,
     .name = "label",
     .value = "LABEL",
     .help = "Automatic snapshots, such as hourly, named zfs-auto-snap_hourly-2026-03-01-1200.",
     .fills = Text{in<&Labelling::label>(), Accepts::text}},
    {.chapter = Chapter::kind,
     .name = "type",
     .alias = "stype",
     .value = "TYPE",
     .help = "Snapshots named TYPE_2026-03-01_12-00-00.",
     .fills = Text{in<&Labelling::type>(), Accepts::text}},
    {.chapter = Chapter::kind,
     .name = "preset",
     .value = "TOOL",
     .help = "The snapshot names of another tool: zfs-auto-snapshot, hoster, zelta or sanoid. With --label or --type, "
             "but for zelta.",
     .fills = Choice{in<&Labelling::preset>(), k_presets}},
    {.chapter = Chapter::kind,
     .name = "snapshot-format",
     .value = "FORMAT",
     .help = "Snapshot names: {} stands for the label or type, %Y and the like for the time.",
     .fills = Text{in<&Labelling::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::snapshotting,
     .name = "ttl",
     .value = "TIME",
     .help = "Time to live, appended to the name: 2d gives NAME--2d. Later runs of the same kind destroy snapshots "
             "whose time has passed, whatever --keep says. Units: y m w d h M (minutes) s.",
     .fills = Text{in<&Labelled::ttl>(), Accepts::text}},
    {.chapter = Chapter::snapshotting,
     .name = "min-change",
     .value = "BYTES",
     .fallback = "0",
     .help = "Snapshot a dataset only if at least BYTES were written since its last snapshot of this kind, such as 1 "
             "or 1M.",
     .fills = Bytes{in<&Labelled::min_change>()}},
    {.chapter = Chapter::snapshotting,
     .name = "event",
     .value = "TEXT",
     .help = "Set com.sun:auto-snapshot-desc of new snapshots to TEXT.",
     .fills = Text{in<&Labelled::event>(), Accepts::text}},

    {.chapter = Chapter::snapshotting,
     .name = "pre-tree-cmd",
     .value = "COMMAND",
     .help =
         "Snapshot one tree after the other, and run COMMAND DATASET SNAPSHOT before each. A tree is a dataset with "
         "all its descendants; if not all of them are snapshotted, it is the dataset alone. If COMMAND fails, the "
         "tree is skipped and its datasets count as failed.",
     .fills = Text{in<&Labelled::pre_tree_cmd>(), Accepts::text}},
    {.chapter = Chapter::snapshotting,
     .name = "post-tree-cmd",
     .value = "COMMAND",
     .help = "Run COMMAND DATASET SNAPSHOT after each tree, also if its snapshot failed. ZWINNOW_RESULT is success or "
             "failure.",
     .fills = Text{in<&Labelled::post_tree_cmd>(), Accepts::text}},

    {.chapter = Chapter::keeping,
     .name = "keep",
     .value = "N",
     .help = "Keep the newest N snapshots of this kind in each dataset. Default: keep all.",
     .fills = OptionalCount{in<&Counting::keep>()}},
    {.chapter = Chapter::keeping,
     .name = "max-destroy",
     .value = "N|P%",
     .help = "Safety limit: do nothing if more than N snapshots, or P% of the snapshots of this kind, would be "
             "destroyed. It also permits thinning after a clock step.",
     .fills = Text{in<&Braking::max_destroy>(), Accepts::text}},
    {.chapter = Chapter::keeping,
     .name = "destroy-only",
     .help = "Take no snapshots; only destroy those beyond --keep.",
     .fills = Flag{in<&Labelled::destroy_only>(), true}},

    {.chapter = Chapter::listing,
     .letter = 'H',
     .name = "no-header",
     .help = "Script output: tab-separated fields, no header, no sum.",
     .fills = Flag{in<&Listing::plain>(), true}},
    {.chapter = Chapter::listing,
     .letter = 'p',
     .name = "parsable",
     .help = "Exact numbers: bytes, and times in seconds since 1970.",
     .fills = Flag{in<&Listing::exact>(), true}},
    {.chapter = Chapter::listing,
     .name = "json",
     .help = "Print one JSON object, on one line.",
     .fills = Flag{in<&Listing::json>(), true}},
    {.chapter = Chapter::listing,
     .name = "why",
     .help = "Show what a run would do with each snapshot, and why. Needs --keep (with --label or --type) or --backup.",
     .fills = Flag{in<&Listing::why>(), true}},
    {.chapter = Chapter::listing,
     .name = "utc",
     .help = "With --why: the times in snapshot names are UTC.",
     .fills = Flag{in<&Listing::utc>(), true}},
    {.chapter = Chapter::listing,
     .name = "backup",
     .value = "BACKUP-NAME",
     .help = "With --why: use the names and the schedule of this backup.",
     .fills = Text{in<&Listing::backup_name>(), Accepts::text}},
    {.chapter = Chapter::listing,
     .name = "keep-source",
     .value = "SCHEDULE",
     .fallback = "10,1d1w,1w1m,1m1y",
     .help = "With --backup: same value as for the backup.",
     .fills = Text{in<&Listing::keep>(), Accepts::anything}},

    {.chapter = Chapter::places,
     .name = "ssh-source",
     .value = "USER@HOST",
     .help = "Work on this host, over ssh.",
     .fills = Text{in<&OnePlace::ssh_source>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "ssh-config",
     .value = "FILE",
     .help = "ssh configuration file (ssh -F).",
     .fills = Text{in<&OnePlace::ssh_config>(), Accepts::text}},

    {.chapter = Chapter::output,
     .letter = 'q',
     .name = "quiet",
     .help = "Show no notes. Errors are still shown.",
     .fills = Flag{in<&Hearing::quiet>(), true}},
};

}  // namespace app::cli
