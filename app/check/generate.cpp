#include "app/check/generate.hpp"

#include "app/check/walk.hpp"

#include <variant>

namespace check {

namespace {

using Sink = std::function<void(const ChunkHash&)>;

void hash_file(const std::string& path, const File& file, Hasher& hasher, SkipPattern& pattern, const Sink& sink) {
  const std::uint64_t count = hasher.size().count_in(file.size());
  std::uint64_t behind = 0;
  while (const auto taken = pattern.take_of(count - behind)) {
    const std::uint64_t chunk = behind + *taken;
    auto hash = hasher.hash(file, chunk);
    if (!hash) return;  // it has become shorter
    sink({path, chunk, *std::move(hash)});
    behind = chunk + 1;
  }
}

}  // namespace

void generate(const Target& target, Hasher& hasher, std::uint64_t skip, const Sink& sink) {
  SkipPattern pattern(skip);
  if (const auto* const file = std::get_if<File>(&target)) return hash_file({}, *file, hasher, pattern, sink);
  walk(
      std::get<Folder>(target), [&hasher] { hasher.heed(); },
      [&](const std::string& path, const File& file) { hash_file(path, file, hasher, pattern, sink); });
}

ListKind list_kind(const Target& target) {
  return std::holds_alternative<Folder>(target) ? ListKind::folder : ListKind::file;
}

}  // namespace check
