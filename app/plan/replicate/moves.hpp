#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/retain/thinning.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plan {

/// Did `clone` become the head of the history of `former` by `zfs promote`?
bool was_promoted(const Facts& facts, const zfs::Dataset& clone, const zfs::Dataset& former);

/// Where a dataset was renamed, or became the head of its origin's history by `zfs promote`, its copy is still below
/// the target path, under another name. Nothing is looked for unless somebody asks.
class Moves {
 public:
  /// All must outlive this.
  Moves(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen);

  /// Of a source dataset that has nothing in common with what is under its own name: the copy that has its newest
  /// snapshot of ours, or the bookmark of one. Not what was set aside, and nobody's copy who has that history himself.
  struct Move {
    const zfs::Dataset* copy = nullptr;
    std::uint64_t guid = 0;  ///< of the newest that both have
  };
  std::optional<Move> find(const zfs::Dataset& source, std::string_view target) const;

  /// What the user can do about it.
  Renamed outcome(const Move& move, const std::string& target) const;

  /// Does the copy come along when that of the dataset above is renamed?
  bool moves_with_parent(const Move& move, const std::string& target) const;

  /// The name under which a dataset that was renamed would have this copy; empty if none is missing it.
  std::string wanted_as(const zfs::Dataset& copy) const;

 private:
  const zfs::Dataset* selected_at(std::string_view target) const;
  bool may_be_moved(const zfs::Dataset& copy, const zfs::Dataset& source, std::string_view target) const;
  const zfs::Dataset* copy_with(std::uint64_t guid, const zfs::Dataset& source, std::string_view target) const;
  void look_at_copies() const;

  const Facts& facts_;
  const Options& options_;
  const std::string& root_;                                                     // of all copies
  std::unordered_map<std::string_view, const zfs::Dataset*> selected_;          // by target
  mutable std::unordered_multimap<std::uint64_t, const zfs::Dataset*> copies_;  // by the guids of their snapshots
  mutable bool has_looked_ = false;
};

/// What is said of those that are sent anew all the same.
std::vector<std::string> notes_on_moves(const std::vector<DatasetPlan>& datasets);

}  // namespace plan
