#pragma once

#include "transport/pipeline.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace transport {

/// The compressors that a stream can pass, by the names that users know.
inline constexpr std::array<std::string_view, 9> k_compressor_names = {
    "gzip", "pigz-fast", "pigz-slow", "zstd-fast", "zstd-slow", "zstd-adapt", "xz", "lzo", "lz4"};

struct Compressor {
  Argv compress, decompress;
};

/// Throws std::invalid_argument for a name that is none of k_compressor_names.
Compressor compressor(std::string_view name);

/// What a stream passes on its way from `send` to `receive`, besides the network.
struct Piping {
  std::vector<Argv> send_filters, receive_filters;  ///< the user's, in their order
  Argv compress, decompress;                        ///< empty: none
  std::string buffer;                               ///< mbuffer's memory; empty: its default
  std::string chunk;                                ///< mbuffer's block size; empty: its default
  std::string rate;                                 ///< bytes per second as mbuffer takes it; empty: any

  bool has_helpers() const { return !compress.empty() || !buffer.empty() || !chunk.empty(); }
};

/// What stays where a compressor and a buffer cannot help: the user's own filters, and the rate.
Piping without_helpers(Piping piping);

}  // namespace transport
