#pragma once

#include "transport/pipeline.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace retrieve {

// What is run to get files out of snapshots: sh texts, with names as their operands, never within their text. A
// snapshot is read below .zfs where its dataset is mounted, else it is mounted read-only in a folder of its own, which
// is cleared away however the text ends.

/// Prints one line for each snapshot of the dataset that has the path, newest first: its name, a tab, its creation in
/// seconds, a tab, "f" or "d" or "o", a tab, bytes. `newest_only`: ends with the first. `until`: in seconds; 0: any.
struct Lookup {
  std::string dataset, path;
  std::int64_t until = 0;
  bool newest_only = false;
};
transport::Argv find_versions(const Lookup& lookup);

/// Writes a tar archive of the path in that snapshot.
transport::Argv send_files(const std::string& snapshot, const std::string& path);
/// Prints hashes of all files at the path there: see hash_files_here.
transport::Argv hash_files(const std::string& snapshot, const std::string& path);

/// Extracts an archive into a new folder.
transport::Argv receive_files(const std::string& staging);
/// Prints a line for each file at the path below the folder: "HASH  ./name".
transport::Argv hash_files_here(const std::string& staging, const std::string& path);
/// Moves what was extracted to its place. Fails where something is there, unless it may be overwritten.
transport::Argv put_in_place(const std::string& staging, const std::string& path, const std::string& place,
                             bool overwrite);
/// Removes the folder.
transport::Argv clear_away(const std::string& staging);

}  // namespace retrieve
