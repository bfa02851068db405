#include "thinner/thin.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory_resource>
#include <unordered_set>

namespace thinner {
namespace {

/// The blocks of one period that already have their snapshot.
///
/// Times come sorted but for clock steps, so a block is nearly always the newest one or a newer one: a comparison and
/// an append. A block older than the newest is looked for among the appended ones, and remembered in a hash set if it
/// was free.
class Blocks {
 public:
  Blocks(std::int64_t period, std::pmr::memory_resource* memory) : period_(period), in_order_(memory), late_(memory) {
    in_order_.reserve(16);
  }

  std::int64_t period() const { return period_; }

  /// Takes the block of `time` if it is free.
  bool take(std::int64_t time) {
    // Mostly it is the newest block or the next one, which spares the slow division.
    const std::int64_t after_start = has_start_ ? time - start_ : -1;
    if (after_start >= 0 && after_start < period_) return false;
    const bool is_next = after_start >= period_ && after_start - period_ < period_;
    const std::int64_t block = is_next ? in_order_.back() + 1 : time / period_;
    if (in_order_.empty() || block > in_order_.back()) {
      in_order_.push_back(block);
      // Truncation makes block 0 twice as wide, and the ones below it end where others start.
      has_start_ = block > 0;
      start_ = block * period_;
      return true;
    }
    return !std::binary_search(in_order_.begin(), in_order_.end(), block) && late_.insert(block).second;
  }

 private:
  std::int64_t period_;
  bool has_start_ = false;
  std::int64_t start_ = 0;  ///< first second of the newest block
  std::pmr::vector<std::int64_t> in_order_;
  std::pmr::unordered_set<std::int64_t> late_;
};

/// A schedule at work on one series.
class Thinner {
 public:
  explicit Thinner(const Schedule& schedule) {
    blocks_.reserve(schedule.rules.size());
    rules_.reserve(schedule.rules.size());
    for (const Rule& rule : schedule.rules) {
      rules_.push_back({rule.ttl.seconds, blocks_for(rule.period.seconds)});
    }
  }

  /// Takes the snapshot's block in each rule that it is young enough for; keeps it for the first rule that had the
  /// block free.
  Verdict judge(std::int64_t time, std::int64_t age) {
    Verdict verdict;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (age > rules_[i].ttl || !blocks_[rules_[i].blocks].take(time) || verdict.keep()) continue;
      verdict = {Reason::oldest_in_block, static_cast<std::uint8_t>(i)};
    }
    return verdict;
  }

 private:
  struct ActiveRule {
    std::int64_t ttl;
    std::size_t blocks;  ///< index: rules of equal period share them
  };

  std::size_t blocks_for(std::int64_t period) {
    const auto same =
        std::find_if(blocks_.begin(), blocks_.end(), [&](const Blocks& b) { return b.period() == period; });
    const auto index = static_cast<std::size_t>(same - blocks_.begin());
    if (same == blocks_.end()) blocks_.emplace_back(period, &memory_);
    return index;
  }

  // Remembering a block is not an allocation each time, and a dataset with few snapshots needs none at all.
  std::array<std::byte, 4096> first_memory_;
  std::pmr::monotonic_buffer_resource memory_{first_memory_.data(), first_memory_.size()};
  std::pmr::vector<Blocks> blocks_{&memory_};
  std::pmr::vector<ActiveRule> rules_{&memory_};
};

}  // namespace

std::vector<Verdict> thin(const Schedule& schedule, std::span<const Time> times, Time now) {
  std::vector<Verdict> verdicts(times.size());
  const std::size_t first_newest = times.size() - std::min(schedule.keep_newest, times.size());
  Thinner thinner(schedule);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Verdict by_rule = thinner.judge(times[i].time_since_epoch().count(), (now - times[i]).count());
    verdicts[i] = i < first_newest ? by_rule : Verdict{Reason::newest, 0};
  }
  const std::chrono::seconds young(schedule.young.seconds);
  for (std::size_t i = 0; i < first_newest && young.count() != 0; ++i) {
    if (now - times[i] <= young) verdicts[i] = {Reason::young, 0};
  }
  return verdicts;
}

}  // namespace thinner
