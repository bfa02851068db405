#include "app/verify/compare.hpp"
#include "app/verify/sample.hpp"
#include "app/verify/script.hpp"
#include "app/verify/sides.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace verify {

namespace {

class Volumes final : public Comparison {
 public:
  explicit Volumes(unsigned percent) : percent_(percent) {
    for (const Side side : k_sides) {
      OfSide& of_side = sides_[index(side)];
      listings_.emplace_back([&of_side](std::uint64_t size) { of_side.size = size; },
                             [&of_side](std::uint64_t chunk, const std::optional<Digest>& digest) {
                               of_side.chunks.insert_or_assign(chunk, digest);
                             });
    }
  }

  void line(Side side, std::string_view line) override { listings_[index(side)].line(line); }

  Findings finish() override {
    for (const Side side : k_sides) {
      if (!listings_[index(side)].complete() || !sides_[index(side)].size)
        throw ListingError("its listing" + on_the(side) + " ended too early");
    }
    const std::uint64_t source = *sides_[0].size;
    const std::uint64_t target = *sides_[1].size;
    if (source != target)
      note("size " + std::to_string(source) + " on the source, " + std::to_string(target) + " on the target");
    const std::uint64_t size = std::min(source, target);
    findings_.listed = size / k_chunk_bytes + (size % k_chunk_bytes == 0 ? 0 : 1);
    for (std::uint64_t chunk = 0; chunk < findings_.listed; ++chunk) {
      if (chooses_chunk(percent_, chunk)) compare(chunk, size);
    }
    return std::move(findings_);
  }

 private:
  struct OfSide {
    std::optional<std::uint64_t> size;
    std::map<std::uint64_t, std::optional<Digest>> chunks;

    std::optional<Digest> digest(std::uint64_t chunk) const {
      const auto found = chunks.find(chunk);
      return found == chunks.end() ? std::nullopt : found->second;
    }
  };

  void compare(std::uint64_t chunk, std::uint64_t size) {
    const std::uint64_t first = chunk * k_chunk_bytes;
    const std::uint64_t last = std::min(first + k_chunk_bytes, size) - 1;
    const std::string where = "bytes " + std::to_string(first) + " to " + std::to_string(last) + ": ";
    BySide<std::optional<Digest>> digests;
    for (const Side side : k_sides) {
      digests[index(side)] = sides_[index(side)].digest(chunk);
      if (digests[index(side)]) continue;
      findings_.unreadable[index(side)] = true;
      note(where + "cannot be read" + on_the(side));
    }
    if (!digests[0] || !digests[1]) return;
    ++findings_.hashed;
    if (digests[0] != digests[1]) note(where + "content differs");
  }

  void note(std::string what) { findings_.differences.push_back(std::move(what)); }

  unsigned percent_;
  std::vector<VolumeListing> listings_;
  BySide<OfSide> sides_;
  Findings findings_;
};

}  // namespace

std::unique_ptr<Comparison> compare_volumes(unsigned percent) {
  return std::make_unique<Volumes>(percent);
}

}  // namespace verify
