#include "app/check/hasher.hpp"

#include "app/check/sha1.hpp"

#include <algorithm>
#include <utility>

namespace check {

namespace {

constexpr std::uint64_t k_buffer = 256ULL * 1024;  // stays in the cache of the processor

}  // namespace

Hasher::Hasher(ChunkSize size, Heed heed)
    : size_(size), heed_(std::move(heed)), buffer_(static_cast<std::size_t>(std::min(size.bytes(), k_buffer))) {}

std::optional<std::string> Hasher::hash(const File& file, std::uint64_t chunk) {
  const auto begin = size_.offset(chunk);
  if (!begin) return std::nullopt;
  Sha1 sha1;
  std::uint64_t done = 0;
  while (done < size_.bytes()) {
    heed_();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size_.bytes() - done, buffer_.size()));
    const std::size_t got = file.read_at(*begin + done, std::span(buffer_).first(wanted));
    sha1.update(std::span(buffer_).first(got));
    done += got;
    if (got < wanted) break;
  }
  return done == 0 ? std::nullopt : std::optional(sha1.finish());
}

}  // namespace check
