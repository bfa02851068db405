#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What the comparison of two trees knows.
inline constexpr Option k_match_options[] = {
    {.chapter = Chapter::listing,
     .letter = 'o',
     .name = "columns",
     .value = "COLUMN,...",
     .help =
         "Columns: ds_suffix (name below SRC), match (newest common snapshot, or its bookmark), num_matches, "
         "xfer_size, "
         "xfer_num (what there is to send), src_name, src_first, src_next (the oldest to send), src_last, src_written, "
         "src_snaps, tgt_name, tgt_first, tgt_next, tgt_last, tgt_written, tgt_snaps, info. name, first, next, last, "
         "written and snaps stand for both sides, count for num_matches and xfer_num, all for all columns. Default: "
         "ds_suffix,match,last,info.",
     .fills = Text{in<&Matching::columns>(), Accepts::text}},
    {.chapter = Chapter::listing,
     .letter = 'H',
     .name = "no-header",
     .help = "Script output: tab-separated fields, no header, no sums.",
     .fills = Flag{in<&Matching::plain>(), true}},
    {.chapter = Chapter::listing,
     .letter = 'p',
     .name = "parsable",
     .help = "Exact numbers: bytes.",
     .fills = Flag{in<&Matching::exact>(), true}},
    {.chapter = Chapter::listing,
     .name = "no-written",
     .help = "Do not ask for the sizes of what there is to send. They take one command more, and are asked for only "
             "with xfer_size and --json.",
     .fills = Flag{in<&Matching::written>(), false}},
    {.chapter = Chapter::listing,
     .name = "check",
     .help = "Exit with the number of datasets that are not up to date, 254 at most. Default: exit with 0.",
     .fills = Flag{in<&Matching::check>(), true}},

    {.chapter = Chapter::marking,
     .name = "backup",
     .value = "BACKUP-NAME",
     .help = "Compare the datasets that this backup selects with their copies below TARGET-PATH.",
     .fills = Text{in<&Matching::backup>(), Accepts::text}},
    {.chapter = Chapter::marking,
     .name = "strip-path",
     .value = "N",
     .fallback = "0",
     .help = "Same value as for the backup: the components removed from source names.",
     .fills = Count{in<&NamedBackup::strip_path>()}},
    {.chapter = Chapter::marking,
     .name = "snapshot-format",
     .value = "FORMAT",
     .fallback = "{}-%Y%m%d%H%M%S",
     .help = "Same value as for the backup: the names of its snapshots; {} stands for the backup name.",
     .fills = Text{in<&NamedBackup::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::marking,
     .name = "other-snapshots",
     .help = "The backup sends all snapshots, not only its own.",
     .fills = Flag{in<&NamedBackup::other_snapshots>(), true}},
    {.chapter = Chapter::marking,
     .name = "exclude-snapshot-pattern",
     .value = "REGEX",
     .help = "Same value as for the backup: snapshots that it does not send. Repeatable.",
     .fills = Texts{in<&NamedBackup::exclude_snapshot_patterns>()}},
};

}  // namespace app::cli
