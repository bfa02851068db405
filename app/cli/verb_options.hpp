#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What one of the other verbs knows, and a backup does not or takes otherwise.
inline constexpr Option k_verb_options[] = {
    {.chapter = Chapter::allowing,
     .name = "user",
     .value = "USER",
     .help = "User to allow, on both sides. Default: the user that zwinnow is on each side (from --ssh-source and "
             "--ssh-target, or whoever runs it).",
     .fills = Text{in<&Allowing::user>(), Accepts::text}},

    {.chapter = Chapter::comparing,
     .name = "sample",
     .value = "P%",
     .fallback = "100%",
     .help = "Hash only P% of the files and of the 16 MiB chunks of volumes. The choice depends on names, so it is the "
             "same every time. Names, owners, modes and sizes are always compared.",
     .fills = Text{in<&Comparing::sample>(), Accepts::text}},
    {.chapter = Chapter::comparing,
     .name = "jobs",
     .value = "N",
     .help = "Compare N datasets in parallel, both sides of each at once. Default: 2.",
     .fills = OptionalCount{in<&Comparing::jobs>()}},
    {.chapter = Chapter::comparing,
     .name = "strip-path",
     .value = "N",
     .fallback = "0",
     .help = "Same value as for the backup: the components removed from source names.",
     .fills = Count{in<&Comparing::strip_path>()}},
    {.chapter = Chapter::comparing,
     .name = "snapshot-format",
     .value = "FORMAT",
     .help = "Compare only snapshots with matching names, such as {}-%Y%m%d%H%M%S; {} stands for the backup name. "
             "Default: the newest common snapshot of any name.",
     .fills = Text{in<&Comparing::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::comparing,
     .name = "exclude-snapshot-pattern",
     .value = "REGEX",
     .help = "Do not compare snapshots whose full source name, such as tank/vm@name, matches REGEX (ECMAScript). "
             "Repeatable.",
     .fills = Texts{in<&Comparing::exclude_snapshot_patterns>()}},

    {.chapter = Chapter::hashing,
     .name = "block-size",
     .value = "BYTES",
     .fallback = "4096",
     .help = "Read in blocks of BYTES.",
     .fills = Bytes{in<&Hashing::block_size>()}},
    {.chapter = Chapter::hashing,
     .name = "count",
     .value = "N",
     .fallback = "25600",
     .help = "Hash chunks of N blocks.",
     .fills = Number{in<&Hashing::count>()}},
    {.chapter = Chapter::hashing,
     .letter = 's',
     .name = "skip",
     .value = "N",
     .fallback = "0",
     .help = "Skip N chunks after each hashed chunk: a sample instead of everything.",
     .fills = Number{in<&Hashing::skip>()}},
    {.chapter = Chapter::hashing,
     .letter = 'c',
     .name = "check",
     .value = "FILE",
     .help =
         "Compare with the hashes in FILE, or on stdin without FILE. Reports differences and exits with their number.",
     .bare = "-",
     .fills = Text{in<&Hashing::compare_with>(), Accepts::text}},

    {.chapter = Chapter::choosing,
     .name = "match",
     .value = "PATTERN",
     .help =
         "Thin the snapshots whose names match this shell pattern, such as 'before-*', and take their ages from their "
         "creation. In place of a label, type, preset or format.",
     .fills = Text{in<&Pruning::match>(), Accepts::text}},
    {.chapter = Chapter::keeping,
     .name = "keep",
     .value = "SCHEDULE",
     .help = "Keep what this schedule says, such as 10,1d1w,1w1m: the newest 10, one per day for a week, one per week "
             "for a month.",
     .fills = Text{in<&Pruning::schedule>(), Accepts::text}},
    {.chapter = Chapter::keeping,
     .name = "keep-days",
     .value = "N",
     .fallback = "0",
     .help = "Keep all snapshots of the last N days, whatever --keep says.",
     .fills = Number{in<&Pruning::days>()}},
    {.chapter = Chapter::keeping,
     .name = "keep-num",
     .value = "N",
     .fallback = "0",
     .help = "Keep the newest N snapshots of each dataset, whatever --keep says.",
     .fills = Number{in<&Pruning::count>()}},
    {.chapter = Chapter::trying,
     .name = "print-ranges",
     .help =
         "Destroy nothing; print what would be destroyed, one DATASET@OLDEST%NEWEST a line, as zfs destroy takes it.",
     .fills = Flag{in<&Pruning::print_ranges>(), true}},

    {.chapter = Chapter::holding,
     .name = "release",
     .value = "AGE",
     .help = "Release listed holds that are older than AGE, such as 90d. Holds on the newest common snapshot with "
             "TARGET-PATH stay. Default: release nothing.",
     .fills = Text{in<&Holding::release>(), Accepts::text}},
    {.chapter = Chapter::holding,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zfs_autobackup:{}",
     .help = "Same value as for the backup: the hold tag; {} stands for the backup name.",
     .fills = Text{in<&Holding::hold_format>(), Accepts::text}},
    {.chapter = Chapter::holding,
     .name = "property-format",
     .value = "FORMAT",
     .fallback = "autobackup:{}",
     .help = "Same value as for the backup. It identifies the job, so that no backup runs while holds are released.",
     .fills = Text{in<&Holding::property_format>(), Accepts::text}},
};

}  // namespace app::cli
