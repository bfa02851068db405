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
     .help = "Source host: pull from it over ssh.",
     .fills = Text{in<&Places::ssh_source>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "ssh-target",
     .value = "USER@HOST",
     .help = "Target host: push to it over ssh.",
     .fills = Text{in<&Places::ssh_target>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "ssh-config",
     .value = "FILE",
     .help = "ssh configuration file for both hosts (ssh -F).",
     .fills = Text{in<&Places::ssh_config>(), Accepts::text}},

    {.chapter = Chapter::places,
     .name = "timeout",
     .value = "TIME",
     .fallback = "30min",
     .help = "Abort a listing after TIME, such as 90s, 30min or 2h; 0 means never. If a source pool hangs, it fails, "
             "and the other pools are processed. Streams and snapshots have no limit.",
     .known = Names::zwinnow,
     .fills = Text{in<&Pace::timeout>(), Accepts::text}},

    {.chapter = Chapter::trying,
     .letter = 'n',
     .name = "test",
     .alias = "dry-run",
     .help =
         "Dry run: read the current state and show what a run would do, with the exact commands. Implies --verbose.",
     .fills = Flag{in<&Trying::test>(), true}},
    {.chapter = Chapter::trying,
     .name = "plan",
     .value = "sh|json",
     .help = "Dry run that prints only the plan. sh: a shell script that does what the run would do. json: every step "
             "with its reason.",
     .known = Names::zwinnow,
     .fills = Choice{in<&Planning::plan>(), k_plans}},
    {.chapter = Chapter::trying,
     .name = "skip-permission-check",
     .help = "Do not check the permissions of unprivileged users (zfs allow) before the run. For hosts where the zfs "
             "command gets its privileges another way.",
     .fills = Flag{in<&Rights::check_permissions>(), false}},

    {.chapter = Chapter::output,
     .letter = 'v',
     .name = "verbose",
     .help = "Show what is done and why. Default: silent if all is well.",
     .fills = Flag{in<&Output::verbose>(), true}},
    {.chapter = Chapter::output,
     .letter = 'd',
     .name = "debug",
     .help = "Show commands as they run. Implies --verbose. Under the name zfs-autobackup it also stops at the first "
             "failed dataset.",
     .fills = Flag{in<&Output::debug>(), true}},
    {.chapter = Chapter::output,
     .name = "debug-output",
     .help = "Show the output and exit code of each command. Implies --debug.",
     .fills = Flag{in<&Output::debug_output>(), true}},
    {.chapter = Chapter::output,
     .name = "json",
     .help = "Print one JSON object about the run on stdout, on one line, even if the run fails. Text messages go to "
             "stderr.",
     .known = Names::zwinnow,
     .fills = Flag{in<&Reporting::json>(), true}},
    {.chapter = Chapter::output,
     .name = "json-file",
     .value = "FILE",
     .help = "Append that JSON line to FILE. A file that cannot be written causes only a warning.",
     .known = Names::zwinnow,
     .fills = Text{in<&Reporting::json_file>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "status-dir",
     .value = "DIR",
     .help = "Leave the state of the last run in DIR: its JSON object as JOB.json, and if it failed a file ERROR_JOB "
             "that says what failed, where, and the next step. The next good run removes ERROR_JOB. A dry run leaves "
             "both alone.",
     .known = Names::zwinnow,
     .fills = Text{in<&ResultFiles::status_dir>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "status-name",
     .value = "JOB",
     .help = "Name of these files. Default: by the backup name or label, and the target.",
     .known = Names::zwinnow,
     .fills = Text{in<&ResultFiles::status_name>(), Accepts::text}},
    {.chapter = Chapter::output,
     .name = "log-file",
     .value = "FILE",
     .help = "Also append messages to FILE, each with the time, and how the run began and ended.",
     .known = Names::zwinnow,
     .fills = Text{in<&ResultFiles::log_file>(), Accepts::text}},
    {.chapter = Chapter::output,
     .letter = 'g',
     .name = "syslog",
     .help = "Also write messages to syslog.",
     .known = Names::zwinnow,
     .fills = Flag{in<&ResultFiles::syslog>(), true}},
    {.chapter = Chapter::output,
     .name = "progress",
     .help = "Show progress on stderr. Default: on if stderr is a terminal.",
     .fills = Flag{in<&Output::progress>(), true}},
    {.chapter = Chapter::output,
     .name = "no-progress",
     .help = "Show no progress, even if stderr is a terminal.",
     .hidden = true,
     .fills = Flag{in<&Output::no_progress>(), true}},
    {.chapter = Chapter::output,
     .name = "config",
     .value = "NAME|FILE",
     .help = "Read options and operands from /etc/zwinnow/NAME.conf, or from FILE if there is a slash in it. A line is "
             "`keep-source = 10,1d1w`, the name of a flag alone, or a # comment. Options behind --config win.",
     .known = Names::zwinnow,
     .fills = Included{}},
    {.chapter = Chapter::output, .letter = 'h', .name = "help", .help = "Show this help.", .fills = Question::help},
    {.chapter = Chapter::output, .name = "version", .help = "Show the version.", .fills = Question::version},
};

}  // namespace app::cli
