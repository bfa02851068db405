#pragma once

#include "app/plan/fate.hpp"
#include "app/plan/replicate/base_holds.hpp"
#include "app/plan/replicate/clones.hpp"
#include "app/plan/replicate/intent.hpp"
#include "app/plan/replicate/streams.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace plan {

/// The fates of all snapshots of one dataset: of its source as it is, of its target as it would be when everything was
/// sent.
class Fates {
 public:
  /// All of them must outlive this.
  Fates(const Scene& scene, const Intent& intent, const Streams& streams, const BaseHolds& holds);

  /// By the indices of Histories::source.
  const std::vector<Fate>& on_source() const { return source_; }
  /// By the indices of Judgement::target_after.
  const std::vector<Fate>& on_target() const { return target_; }

  /// A base, old or new, that the schedule gives up: a bookmark does in its place.
  bool is_replaced_by_bookmark(std::size_t i) const;
  /// By a partial receive, which this run finishes or throws away before the snapshot goes.
  bool is_received_onto(const zfs::Snapshot& snapshot) const;

 private:
  Fate decide_on_source(std::size_t i) const;
  Fate decide_on_target(std::size_t i) const;
  bool has_clones_on_target(const zfs::Snapshot& snapshot) const;
  std::uint64_t partial_base(const Facts& facts) const;
  bool is_base_of_moved(std::size_t i) const;
  bool is_awaited(std::size_t i) const;
  bool is_base_for_long(std::size_t i) const;

  const Options& options_;
  const Intent& in_;
  const Streams& streams_;
  const BaseHolds& holds_;
  std::unordered_set<std::uint64_t>
      origins_;                  // the guids of the source's snapshots that clones which are to be sent start from
  std::uint64_t received_onto_;  // the guid of what a partial receive starts from; 0: none
  std::vector<Fate> source_, target_;
};

}  // namespace plan
