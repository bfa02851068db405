#pragma once

#include "app/plan/encryption.hpp"
#include "app/plan/plan.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plan {

/// The bookmarks on a source dataset that stand for the newest common base with one target, so that the source need not
/// keep the snapshot itself.
class TargetBookmarks {
 public:
  /// `own_tag` is the target's own hold tag: it ends in what tells targets apart.
  explicit TargetBookmarks(const std::string& own_tag) : suffix_("_" + own_tag.substr(own_tag.rfind(':') + 1)) {}

  /// For the bookmark of that snapshot: "NAME_1a2b3c4d".
  std::string name_for(const std::string& snapshot) const { return snapshot + suffix_; }
  /// Those that are there, oldest first.
  std::vector<const zfs::Bookmark*> of(const zfs::Dataset& source) const;
  bool has(const zfs::Dataset& source, std::uint64_t guid) const;

 private:
  std::string suffix_;
};

/// Can a bookmark be the base of what is sent in this form? Of a raw stream only with the feature bookmark_v2 and on
/// OpenZFS 2.1.6 or newer: before, it may lack what such a one needs (openzfs#14967). Not as long as features and
/// version are unknown.
bool bookmarks_serve(const Facts& facts, const zfs::Dataset& source, const SendForm& form);

}  // namespace plan
