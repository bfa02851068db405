#pragma once

#include "thinner/thin.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace thinner {

/// The times that share a block; `to` is that of the next one.
struct Block {
  Time from, to;

  bool operator==(const Block&) const = default;
};

/// The block that a rule with this period has for a snapshot of that time.
Block block_of(const Span& period, Time time);

/// Why the schedule gives a snapshot up: of the rules that it is young enough for the one that keeps for the longest
/// time, and the snapshot that has the block of that rule. Without a rule: it is older than all of them say.
struct Loss {
  std::optional<std::uint8_t> rule;
  std::size_t to = 0;  ///< place of that snapshot

  bool operator==(const Loss&) const = default;
};

/// As thin(): one for each time. Of those that the schedule keeps it says nothing that matters.
std::vector<Loss> find_losses(const Schedule& schedule, std::span<const Time> times, Time now);

}  // namespace thinner
