#include "app/plan/follow/name_changes.hpp"

#include "zfs/inventory.hpp"

#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace plan {

namespace {

/// Trees that have something to do with each other: one change touches both.
class RelatedTrees {
 public:
  explicit RelatedTrees(const std::vector<NameChange>& changes) {
    for (const NameChange& change : changes) names_.insert(change.names.begin(), change.names.end());
    for (const NameChange& change : changes) {
      for (const std::string& name : change.names) join(*root_of(change.names.front()), *root_of(name));
    }
  }

  /// The same name for all trees that belong together; nothing: this is in none of them.
  std::optional<std::string> group_of(std::string_view name) const {
    const auto root = root_of(name);
    return root ? std::optional(head_of(*root)) : std::nullopt;
  }

 private:
  /// The highest of the names that it is at or below.
  std::optional<std::string> root_of(std::string_view name) const {
    std::optional<std::string> root;
    for (auto above = name; !above.empty(); above = zfs::parent_of(above)) {
      if (const auto found = names_.find(above); found != names_.end()) root = *found;
    }
    return root;
  }
  std::string head_of(std::string root) const {
    for (auto next = joined_to_.find(root); next != joined_to_.end(); next = joined_to_.find(root)) root = next->second;
    return root;
  }
  void join(const std::string& one, const std::string& other) {
    std::string head = head_of(one), other_head = head_of(other);
    if (head != other_head) joined_to_.emplace(std::move(other_head), std::move(head));
  }

  std::set<std::string, std::less<>> names_;
  std::unordered_map<std::string, std::string> joined_to_;
};

}  // namespace

std::vector<Lane> lanes_of_changes(std::vector<NameChange> changes,
                                   const std::vector<std::vector<std::string>>& names) {
  const RelatedTrees trees(changes);
  std::vector<Lane> lanes;
  std::unordered_map<std::string, std::size_t> lane_of;
  for (NameChange& change : changes) {
    const auto [found, is_new] = lane_of.emplace(*trees.group_of(change.names.front()), lanes.size());
    if (is_new) lanes.emplace_back();
    append(lanes[found->second].steps, std::move(change.steps));
  }
  for (DatasetIndex i = 0; i < names.size(); ++i) {
    std::set<std::size_t> needed;
    for (const std::string& name : names[i]) {
      if (const auto group = trees.group_of(name)) needed.insert(lane_of.at(*group));
    }
    for (const std::size_t lane : needed) lanes[lane].relying.push_back(i);
  }
  return lanes;
}

}  // namespace plan
