#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What explains a schedule: of snapshots that there are, and of those that there would be.
inline constexpr Option k_explaining_options[] = {
    {.chapter = Chapter::simulating,
     .name = "keep",
     .value = "SCHEDULE",
     .help =
         "The schedule, such as 10,1d1w,1w1m: keep the newest 10, one per day for a week, one per week for a month. "
         "Units: s min h d w m (30 days) y.",
     .fills = Text{in<&Simulating::schedule>(), Accepts::text}},
    {.chapter = Chapter::simulating,
     .name = "every",
     .value = "TIME",
     .help = "Make a snapshot every TIME, such as 5min, 1h or 1d. Whole days: at the same time of day, whatever the "
             "clocks are set to.",
     .fills = Text{in<&Simulating::every>(), Accepts::text}},
    {.chapter = Chapter::simulating,
     .name = "years",
     .value = "N",
     .fallback = "0",
     .help = "Go on for N years; 0: as long as the longest rule of the schedule, and a year more.",
     .fills = Number{in<&Simulating::years>()}},
    {.chapter = Chapter::simulating,
     .name = "start",
     .value = "TIME",
     .help = "The time of the first snapshot, such as '2026-03-01 12:00'. Default: the beginning of this day.",
     .fills = Text{in<&Simulating::start>(), Accepts::text}},
    {.chapter = Chapter::simulating,
     .name = "change-rate",
     .value = "BYTES",
     .fallback = "0",
     .help = "Tell how much space the snapshots hold if BYTES change per day, such as 5G. The least: every interval "
             "overwrites the same blocks. The most: no block is overwritten twice.",
     .fills = Bytes{in<&Simulating::change_rate>()}},
    {.chapter = Chapter::simulating,
     .name = "utc",
     .help = "The times in the snapshot names are UTC. Default: the time zone of this host.",
     .fills = Flag{in<&Simulating::utc>(), true}},

    {.chapter = Chapter::kind,
     .name = "backup",
     .value = "BACKUP-NAME",
     .help = "With --explain: the snapshots of this backup. Without SEL: of all datasets that it selects here. "
             "--snapshot-format: same value as for the backup. Without --keep: the default schedule of backups.",
     .fills = Text{in<&Explaining::backup_name>(), Accepts::text}},
    {.chapter = Chapter::trying,
     .name = "explain",
     .help = "Change nothing; tell for each snapshot which block of which rule keeps it, or why it goes, and how much "
             "space that frees.",
     .fills = Flag{in<&Explaining::explain>(), true}},
    {.chapter = Chapter::trying,
     .name = "at",
     .value = "TIME",
     .help = "With --explain: as if it were TIME, such as '2027-01-01 12:00', and no snapshot was made until then.",
     .fills = Text{in<&Explaining::at>(), Accepts::text}},

    {.chapter = Chapter::marking,
     .name = "keep-source",
     .value = "SCHEDULE",
     .fallback = "10,1d1w,1w1m,1m1y",
     .help = "Same value as for the backup: it is told in words.",
     .fills = Text{in<&Reported::keep_source>(), Accepts::anything}},
    {.chapter = Chapter::marking,
     .name = "keep-target",
     .value = "SCHEDULE",
     .fallback = "10,1d1w,1w1m,1m1y",
     .help = "Same value as for the backup: it is told in words.",
     .fills = Text{in<&Reported::keep_target>(), Accepts::anything}},
    {.chapter = Chapter::marking,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zfs_autobackup:{}",
     .help = "Same value as for the backup: the hold tag; {} stands for the backup name.",
     .fills = Text{in<&Reported::hold_format>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "status-dir",
     .value = "DIR",
     .help = "Also tell how the last runs went: each JSON file in DIR is the object of one run, as --json prints it.",
     .fills = Text{in<&Reported::status_dir>(), Accepts::text}},

    {.chapter = Chapter::output,
     .name = "html",
     .value = "FILE",
     .help = "Also write a page for a browser to FILE: one file that takes nothing from elsewhere.",
     .fills = Text{in<&Page::html>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "svg",
     .value = "FILE",
     .help = "Also write a picture of what is left at the end to FILE.",
     .fills = Text{in<&Simulating::svg>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "json",
     .help = "Print one JSON object, on one line.",
     .fills = Flag{in<&Simulating::json>(), true}},
};

}  // namespace app::cli
