#include "thinner/clock.hpp"

#include <algorithm>

namespace thinner {
namespace {

/// Losses up to here are what schedules do: nobody is asked.
constexpr std::size_t k_small_loss = 20;

/// The first so many of the times, sorted. They are so already but where a clock has stepped back, and then each has
/// its place near the end.
class Sorted {
 public:
  explicit Sorted(std::span<const Time> all) : all_(all) {}

  void add_next() {
    const Time next = all_[count_];
    if (ascend_ && count_ > 0 && next < all_[count_ - 1]) {
      ascend_ = false;
      sorted_.assign(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(count_));
    }
    if (!ascend_) sorted_.insert(std::ranges::upper_bound(sorted_, next), next);
    ++count_;
  }
  bool ascend() const { return ascend_; }
  std::span<const Time> times() const { return ascend_ ? all_.first(count_) : std::span<const Time>(sorted_); }

  /// Does settle() make the same of them at both times? It looks at which are later than the time that it is given.
  bool count_the_same(Time from, Time to) const {
    if (ascend_) return from <= to;
    const auto later = std::ranges::upper_bound(sorted_, from);
    return from <= to && (later == sorted_.end() || *later > to);
  }

 private:
  std::span<const Time> all_;
  std::size_t count_ = 0;
  bool ascend_ = true;
  std::vector<Time> sorted_;  // once they do not ascend
};

/// How many of these sorted times are young at `from` and not at `to`.
std::size_t aging(const Schedule& schedule, std::span<const Time> sorted, Time from, Time to) {
  if (schedule.young.seconds == 0) return 0;
  const std::chrono::seconds young(schedule.young.seconds);
  const auto first = std::ranges::lower_bound(sorted, from - young);
  return static_cast<std::size_t>(std::ranges::lower_bound(first, sorted.end(), to - young) - first);
}

/// Can going from one time to a later one make the schedule give up more than that of these? A rule loses at most one
/// snapshot for each of its blocks that the time passes, the beginnings of blocks included, and the newest N one.
bool may_cost_much(const Schedule& schedule, std::span<const Time> sorted, Time from, Time to) {
  const auto passed = static_cast<double>((to - from).count());
  double most = 1 + static_cast<double>(aging(schedule, sorted, from, to));
  for (const Rule& rule : schedule.rules) most += passed / static_cast<double>(rule.period.seconds) + 2;
  return most > static_cast<double>(k_small_loss);
}

/// What the schedule keeps of these; the newest stays whatever it says.
std::vector<bool> kept(const Schedule& schedule, std::span<const Time> times, Time now) {
  const auto verdicts = thin(schedule, settle(times, now), now);
  std::vector<bool> result;
  result.reserve(verdicts.size());
  for (const Verdict& verdict : verdicts) result.push_back(verdict.keep());
  if (!result.empty()) result.back() = true;
  return result;
}

/// How many of the first `count` are given up when the next time comes.
std::size_t lost_by(const Schedule& schedule, std::span<const Time> times, std::size_t count, Time now) {
  const bool is_last = count == times.size();
  const auto before = kept(schedule, times.first(count), times[count - 1]);
  const auto after = kept(schedule, times.first(is_last ? count : count + 1), is_last ? now : times[count]);
  std::size_t lost = 0;
  for (std::size_t i = 0; i < count; ++i) lost += before[i] && !after[i] ? 1 : 0;
  return lost;
}

}  // namespace

std::vector<Time> settle(std::span<const Time> times, Time now) {
  std::vector<Time> settled(times.begin(), times.end());
  Time newer = now;
  for (auto time = settled.rbegin(); time != settled.rend(); ++time) {
    if (*time > now) *time = newer;
    newer = *time;
  }
  for (std::size_t i = 1; i < settled.size(); ++i) settled[i] = std::max(settled[i], settled[i - 1]);
  return settled;
}

std::optional<ClockStep> find_clock_step(const Schedule& schedule, std::span<const Time> times, Time now) {
  Sorted before(times);
  for (std::size_t count = 1; count <= times.size(); ++count) {
    const Time from = times[count - 1], to = count == times.size() ? now : times[count];
    before.add_next();
    if (count <= k_small_loss) continue;
    const bool cannot_cost_much = before.count_the_same(from, to) && (before.ascend() || schedule.young.seconds == 0) &&
                                  !may_cost_much(schedule, before.times(), from, to);
    if (cannot_cost_much) continue;
    const std::size_t lost = lost_by(schedule, times, count, now);
    if (lost > k_small_loss && lost * 2 > count) return ClockStep{from, to, lost, count};
  }
  return std::nullopt;
}

}  // namespace thinner
