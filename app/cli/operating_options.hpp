#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What a job waits for that nobody looks after.
inline constexpr Option k_operating_options[] = {
    {.chapter = Chapter::waiting,
     .name = "wait",
     .value = "TIME",
     .help =
         "If another run of the same job is under way, wait until it has ended, for TIME at most, such as 90s or 2h, "
         "or as long as needed. Default: end at once, and say which process it is.",
     .known = Names::zwinnow,
     .bare = k_as_long_as_needed,
     .joined = true,
     .fills = Text{in<&Waiting::wait>(), Accepts::text}},
    {.chapter = Chapter::waiting,
     .name = "offline-ok",
     .help =
         "A host that is off is no failure: if ssh finds no host there before anything was done, the run ends with a "
         "note and exit code 0. If the target is off, the source is still snapshotted. Other failures, such as a "
         "wrong key or an unknown host name, stay failures.",
     .known = Names::zwinnow,
     .fills = Flag{in<&Offline::ok>(), true}},
    {.chapter = Chapter::waiting,
     .name = "retries",
     .value = "N",
     .fallback = "0",
     .help = "If a run fails by what may pass, such as a connection that fails or a busy dataset, try up to N times "
             "more. Each try looks at both sides anew, resumes streams that broke off, and takes no second snapshot.",
     .known = Names::zwinnow,
     .fills = Count{in<&Retrying::retries>()}},
    {.chapter = Chapter::waiting,
     .name = "retry-delay",
     .value = "TIME",
     .fallback = "20s",
     .help = "How long to wait before the first of these tries, such as 20s or 5min. Each further wait is twice as "
             "long, an hour at most, and up to a quarter shorter by chance.",
     .known = Names::zwinnow,
     .fills = Text{in<&Retrying::delay>(), Accepts::text}},

    {.chapter = Chapter::places,
     .name = "import-target",
     .value = "POOL|ID",
     .help =
         "If the target's pool is not imported, import it for the run (zpool import -N, never -f), and export it "
         "afterwards: for disks that come and go. If several pools have its name, give the ID that zpool import shows.",
     .known = Names::zwinnow,
     .bare = k_pool_of_target,
     .joined = true,
     .fills = Text{in<&Removable::import_target>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "import-from",
     .value = "DIR",
     .help = "With --import-target: look for devices in DIR. Repeatable. Default: /dev/disk/by-id.",
     .known = Names::zwinnow,
     .fills = Texts{in<&Removable::import_from>()}},
    {.chapter = Chapter::places,
     .name = "load-key",
     .value = "DATASET",
     .help = "With --import-target: load the key of DATASET on the imported pool, from its keylocation. The export "
             "unloads it. Repeatable.",
     .known = Names::zwinnow,
     .fills = Texts{in<&Removable::load_keys>()}},
    {.chapter = Chapter::sending,
     .name = "min-free",
     .value = "SIZE|P%",
     .help = "Send nothing if less than SIZE would stay available below the target path, such as 500G, or less than P "
             "percent of the target's pool. Snapshots are still taken, and both sides thinned.",
     .known = Names::zwinnow,
     .fills = Text{in<&Room::min_free>(), Accepts::text}},
};

}  // namespace app::cli
