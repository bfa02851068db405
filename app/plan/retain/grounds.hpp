#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/plan.hpp"
#include "thinner/losses.hpp"
#include "thinner/thin.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace plan {

/// What the schedule goes by for one snapshot: beside its fate, for who wants to know more.
struct Ground {
  std::optional<thinner::Time> time;          ///< that it counts by; nothing: its time does not matter
  std::optional<std::uint8_t> rule;           ///< that keeps it, or that would if the block were free
  std::optional<thinner::Block> block;        ///< of that rule
  const zfs::SnapshotName* holder = nullptr;  ///< who has the block; null: the snapshot itself, or nobody
};

/// One for each fate on the source, where the plan tells them (Options::explain).
std::vector<Ground> grounds_on_source(const DatasetPlan& dataset, const Facts& facts, const Options& options);

}  // namespace plan
