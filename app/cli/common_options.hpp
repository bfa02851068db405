#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// Where a job runs, whether it only looks, and what it says: of most verbs.
inline constexpr Option k_common_options[] = {
    {.group = Group::places,
     .name = "ssh-source",
     .value = "USER@HOST",
     .help = "The source is on this host: pull.",
     .of = k_jobs_of_two_sides,
     .fills = Text{&Request::ssh_source, Accepts::text}},
    {.group = Group::places,
     .name = "ssh-target",
     .value = "USER@HOST",
     .help = "The target is on this host: push.",
     .of = k_jobs_of_two_sides,
     .fills = Text{&Request::ssh_target, Accepts::text}},
    {.group = Group::places,
     .name = "ssh-config",
     .value = "FILE",
     .help = "Use this ssh configuration (ssh -F) for both.",
     .of = k_jobs_of_two_sides,
     .fills = Text{&Request::ssh_config, Accepts::text}},

    {.group = Group::places,
     .name = "timeout",
     .value = "TIME",
     .fallback = "30min",
     .help =
         "Give up a listing that takes longer, such as 90s, 30min or 2h; 0: never. Where a pool of the source hangs "
         "(zpool list says so), it fails, and the other pools are backed up. Streams and snapshots have no limit.",
     .known = Names::zwinnow,
     .of = {Verb::backup},
     .fills = Text{&Request::timeout, Accepts::text}},

    {.group = Group::trying,
     .letter = 'n',
     .name = "test",
     .alias = "dry-run",
     .help = "Change nothing: read what is there and show what a run would do, "
             "the exact commands included. Implies --verbose.",
     .of = {Verb::backup, Verb::verify, Verb::check, Verb::holds},
     .fills = Special::test},
    {.group = Group::trying,
     .name = "plan",
     .value = "sh|json",
     .help = "Change nothing and print only the plan: sh, a script that does what the run would do; "
             "json, every step with its reason.",
     .known = Names::zwinnow,
     .of = {Verb::backup},
     .fills = Special::plan},
    {.group = Group::trying,
     .name = "skip-permission-check",
     .help = "Do not look first whether users who are not root may do what the job needs (zfs allow): for hosts where "
             "the zfs command gets its rights in another way.",
     .fills = Flag{&Request::check_permissions, false}},

    {.group = Group::output,
     .letter = 'v',
     .name = "verbose",
     .help = "Say what is done and why. Without it a good run says nothing.",
     .of = k_all_jobs,
     .fills = Special::verbose},
    {.group = Group::output,
     .letter = 'd',
     .name = "debug",
     .help = "Show the commands too. Implies --verbose. Under the name zfs-autobackup also stop at the first dataset "
             "that fails.",
     .of = k_all_jobs,
     .fills = Special::debug},
    {.group = Group::output,
     .name = "debug-output",
     .help = "Show what each command prints, and its exit code. Implies --debug.",
     .of = k_all_jobs,
     .fills = Special::debug_output},
    {.group = Group::output,
     .name = "progress",
     .help = "Show progress on stderr. On by itself if stderr is a terminal.",
     .of = k_all_jobs,
     .fills = Special::progress},
    {.group = Group::output,
     .name = "no-progress",
     .help = "Show no progress, even if stderr is a terminal.",
     .hidden = true,
     .of = k_all_jobs,
     .fills = Special::no_progress},
    {.group = Group::output,
     .letter = 'h',
     .name = "help",
     .help = "This text.",
     .of = k_all_jobs,
     .fills = Special::help},
    {.group = Group::output, .name = "version", .help = "The version.", .of = k_all_jobs, .fills = Special::version},
};

}  // namespace app::cli
