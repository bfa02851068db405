#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace check {

/// A hash list of a folder names a file in each line, one of a file or device does not.
enum class ListKind { file, folder };

/// One hash, as it is made.
struct ChunkHash {
  std::string path;  ///< beneath the folder; empty for a file or device
  std::uint64_t chunk = 0;
  std::string hash;
};

/// "CHUNK<tab>HASH", or "PATH<tab>CHUNK<tab>HASH"; no newline.
std::string to_text(const ChunkHash& hash, ListKind kind);

/// One line of a list that somebody gave us.
struct ListedHash {
  std::string path;            ///< decoded; nothing is promised of it
  std::string chunk_text;      ///< as it was given
  std::uint64_t chunk = 0;     ///< its value, if there is no problem
  std::string hash_text;       ///< as it was given
  std::string hash;            ///< in lower case
  std::string_view problem{};  ///< why the line cannot be used; empty if it can
};

/// Nothing for a line without a tab: it is no part of the list.
std::optional<ListedHash> parse_line(std::string_view line, ListKind kind);

/// "Chunk N failed: EXPECTED ACTUAL", with "PATH: " before it where there is one. What comes from outside is escaped.
std::string failure_text(std::string_view path, std::string_view chunk, std::string_view expected,
                         std::string_view actual);

}  // namespace check
