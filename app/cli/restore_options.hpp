#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What only a restore knows.
inline constexpr Option k_restore_options[] = {
    {.chapter = Chapter::restoring,
     .name = "overwrite",
     .help = "Datasets: discard what DST has since the newest common snapshot, instead of setting DST aside. Files: "
             "replace those that are there.",
     .fills = Flag{in<&Restoring::overwrite>(), true}},
    {.chapter = Chapter::restoring,
     .name = "as-original",
     .help =
         "Treat DST as the original place: restore shares, quotas and mountpoints, and mount. Needed if BACKUP does "
         "not record its source, or records another name.",
     .fills = Flag{in<&Restoring::as_original>(), true}},
    {.chapter = Chapter::restoring,
     .letter = 'i',
     .name = "newest-only",
     .help = "Restore only the newest snapshot of each dataset. Default: all.",
     .fills = Flag{in<&Restoring::newest_only>(), true}},
    {.chapter = Chapter::restoring,
     .letter = 'f',
     .name = "file",
     .value = "PATH",
     .help = "Restore this file or folder, and no dataset. PATH is relative to BACKUP, or absolute if it begins with "
             "the mountpoint that BACKUP had on its source. Repeatable.",
     .fills = Texts{in<&Restoring::files>()}},
    {.chapter = Chapter::restoring,
     .name = "to",
     .value = "[HOST:]DIR",
     .help = "Folder for restored files, on this host unless HOST is named. Default: the folder that you are in.",
     .fills = Text{in<&Restoring::into>(), Accepts::text}},
    {.chapter = Chapter::restoring,
     .name = "at",
     .value = "TIME",
     .help =
         "Take files as they were at TIME, such as '2026-03-01 12:00': from the newest snapshot that is not younger. "
         "Default: the newest snapshot that has them.",
     .fills = Text{in<&Restoring::at>(), Accepts::text}},
    {.chapter = Chapter::restoring,
     .name = "list",
     .help = "List the versions of the files, and restore nothing.",
     .fills = Flag{in<&Restoring::lists>(), true}},
};

}  // namespace app::cli
