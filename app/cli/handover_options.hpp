#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What `handover` knows beside what it shares with `sync`.
inline constexpr Option k_handover_options[] = {
    {.chapter = Chapter::handing,
     .name = "stop-cmd",
     .value = "COMMAND",
     .help = "Command that stops what uses the tree, on the host of SRC, such as 'vm stop win11'.",
     .fills = Text{in<&Handing::stop_cmd>(), Accepts::text}},
    {.chapter = Chapter::handing,
     .name = "start-cmd",
     .value = "COMMAND",
     .help = "Command that starts it, on the host of DST; or on the host of SRC if the handover is undone.",
     .fills = Text{in<&Handing::start_cmd>(), Accepts::text}},
    {.chapter = Chapter::handing,
     .name = "no-mount",
     .help =
         "Mount and unmount nothing: readonly=on is enough. For users who are not root on Linux, and for hooks that "
         "mount.",
     .fills = Flag{in<&Handing::mounts>(), false}},
    {.chapter = Chapter::handing,
     .name = "promote-only",
     .value = "DST",
     .help =
         "If the source is lost: make DST writable, mount it and start. What was written since the last sync is lost. "
         "The old source must not be used any more.",
     .fills = Text{in<&Handing::promoted>(), Accepts::text}},
    {.chapter = Chapter::handing,
     .name = "name",
     .value = "NAME",
     .fallback = "sync",
     .help = "Same value as for zwinnow sync between these two: in hold tags and snapshot names.",
     .fills = Text{in<&Handing::name>(), Accepts::text}},
    {.chapter = Chapter::handing,
     .name = "snapshot-format",
     .value = "FORMAT",
     .fallback = "%Y-%m-%d_%H.%M.%S",
     .help = "Names of the snapshots that the syncs take, as for zwinnow sync.",
     .fills = Text{in<&Handing::snapshot_format>(), Accepts::text}},
};

}  // namespace app::cli
