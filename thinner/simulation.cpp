#include "thinner/simulation.hpp"

#include "thinner/rolling.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace thinner {

namespace {

constexpr std::chrono::seconds k_one_day{86'400};

/// When the snapshots are made, one after the other.
class Timer {
 public:
  explicit Timer(const Simulation& of)
      : of_(of), by_day_(of.every % k_one_day == std::chrono::seconds(0)), now_(of.start) {
    if (by_day_) wall_ = of.zone.to_wall(of.start);
  }

  Time now() const { return now_; }
  void advance() {
    if (!by_day_) {
      now_ += of_.every;
      return;
    }
    wall_ += of_.every.count();
    now_ = of_.zone.to_time(wall_);
  }

 private:
  const Simulation& of_;
  bool by_day_;
  Time now_;
  WallSeconds wall_ = 0;
};

/// The hour that clocks set back go through twice gives the same names twice.
class Names {
 public:
  explicit Names(const Zone& zone) : zone_(zone) {}

  /// As the name tells it. Nothing: a snapshot is called so already.
  std::optional<Time> next(Time now, const Rolling& series) {
    const Time named = zone_.to_time(zone_.to_wall(now));
    const bool may_be_taken = named <= newest_;
    newest_ = std::max(newest_, named);
    if (!may_be_taken) return named;
    const std::vector<Time> left = series.left();
    return std::ranges::find(left, named) == left.end() ? std::optional(named) : std::nullopt;
  }

 private:
  const Zone& zone_;
  Time newest_ = Time::min();
};

}  // namespace

Simulated simulate(const Simulation& of, std::span<const Time> times) {
  const auto count = (of.end - of.start) / of.every;
  if (count > static_cast<std::int64_t>(k_most_simulated))
    throw TooMany(std::to_string(count) + " snapshots are more than the " + std::to_string(k_most_simulated) +
                  " that can be simulated");
  Simulated result;
  Rolling series(of.schedule);
  Names names(of.zone);
  Time last = of.start;
  auto look = times.begin();
  const auto look_before = [&](Time now) {
    for (; look != times.end() && *look < now; ++look) {
      if (result.taken != 0) result.looks.push_back({last, series.left()});
    }
  };
  for (Timer timer(of); timer.now() <= of.end; timer.advance()) {
    look_before(timer.now());
    const auto named = names.next(timer.now(), series);
    if (!named) {
      ++result.untaken;
      continue;
    }
    last = timer.now();
    series.take(*named, last);
    ++result.taken;
    if (series.size() > result.most) {
      result.most = series.size();
      result.most_at = last;
    }
  }
  look_before(Time::max());
  result.looks.push_back({last, series.left()});
  return result;
}

}  // namespace thinner
