#include "transport/stages.hpp"

#include <stdexcept>

namespace transport {

Compressor compressor(std::string_view name) {
  if (name == "gzip") return {{"gzip", "-3"}, {"zcat"}};
  if (name == "pigz-fast") return {{"pigz", "-3"}, {"pigz", "-dc"}};
  if (name == "pigz-slow") return {{"pigz", "-9"}, {"pigz", "-dc"}};
  if (name == "zstd-fast") return {{"zstdmt", "-3"}, {"zstdmt", "-dc"}};
  if (name == "zstd-slow") return {{"zstdmt", "-19"}, {"zstdmt", "-dc"}};
  if (name == "zstd-adapt") return {{"zstdmt", "--adapt"}, {"zstdmt", "-dc"}};
  if (name == "xz") return {{"xz"}, {"xz", "-d"}};
  if (name == "lzo") return {{"lzop"}, {"lzop", "-dfc"}};
  if (name == "lz4") return {{"lz4"}, {"lz4", "-dc"}};
  throw std::invalid_argument("no compressor is called '" + std::string(name) + "'");
}

Piping without_helpers(Piping piping) {
  piping.compress.clear();
  piping.decompress.clear();
  piping.buffer.clear();
  piping.chunk.clear();
  return piping;
}

}  // namespace transport
