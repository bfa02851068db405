#include "app/plan/replicate/bookmarks.hpp"

#include "app/plan/features.hpp"

#include <algorithm>

namespace plan {

std::vector<const zfs::Bookmark*> TargetBookmarks::of(const zfs::Dataset& source) const {
  std::vector<const zfs::Bookmark*> found;
  for (const zfs::Bookmark& bookmark : source.bookmarks) {
    if (bookmark.name.ends_with(suffix_)) found.push_back(&bookmark);
  }
  return found;
}

bool TargetBookmarks::has(const zfs::Dataset& source, std::uint64_t guid) const {
  return std::ranges::any_of(of(source), [guid](const auto* bookmark) { return bookmark->guid == guid; });
}

bool bookmarks_serve(const Facts& facts, const zfs::Dataset& source, const SendForm& form) {
  constexpr zfs::Version k_raw_from_bookmarks{2, 1, 6};
  if (!form.raw) return has_feature(facts.source_features, source.name, "bookmarks");
  return has_feature(facts.source_features, source.name, "bookmark_v2") && facts.source_version &&
         *facts.source_version >= k_raw_from_bookmarks;
}

}  // namespace plan
