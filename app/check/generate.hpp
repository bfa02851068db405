#pragma once

#include "app/check/file.hpp"
#include "app/check/hash_line.hpp"
#include "app/check/hasher.hpp"

#include <cstdint>
#include <functional>

namespace check {

/// Hashes a target chunk by chunk; after each chunk the next `skip` are left out, also across files. Throws FileError.
void generate(const Target& target, Hasher& hasher, std::uint64_t skip,
              const std::function<void(const ChunkHash&)>& sink);

/// Of which kind the hash list of a target is.
ListKind list_kind(const Target& target);

}  // namespace check
