#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/replicate/history.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// What the schedules say of one dataset: of its source as it is, of its target as it would be when everything was
/// sent.
struct Judgement {
  std::vector<std::size_t> candidates;  ///< indices of the source snapshots that could be sent, oldest first
  Snapshots target_after;               ///< what is on the target and may stay, then the candidates
  std::size_t target_now = 0;           ///< how many of those are there already
  std::vector<bool> source_obsolete, target_obsolete;
  std::vector<bool> source_expired;                                ///< as obsolete, but the newest of ours too
  std::vector<thinner::Verdict> source_verdicts, target_verdicts;  ///< empty unless Options::explain
  std::optional<thinner::ClockStep> source_clock, target_clock;    ///< then that side is not thinned

  /// Would the target keep the candidate of that number?
  bool target_keeps(std::size_t candidate) const { return !target_obsolete[target_now + candidate]; }
  /// Is anything on the source to go by its schedule?
  bool thins_source() const { return std::ranges::find(source_obsolete, true) != source_obsolete.end(); }
};

/// When snapshots of the source were made whose names do not tell, in its order; none where no time matters.
using CreationTimes = std::span<const std::optional<thinner::Time>>;

/// `source` is the dataset's name; so many of the target's newest are incompatible, and go.
Judgement judge(const std::string& source, const Histories& both, std::size_t incompatible, const Options& options,
                CreationTimes created);

}  // namespace plan
