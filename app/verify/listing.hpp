#pragma once

#include "zfs/parse.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace verify {

/// A SHA-256.
using Digest = std::array<std::uint8_t, 32>;

/// What a listing says of a file, a folder or whatever else has a name.
struct Entry {
  char type = 'f';  ///< as find -printf %y: f d l p s c b, or another letter
  std::uint32_t mode = 0;
  std::uint64_t owner = 0, group = 0;
  std::uint64_t size = 0;  ///< bytes; tells something of a file only
  std::string link;        ///< where a symlink points to

  bool operator==(const Entry&) const = default;
};

using zfs::ListingError;

/// Reads the listing of a filesystem: entries, then hashes of the files, then "end". Entries and the hashes made one by
/// one have names that end in NUL, so that any name can be read; hashes made many at a time are lines of GNU sha256sum,
/// which writes a newline as \n.
class TreeListing {
 public:
  using OnEntry = std::function<void(const std::string& path, Entry entry)>;
  using OnHash = std::function<void(const std::string& path, const Digest& digest)>;
  TreeListing(OnEntry on_entry, OnHash on_hash) : on_entry_(std::move(on_entry)), on_hash_(std::move(on_hash)) {}

  /// Throws ListingError for what cannot be part of a listing.
  void line(std::string_view line);
  bool complete() const { return complete_; }

 private:
  void take_entry(std::string_view record);
  void take_hash(std::string_view record);

  OnEntry on_entry_;
  OnHash on_hash_;
  std::string pending_;  // a record whose names hold newlines
  bool complete_ = false;
};

/// Reads the listing of a volume: its size, hashes of chunks, "end".
class VolumeListing {
 public:
  /// Without a digest the chunk could not be read.
  using OnChunk = std::function<void(std::uint64_t chunk, const std::optional<Digest>& digest)>;
  VolumeListing(std::function<void(std::uint64_t)> on_size, OnChunk on_chunk)
      : on_size_(std::move(on_size)), on_chunk_(std::move(on_chunk)) {}

  /// Throws ListingError for what cannot be part of a listing.
  void line(std::string_view line);
  bool complete() const { return complete_; }

 private:
  std::function<void(std::uint64_t)> on_size_;
  OnChunk on_chunk_;
  bool complete_ = false;
};

}  // namespace verify
