#include "app/check/names.hpp"
#include "app/verify/compare.hpp"
#include "app/verify/sample.hpp"
#include "app/verify/sides.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace verify {

namespace {

std::string type_name(char type) {
  switch (type) {
    case 'f':
      return "a file";
    case 'd':
      return "a folder";
    case 'l':
      return "a symlink";
    case 'p':
      return "a pipe";
    case 's':
      return "a socket";
    case 'c':
    case 'b':
      return "a device";
    default:
      return "something else";
  }
}

std::string octal(std::uint32_t mode) {
  std::string digits;
  for (; mode != 0 || digits.empty(); mode >>= 3) digits.insert(digits.begin(), static_cast<char>('0' + (mode & 7)));
  return digits;
}

std::string differs(const std::string& what, const std::string& source, const std::string& target) {
  return what + source + on_the(Side::source) + ", " + target + on_the(Side::target);
}

/// In which way two entries of one path differ; empty if they do not. The mode of a symlink is not its own on every
/// system, and the size of a folder tells nothing.
std::string difference(const Entry& source, const Entry& target) {
  if (source.type != target.type) return differs("", type_name(source.type), type_name(target.type));
  if (source.link != target.link)
    return differs("points to ", check::in_quotes(source.link), check::in_quotes(target.link));
  if (source.type == 'f' && source.size != target.size)
    return differs("size ", std::to_string(source.size), std::to_string(target.size));
  if (source.owner != target.owner || source.group != target.group) {
    const auto owner = [](const Entry& e) { return std::to_string(e.owner) + ":" + std::to_string(e.group); };
    return differs("owner ", owner(source), owner(target));
  }
  if (source.type != 'l' && source.mode != target.mode) return differs("mode ", octal(source.mode), octal(target.mode));
  return {};
}

/// A path waits for the other side's word on it; both sides list in much the same order, so few do at a time.
class Trees final : public Comparison {
 public:
  explicit Trees(unsigned percent) : percent_(percent) {
    for (const Side side : k_sides) {
      listings_.emplace_back([this, side](const std::string& path, Entry entry) { take(side, path, std::move(entry)); },
                             [this, side](const std::string& path, const Digest& digest) { take(side, path, digest); });
    }
  }

  void line(Side side, std::string_view line) override { listings_[index(side)].line(line); }

  Findings finish() override {
    for (const Side side : k_sides) {
      if (!listings_[index(side)].complete()) throw ListingError("its listing" + on_the(side) + " ended too early");
    }
    for (const Side side : k_sides) {
      for (const auto& [path, entry] : of(side).entries) note(path, "only" + on_the(side));
    }
    for (const Side side : k_sides) {
      for (const auto& [path, digest] : of(side).digests) note_unreadable(other(side), path);
    }
    for (const Side side : k_sides) count_unreadable(side);
    for (const auto& [path, what] : differences_) findings_.differences.push_back(check::escape(path) + ": " + what);
    findings_.differences.insert(findings_.differences.end(), notes_.begin(), notes_.end());
    return std::move(findings_);
  }

 private:
  struct OfSide {
    std::unordered_map<std::string, Entry> entries;  // the other side has not named these yet
    std::unordered_map<std::string, Digest> digests;
    std::uint64_t files = 0, chosen = 0, hashed = 0, named_unreadable = 0;
  };

  OfSide& of(Side side) { return sides_[index(side)]; }

  void take(Side side, const std::string& path, Entry entry) {
    if (entry.type == 'f') {
      ++of(side).files;
      if (chooses_path(percent_, path)) ++of(side).chosen;
    }
    const auto there = of(other(side)).entries.find(path);
    if (there == of(other(side)).entries.end()) {
      if (!of(side).entries.emplace(path, std::move(entry)).second) note(path, "twice" + on_the(side));
      return;
    }
    const bool is_source = side == Side::source;
    note(path, is_source ? difference(entry, there->second) : difference(there->second, entry));
    of(other(side)).entries.erase(there);
  }

  void take(Side side, const std::string& path, const Digest& digest) {
    ++of(side).hashed;
    const auto there = of(other(side)).digests.find(path);
    if (there == of(other(side)).digests.end()) {
      if (!of(side).digests.emplace(path, digest).second) note(path, "hashed twice" + on_the(side));
      return;
    }
    ++findings_.hashed;
    if (there->second != digest) note(path, "content differs");
    of(other(side)).digests.erase(there);
  }

  /// The first that is known of a path counts.
  void note(const std::string& path, const std::string& what) {
    if (!what.empty()) differences_.emplace(path, what);
  }

  void note_unreadable(Side side, const std::string& path) {
    if (!differences_.emplace(path, "cannot be read" + on_the(side)).second) return;
    ++of(side).named_unreadable;
    findings_.unreadable[index(side)] = true;
  }

  /// Of some it is only known that there must be more hashes: neither side has them.
  void count_unreadable(Side side) {
    findings_.listed = std::max(findings_.listed, of(side).files);
    const std::uint64_t seen = of(side).hashed + of(side).named_unreadable;
    if (of(side).chosen <= seen) return;
    findings_.unreadable[index(side)] = true;
    notes_.push_back(std::to_string(of(side).chosen - seen) + " files cannot be read" + on_the(side));
  }

  unsigned percent_;
  std::vector<TreeListing> listings_;
  BySide<OfSide> sides_;
  std::map<std::string, std::string> differences_;  // path -> what
  std::vector<std::string> notes_;
  Findings findings_;
};

}  // namespace

std::unique_ptr<Comparison> compare_trees(unsigned percent) {
  return std::make_unique<Trees>(percent);
}

}  // namespace verify
