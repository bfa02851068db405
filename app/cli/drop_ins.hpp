#pragma once

#include "app/manner.hpp"

#include <array>
#include <string_view>

namespace app::cli {

/// A tool whose name and command line the program takes, as a link.
struct DropIn {
  Personality personality;
  std::string_view name;
  std::string_view verb;        ///< of ours, that does its work
  std::string_view exit_codes;  ///< other than those of the verb; lines, each ended
};

inline constexpr std::array k_drop_ins{
    DropIn{Personality::zfs_autobackup, "zfs-autobackup", "backup",
           "  255     the run could not be done; --help and --version too\n"
           "As with the original, 1 is also a --debug run stopped by the first failed dataset,\n"
           "and 2 a command line that could not be read.\n"},
    DropIn{Personality::zfs_check, "zfs-check", "check",
           "  255     it could not be done; --help and --version too; 1 without a TARGET, 2 for other usage\n"},
};

/// Null under our own name.
constexpr const DropIn* drop_in_of(Personality personality) {
  for (const DropIn& tool : k_drop_ins) {
    if (tool.personality == personality) return &tool;
  }
  return nullptr;
}

}  // namespace app::cli
