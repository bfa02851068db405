#include "thinner/rolling.hpp"

#include "thinner/clock.hpp"

#include <algorithm>

namespace thinner {

namespace {

std::int64_t seconds(Time time) {
  return time.time_since_epoch().count();
}

}  // namespace

Rolling::Rolling(const Schedule& schedule) : schedule_(schedule) {
  if (schedule.young.seconds != 0) windows_.push_back({0, schedule.young.seconds, 0});
  for (const Rule& rule : schedule.rules) {
    const auto same =
        std::ranges::find_if(windows_, [&](const Window& window) { return window.period == rule.period.seconds; });
    if (same == windows_.end()) {
      windows_.push_back({rule.period.seconds, rule.ttl.seconds, 0});
    } else {
      same->ttl = std::max(same->ttl, rule.ttl.seconds);
    }
  }
}

void Rolling::take(Time named, Time now) {
  // What thin() says of times that do not ascend has more cases than are worth a second account of them.
  const bool follows = alive_ == 0 || seconds(named) >= kept_.back().time;
  if (!ascends_ || !follows || named > now) return take_by_thinning(named, now);
  append(seconds(named), seconds(now));
  bury();
  if (kept_.size() > 2 * alive_ + 64) compact();
}

void Rolling::take_by_thinning(Time named, Time now) {
  std::vector<Time> times = left();
  times.push_back(named);
  const std::vector<Verdict> verdicts = thin(schedule_, settle(times, now), now);
  std::vector<Time> rest;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (verdicts[i].keep() || i + 1 == times.size()) rest.push_back(times[i]);
  }
  ascends_ = std::ranges::is_sorted(rest) && rest.back() <= now;
  put(rest, seconds(now));
}

/// These are left, and thinning them again would leave them all.
void Rolling::put(const std::vector<Time>& times, std::int64_t now) {
  kept_.clear();
  given_up_.clear();
  alive_ = newest_ = newest_count_ = 0;
  for (Window& window : windows_) window.first = 0;
  for (const Time time : times) {
    if (ascends_) {
      append(seconds(time), now);
    } else {
      kept_.push_back({seconds(time)});
      ++alive_;
    }
  }
  given_up_.clear();
}

/// The windows move on to `now`, and the snapshot comes after all others.
void Rolling::append(std::int64_t time, std::int64_t now) {
  for (Window& window : windows_) leave(window, now);
  const std::size_t place = kept_.size();
  kept_.push_back({time});
  ++alive_;
  for (Window& window : windows_) {
    if (now - time > window.ttl) {
      ++window.first;
    } else if (window.first == place || !window.share_block(time, kept_[place - 1].time)) {
      claim(place);
    }
  }
  claim(place);
  ++newest_count_;
  if (newest_count_ > std::max<std::size_t>(1, schedule_.keep_newest)) leave_newest();
}

/// The first of a window has its block; when it is too old, the next one in that block has it.
void Rolling::leave(Window& window, std::int64_t now) {
  while (window.first < kept_.size() && now - kept_[window.first].time > window.ttl) {
    const std::size_t old = window.first;
    window.first = after(old);
    const bool inherits = window.first < kept_.size() && window.share_block(kept_[old].time, kept_[window.first].time);
    if (inherits) claim(window.first);
    give_up(old);
  }
}

void Rolling::leave_newest() {
  const std::size_t old = newest_;
  newest_ = after(old);
  --newest_count_;
  give_up(old);
}

void Rolling::give_up(std::size_t i) {
  if (--kept_[i].claims == 0) given_up_.push_back(i);
}

/// Only now: another window may have claimed it meanwhile.
void Rolling::bury() {
  for (const std::size_t i : given_up_) {
    if (kept_[i].claims != 0 || !kept_[i].alive) continue;
    kept_[i].alive = false;
    --alive_;
  }
  given_up_.clear();
}

std::size_t Rolling::after(std::size_t i) const {
  do ++i;
  while (i < kept_.size() && !kept_[i].alive);
  return i;
}

void Rolling::compact() {
  std::vector<std::size_t> place(kept_.size() + 1);
  std::size_t count = 0;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    place[i] = count;
    if (kept_[i].alive) kept_[count++] = kept_[i];
  }
  place[kept_.size()] = count;
  kept_.resize(count);
  newest_ = place[newest_];
  for (Window& window : windows_) window.first = place[window.first];
}

std::vector<Time> Rolling::left() const {
  std::vector<Time> times;
  times.reserve(alive_);
  for (const Kept& one : kept_) {
    if (one.alive) times.emplace_back(std::chrono::seconds(one.time));
  }
  return times;
}

}  // namespace thinner
