#pragma once

#include <cstdint>
#include <string_view>

namespace app::cli {

/// The bytes of "4096", "64K" or "1MiB"; units are powers of 1024, as with zfs. Throws std::invalid_argument that says
/// what the text is not.
std::uint64_t parse_size(std::string_view text);

}  // namespace app::cli
