#pragma once

#include "app/request.hpp"

#include <string>

namespace app::cli {

/// The program's name and version: the answer to --version, and the first line of a verbose run.
std::string header_line(Personality personality);

/// "usage: ..." of the main job, with newline.
std::string usage(Personality personality);

/// What `zwinnow --help` prints.
std::string overview();

/// What `zwinnow backup --help` prints, and `zfs-autobackup --help`: all options by group, examples, exit codes.
std::string backup_help(Personality personality);

}  // namespace app::cli
