#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retrieve {

/// A path as a snapshot has it.
struct Version {
  std::string snapshot;  ///< full name
  std::int64_t creation = 0;
  char kind = 'f';  ///< f: a file, d: a folder, o: another thing
  std::uint64_t bytes = 0;

  bool operator==(const Version&) const = default;
};

/// A line of find_versions. Nothing: it is none.
std::optional<Version> parse_version(std::string_view line);

/// Where a path of a backup is: in which dataset, and where in that.
struct Location {
  std::string dataset, path;

  bool operator==(const Location&) const = default;
};

/// `path` is relative to the backup, or absolute below `mountpoint`, where the backup's source had been mounted (empty:
/// not known). Of `datasets`, which are at or below the backup, the deepest that it leads into has it. Nothing: it
/// leads out of the backup, or is all of a dataset.
std::optional<Location> locate(std::string_view path, std::string_view backup, std::string_view mountpoint,
                               const std::vector<std::string>& datasets);

/// Do two lists of hashes name the same files with the same hashes, in whatever order?
bool are_equal(std::vector<std::string> one, std::vector<std::string> other);

}  // namespace retrieve
