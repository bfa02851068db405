#pragma once

#include "app/cli/verb.hpp"

#include <string>

namespace app::cli {

/// The program's name and version: the answer to --version, and the first line of a verbose run.
std::string header_line(Personality personality);

/// How it is called: "zwinnow backup", "zfs-check".
std::string command_of(const Front& front);

/// "usage: ...", with newline.
std::string usage(const Front& front);

/// What a tool with verbs prints for --help.
std::string overview(const DropIn& tool, Verbs verbs);

/// What `zwinnow --help` prints.
std::string overview(Verbs verbs);

/// The lines of its examples, and of its exit codes.
std::string examples(const Front& front);
std::string exit_codes(const Front& front);

/// What `--help` prints after a verb, or under a drop-in name: all options by chapter, examples, exit codes.
std::string help_text(const Front& front);

}  // namespace app::cli
