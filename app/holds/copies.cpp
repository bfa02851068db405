#include "app/holds/copies.hpp"

#include <cstdint>
#include <set>
#include <unordered_map>

namespace holds {

namespace {

using zfs::Dataset;

class ByGuid {
 public:
  explicit ByGuid(const zfs::Inventory& target) {
    for (const Dataset& dataset : target.datasets()) {
      for (const zfs::Snapshot& snapshot : dataset.snapshots) datasets_.emplace(snapshot.guid, &dataset);
    }
  }

  /// Those that share a snapshot with the source dataset; but not that one itself, where both sides are one host.
  std::set<const Dataset*> with_parts_of(const Dataset& source) const {
    std::set<const Dataset*> found;
    const auto look_for = [&](std::uint64_t guid) {
      const auto [first, last] = datasets_.equal_range(guid);
      for (auto it = first; it != last; ++it) {
        if (it->second->guid != source.guid) found.insert(it->second);
      }
    };
    for (const zfs::Snapshot& snapshot : source.snapshots) look_for(snapshot.guid);
    for (const zfs::Bookmark& bookmark : source.bookmarks) look_for(bookmark.guid);
    return found;
  }

 private:
  std::unordered_multimap<std::uint64_t, const Dataset*> datasets_;
};

}  // namespace

std::vector<Copied> find_copies(const zfs::Inventory& source, const zfs::Inventory& target) {
  const ByGuid on_target(target);
  std::vector<Copied> all;
  for (const Dataset& dataset : source.datasets()) {
    Copied copied{.source = &dataset, .copies = {}};
    for (const Dataset* copy : on_target.with_parts_of(dataset))
      copied.copies.push_back({copy, plan::compare(dataset, nullptr, copy, true)});
    if (!copied.copies.empty()) all.push_back(std::move(copied));
  }
  return all;
}

}  // namespace holds
