#pragma once

#include <cstdint>
#include <optional>

namespace check {

/// How a file is cut: chunk N begins at N times this many bytes, and the last one may be short.
class ChunkSize {
 public:
  /// Throws std::invalid_argument when a factor is 0 or the product is more than a file can hold.
  ChunkSize(std::uint64_t block_size, std::uint64_t count);

  std::uint64_t bytes() const { return bytes_; }

  /// How many chunks a file of that size has.
  std::uint64_t count_in(std::uint64_t file_size) const;

  /// Where a chunk begins; nothing if no file reaches that far.
  std::optional<std::uint64_t> offset(std::uint64_t chunk) const;

 private:
  std::uint64_t bytes_;
};

/// One is taken, then `skip` are left out, then one is taken, on and on; where a file ends does not matter.
class SkipPattern {
 public:
  explicit SkipPattern(std::uint64_t skip);

  /// Whether the next one is taken.
  bool take();

  /// The first that is taken of the next `count`; nothing if none is. It and those before it are behind us then.
  std::optional<std::uint64_t> take_of(std::uint64_t count);

 private:
  std::uint64_t skip_;
  std::uint64_t left_ = 0;  ///< to leave out before the next is taken
};

}  // namespace check
