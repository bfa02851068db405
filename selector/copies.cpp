#include "selector/copies.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace selector {

namespace {

bool is_selected(const Decision& decision) {
  return decision.verdict == Verdict::selected;
}

bool came_with_its_selection(const Decision& decision) {
  return is_selected(decision) && decision.marked_at != nullptr && decision.marked_at->selection.source == "received";
}

/// Who has which snapshot, of those that may be copies.
class Owners {
 public:
  explicit Owners(const std::vector<Decision>& selection) {
    for (const Decision& decision : selection) {
      if (!came_with_its_selection(decision)) continue;
      for (const zfs::Snapshot& snapshot : decision.dataset->snapshots) owners_[snapshot.guid];
    }
    for (const Decision& decision : selection) {
      if (!is_selected(decision)) continue;
      for (const zfs::Snapshot& snapshot : decision.dataset->snapshots) add(snapshot.guid, decision);
    }
  }

  /// Another one that has it and is still selected; null if there is none.
  const zfs::Dataset* other(std::uint64_t guid, const zfs::Dataset* dataset) const {
    for (const Decision* owner : owners_.at(guid)) {
      if (owner->dataset != dataset && is_selected(*owner)) return owner->dataset;
    }
    return nullptr;
  }

 private:
  void add(std::uint64_t guid, const Decision& decision) {
    if (const auto found = owners_.find(guid); found != owners_.end()) found->second.push_back(&decision);
  }

  std::unordered_map<std::uint64_t, std::vector<const Decision*>> owners_;
};

/// The selected dataset that another one records as its source.
class RecordedSources {
 public:
  explicit RecordedSources(const std::vector<Decision>& selection) {
    for (const Decision& decision : selection) {
      if (decision.dataset->name == decision.dataset->pool())
        roots_.emplace(decision.dataset->name, decision.dataset->guid);
      if (is_selected(decision)) by_guid_.emplace(decision.dataset->guid, &decision);
    }
  }

  /// Null if there is none, or it is not selected any more.
  const zfs::Dataset* of(const zfs::Dataset& copy) const {
    if (!copy.record) return nullptr;
    const auto found = by_guid_.find(copy.record->dataset);
    if (found == by_guid_.end() || !is_selected(*found->second)) return nullptr;
    const zfs::Dataset* const source = found->second->dataset;
    const auto root = roots_.find(source->pool());
    const bool is_its_pool = root != roots_.end() && root->second == copy.record->pool;
    return is_its_pool && source != &copy ? source : nullptr;
  }

 private:
  std::unordered_map<std::string_view, std::uint64_t> roots_;
  std::unordered_map<std::uint64_t, const Decision*> by_guid_;
};

const zfs::Dataset* related(const zfs::Dataset& dataset, const Owners& owners) {
  for (const zfs::Snapshot& snapshot : dataset.snapshots) {
    if (const zfs::Dataset* const other = owners.other(snapshot.guid, &dataset)) return other;
  }
  return nullptr;
}

}  // namespace

void leave_out_copies(std::vector<Decision>& selection) {
  if (std::ranges::none_of(selection, came_with_its_selection)) return;
  const Owners owners(selection);
  const RecordedSources sources(selection);
  for (Decision& decision : selection) {
    if (!came_with_its_selection(decision)) continue;
    const zfs::Dataset& dataset = *decision.dataset;
    if (const zfs::Dataset* const source = sources.of(dataset)) {
      decision.copy_of = source;
      decision.verdict = Verdict::excluded_copy;
    } else if (dataset.snapshots.empty()) {
      continue;
    } else if (const zfs::Dataset* const original = owners.other(dataset.snapshots.back().guid, &dataset);
               original != nullptr && dataset.written == 0) {
      decision.copy_of = original;
      decision.verdict = Verdict::excluded_copy;
    } else {
      decision.copy_of = related(dataset, owners);
    }
  }
}

}  // namespace selector
