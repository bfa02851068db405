#pragma once

#include "app/check/chunks.hpp"
#include "app/check/file.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace check {

/// Called again and again in long work; throws to end it.
using Heed = std::function<void()>;

/// Hashes chunks of files, through one buffer.
class Hasher {
 public:
  /// `heed` is called before each read.
  Hasher(ChunkSize size, Heed heed);

  const ChunkSize& size() const { return size_; }
  void heed() const { heed_(); }

  /// The SHA-1 in hex; nothing if the file ends where the chunk would begin, or before. Throws FileError.
  std::optional<std::string> hash(const File& file, std::uint64_t chunk);

 private:
  ChunkSize size_;
  Heed heed_;
  std::vector<std::byte> buffer_;
};

}  // namespace check
