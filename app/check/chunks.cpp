#include "app/check/chunks.hpp"

#include <limits>
#include <stdexcept>

namespace check {

namespace {

constexpr std::uint64_t k_longest_file = std::numeric_limits<std::int64_t>::max();

}  // namespace

ChunkSize::ChunkSize(std::uint64_t block_size, std::uint64_t count) : bytes_(block_size * count) {
  if (block_size == 0 || count == 0) throw std::invalid_argument("block size and block count must be at least 1");
  if (block_size > k_longest_file / count) throw std::invalid_argument("block size times block count is too large");
}

std::uint64_t ChunkSize::count_in(std::uint64_t file_size) const {
  return file_size / bytes_ + (file_size % bytes_ == 0 ? 0 : 1);
}

std::optional<std::uint64_t> ChunkSize::offset(std::uint64_t chunk) const {
  if (chunk > k_longest_file / bytes_) return std::nullopt;
  return chunk * bytes_;
}

SkipPattern::SkipPattern(std::uint64_t skip) : skip_(skip) {}

bool SkipPattern::take() {
  return take_of(1).has_value();
}

std::optional<std::uint64_t> SkipPattern::take_of(std::uint64_t count) {
  if (left_ >= count) {
    left_ -= count;
    return std::nullopt;
  }
  const std::uint64_t taken = left_;
  left_ = skip_;
  return taken;
}

}  // namespace check
