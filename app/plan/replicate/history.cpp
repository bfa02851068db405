#include "app/plan/replicate/history.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

/// Finds snapshots by their guids. Most are asked for the newest alone, so the rest is put in order only when that is
/// not it.
class GuidsOf {
 public:
  explicit GuidsOf(const Snapshots& snapshots) : snapshots_(snapshots) {}

  /// The index of the first with that guid.
  std::optional<std::size_t> find(std::uint64_t guid) const {
    if (guid == 0) return std::nullopt;  // not made yet
    if (sorted_.empty() && !snapshots_.empty()) {
      if (snapshots_.back()->guid == guid) return snapshots_.size() - 1;
      for (std::size_t i = 0; i < snapshots_.size(); ++i) sorted_.emplace_back(snapshots_[i]->guid, i);
      std::ranges::sort(sorted_);
    }
    const auto found = std::ranges::lower_bound(sorted_, std::pair<std::uint64_t, std::size_t>{guid, 0});
    return found != sorted_.end() && found->first == guid ? std::optional(found->second) : std::nullopt;
  }

 private:
  const Snapshots& snapshots_;
  mutable std::vector<std::pair<std::uint64_t, std::size_t>> sorted_;
};

}  // namespace

const zfs::Snapshot* Histories::on_target(std::uint64_t guid) const {
  if (guid == 0) return nullptr;
  const auto found = std::find_if(target.rbegin(), target.rend(), [&](const auto* s) { return s->guid == guid; });
  return found == target.rend() ? nullptr : *found;
}

Histories compare(const zfs::Dataset& source, const zfs::Snapshot* fresh, const zfs::Dataset* target, bool guid_check) {
  Histories both;
  both.source.reserve(source.snapshots.size() + 1);
  for (const zfs::Snapshot& snapshot : source.snapshots) both.source.push_back(&snapshot);
  if (fresh != nullptr) both.source.push_back(fresh);
  if (target == nullptr) return both;
  both.is_being_received = !target->resume_token.empty();
  both.target.reserve(target->snapshots.size());
  for (const zfs::Snapshot& snapshot : target->snapshots) both.target.push_back(&snapshot);

  const GuidsOf by_guid(both.target);
  for (std::size_t i = both.source.size(); i-- > 0;) {
    both.target_base = by_guid.find(both.source[i]->guid);
    if (!both.target_base) continue;
    both.source_base = i;
    break;
  }
  for (const zfs::Bookmark& bookmark : source.bookmarks) {
    const auto found = by_guid.find(bookmark.guid);
    const bool newer = !both.source_base || bookmark.createtxg > both.source[*both.source_base]->createtxg;
    if (!found || !newer) continue;
    both.bookmark = &bookmark;  // they come in order: the last one is the newest
    both.target_base = found;
  }
  if (both.bookmark != nullptr) {
    both.source_base.reset();
    while (both.first_after_bookmark < both.source.size() && both.source[both.first_after_bookmark] != fresh &&
           both.source[both.first_after_bookmark]->createtxg <= both.bookmark->createtxg)
      ++both.first_after_bookmark;
  }
  for (std::size_t i = both.source.size(); i-- > 0 && !guid_check && !both.has_base();) {
    const auto same_name = [&](const zfs::Snapshot* s) { return s->name->text == both.source[i]->name->text; };
    const auto found = std::ranges::find_if(both.target, same_name);
    if (found == both.target.end()) continue;
    both.source_base = i;
    both.target_base = static_cast<std::size_t>(found - both.target.begin());
  }
  return both;
}

bool have_common_base(const zfs::Dataset& source, const zfs::Dataset& copy) {
  return compare(source, nullptr, &copy, true).has_base();
}

}  // namespace plan
