#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What one of the other verbs knows, and a backup does not or takes otherwise.
inline constexpr Option k_verb_options[] = {
    {.chapter = Chapter::allowing,
     .name = "user",
     .value = "USER",
     .help = "Whom to allow, on both sides. Without it the user as whom zwinnow gets there: the one before the @ in "
             "--ssh-source and --ssh-target, or whoever runs it.",
     .fills = Text{in<&Allowing::user>(), Accepts::text}},

    {.chapter = Chapter::comparing,
     .name = "sample",
     .value = "P%",
     .fallback = "100%",
     .help =
         "Hash only this part of the files, and of the 16 MiB chunks of volumes. Their names say which, so it is the "
         "same part each time. Names, owners, modes and sizes of files are always compared.",
     .fills = Text{in<&Comparing::sample>(), Accepts::text}},
    {.chapter = Chapter::comparing,
     .name = "jobs",
     .value = "N",
     .help = "Compare so many datasets at a time, both sides of each at once; 2 if not given.",
     .fills = OptionalCount{in<&Comparing::jobs>()}},
    {.chapter = Chapter::comparing,
     .name = "strip-path",
     .value = "N",
     .fallback = "0",
     .help = "As it was for the backup: the first N parts of a source's name are not in that of its copy.",
     .fills = Count{in<&Comparing::strip_path>()}},
    {.chapter = Chapter::comparing,
     .name = "snapshot-format",
     .value = "FORMAT",
     .help = "Compare only snapshots with such a name, such as {}-%Y%m%d%H%M%S; {} is the backup name. Without it the "
             "newest common snapshot counts, whatever its name.",
     .fills = Text{in<&Comparing::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::comparing,
     .name = "exclude-snapshot-pattern",
     .value = "REGEX",
     .help = "Do not compare snapshots whose full name on the source, as in tank/vm@name, has a match of this regular "
             "expression (ECMAScript); may be given several times.",
     .fills = Texts{in<&Comparing::exclude_snapshot_patterns>()}},

    {.chapter = Chapter::hashing,
     .name = "block-size",
     .value = "BYTES",
     .fallback = "4096",
     .help = "Read in blocks of this size.",
     .fills = Bytes{in<&Hashing::block_size>()}},
    {.chapter = Chapter::hashing,
     .name = "count",
     .value = "N",
     .fallback = "25600",
     .help = "Hash chunks of so many blocks.",
     .fills = Number{in<&Hashing::count>()}},
    {.chapter = Chapter::hashing,
     .letter = 's',
     .name = "skip",
     .value = "N",
     .fallback = "0",
     .help = "After each chunk leave out N: a sample instead of everything.",
     .fills = Number{in<&Hashing::skip>()}},
    {.chapter = Chapter::hashing,
     .letter = 'c',
     .name = "check",
     .value = "FILE",
     .help = "Compare with the hashes in this file, or on stdin if none is named; say what differs and exit with the "
             "number of errors.",
     .bare = "-",
     .fills = Text{in<&Hashing::compare_with>(), Accepts::text}},

    {.chapter = Chapter::holding,
     .name = "release",
     .value = "AGE",
     .help = "Release those of the holds listed that are older than this, such as 90d, but never one on the newest "
             "common snapshot of TARGET-PATH. Without it nothing is changed.",
     .fills = Text{in<&Holding::release>(), Accepts::text}},
    {.chapter = Chapter::holding,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zfs_autobackup:{}",
     .help = "As it was for the backup: the tag of our holds; {} is the backup name.",
     .fills = Text{in<&Holding::hold_format>(), Accepts::text}},
    {.chapter = Chapter::holding,
     .name = "property-format",
     .value = "FORMAT",
     .fallback = "autobackup:{}",
     .help = "As it was for the backup. Nothing is selected by it here; with the names of hosts and target it tells "
             "which run of a backup must not be under way while holds are released.",
     .fills = Text{in<&Holding::property_format>(), Accepts::text}},
};

}  // namespace app::cli
