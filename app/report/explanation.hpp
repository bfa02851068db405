#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/plan.hpp"
#include "thinner/losses.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "thinner/zone.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace report {

/// Who decides about a snapshot.
enum class DecidedBy : std::uint8_t {
  newest,  ///< it is one of the newest, or young
  rule,    ///< the schedule: it has a block
  other,   ///< a hold, a clone, another name…
  nobody   ///< it goes
};

struct ExplainedSnapshot {
  std::string name;  ///< after '@'
  DecidedBy by = DecidedBy::nobody;
  std::optional<std::uint8_t> rule{};  ///< of the block that it has, or that another one has
  std::optional<thinner::Block> block{};
  std::string why;
  std::optional<thinner::Time> made;  ///< nothing: it was not listed
  std::optional<std::uint64_t> used;  ///< bytes that destroying it alone would free

  bool goes() const { return by == DecidedBy::nobody; }
};

struct ExplainedDataset {
  std::string name;
  std::vector<ExplainedSnapshot> snapshots;  ///< the oldest first
  bool waits_for_clock = false;              ///< nothing is thinned, as the clock may be wrong
  std::optional<std::uint64_t> frees;        ///< bytes, if all that go are destroyed; nothing: not known

  std::size_t going() const;
};

/// What a schedule makes of snapshots, and why.
struct Explanation {
  thinner::Time now;
  thinner::Schedule schedule;
  std::vector<ExplainedDataset> datasets;

  std::size_t snapshots() const;
  std::size_t going() const;
  /// Of all datasets that it is known of.
  std::uint64_t frees() const;
};

/// What the plan, made with Options::explain, says of the snapshots on the source of a job with one series.
Explanation explain(const plan::Plan& plan, const plan::Facts& facts, const plan::Options& options);

/// "2026-03-01 12:00"
std::string minute_text(thinner::Time time, const thinner::Zone& zone);
/// "2026-03-01", or with the time of day where one of them is not midnight: "2026-03-01 12:00 to 13:00".
std::string block_text(const thinner::Block& block, const thinner::Zone& zone);
/// "3 of 12 snapshots go, which frees 1.27 MiB"
std::string going_text(const ExplainedDataset& dataset);

/// A table, and below it a sentence for each dataset and one for all.
void write_explanation(std::ostream& out, const Explanation& explanation, const thinner::Zone& zone);

}  // namespace report
