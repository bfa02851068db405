#pragma once

#include "app/cli/options.hpp"

#include <array>
#include <string_view>

namespace app::cli {

inline constexpr std::array<std::string_view, 2> k_plans = {"sh", "json"};

/// Where a job runs, whether it only looks, and what it says: of most verbs.
inline constexpr Option k_common_options[] = {
    {.chapter = Chapter::places,
     .name = "ssh-source",
     .value = "USER@HOST",
     .help = "The source is on this host: pull.",
     .fills = Text{in<&Places::ssh_source>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "ssh-target",
     .value = "USER@HOST",
     .help = "The target is on this host: push.",
     .fills = Text{in<&Places::ssh_target>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "ssh-config",
     .value = "FILE",
     .help = "Use this ssh configuration (ssh -F) for both.",
     .fills = Text{in<&Places::ssh_config>(), Accepts::text}},

    {.chapter = Chapter::places,
     .name = "timeout",
     .value = "TIME",
     .fallback = "30min",
     .help =
         "Give up a listing that takes longer, such as 90s, 30min or 2h; 0: never. Where a pool of the source hangs "
         "(zpool list says so), it fails, and the other pools are backed up. Streams and snapshots have no limit.",
     .known = Names::zwinnow,
     .fills = Text{in<&Pace::timeout>(), Accepts::text}},

    {.chapter = Chapter::trying,
     .letter = 'n',
     .name = "test",
     .alias = "dry-run",
     .help = "Change nothing: read what is there and show what a run would do, "
             "the exact commands included. Implies --verbose.",
     .fills = Flag{in<&Trying::test>(), true}},
    {.chapter = Chapter::trying,
     .name = "plan",
     .value = "sh|json",
     .help = "Change nothing and print only the plan: sh, a script that does what the run would do; "
             "json, every step with its reason.",
     .known = Names::zwinnow,
     .fills = Choice{in<&Planning::plan>(), k_plans}},
    {.chapter = Chapter::trying,
     .name = "skip-permission-check",
     .help = "Do not look first whether users who are not root may do what the job needs (zfs allow): for hosts where "
             "the zfs command gets its rights in another way.",
     .fills = Flag{in<&Sending::check_permissions>(), false}},

    {.chapter = Chapter::output,
     .letter = 'v',
     .name = "verbose",
     .help = "Say what is done and why. Without it a good run says nothing.",
     .fills = Flag{in<&Output::verbose>(), true}},
    {.chapter = Chapter::output,
     .letter = 'd',
     .name = "debug",
     .help = "Show the commands too. Implies --verbose. Under the name zfs-autobackup also stop at the first dataset "
             "that fails.",
     .fills = Flag{in<&Output::debug>(), true}},
    {.chapter = Chapter::output,
     .name = "debug-output",
     .help = "Show what each command prints, and its exit code. Implies --debug.",
     .fills = Flag{in<&Output::debug_output>(), true}},
    {.chapter = Chapter::output,
     .name = "json",
     .help = "Print one JSON object about the run on stdout, in one line, also when it fails. What is told in words "
             "goes to stderr.",
     .known = Names::zwinnow,
     .fills = Flag{in<&Reporting::json>(), true}},
    {.chapter = Chapter::output,
     .name = "json-file",
     .value = "FILE",
     .help = "Append that line to this file. A file that cannot be written is a warning.",
     .known = Names::zwinnow,
     .fills = Text{in<&Reporting::json_file>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "progress",
     .help = "Show progress on stderr. On by itself if stderr is a terminal.",
     .fills = Flag{in<&Output::progress>(), true}},
    {.chapter = Chapter::output,
     .name = "no-progress",
     .help = "Show no progress, even if stderr is a terminal.",
     .hidden = true,
     .fills = Flag{in<&Output::no_progress>(), true}},
    {.chapter = Chapter::output, .letter = 'h', .name = "help", .help = "This text.", .fills = Question::help},
    {.chapter = Chapter::output, .name = "version", .help = "The version.", .fills = Question::version},
};

}  // namespace app::cli
