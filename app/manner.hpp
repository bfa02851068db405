#pragma once

namespace app {

// How the program works, whatever it does.

/// Under which name it was started: `zwinnow`, or the drop-in name of the tool it stands for.
enum class Personality { zwinnow, zfs_autobackup, zfs_check, zfs_auto_snapshot, syncoid, zelta };

/// How loud: each level includes the ones before it.
enum class Verbosity { quiet, verbose, debug, debug_output };

/// What `--test` and `--plan` ask for: to run, to show the story and the commands, or the plan alone.
enum class Mode { run, test, plan_sh, plan_json, plan_ranges };

/// The plan alone is on stdout.
constexpr bool is_plan(Mode mode) {
  return mode != Mode::run && mode != Mode::test;
}

/// Where what is told goes. What a verb has to show is always on stdout.
enum class Voice { on_stdout, on_stderr, errors_only };

}  // namespace app
