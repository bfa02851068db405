#pragma once

#include "thinner/thin.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace thinner {

/// A series that is thinned after each snapshot, as jobs do: what is left is what thin() leaves of what was left
/// before, the newest snapshot and what settle() says of its times included. A step costs the same however many
/// snapshots there are, as long as the times ascend.
class Rolling {
 public:
  explicit Rolling(const Schedule& schedule);

  /// A snapshot whose name says `named` is made at `now`, which is never before the time of an earlier call.
  void take(Time named, Time now);

  /// What is left, in the order of creation.
  std::vector<Time> left() const;
  std::size_t size() const { return alive_; }

 private:
  /// A snapshot, and how many rules keep it.
  struct Kept {
    std::int64_t time = 0;
    std::uint32_t claims = 0;
    bool alive = true;
  };
  /// Snapshots no older than `ttl`, of which the first in each block stays: all rules with that period.
  struct Window {
    std::int64_t period = 0;  ///< 0: all stay, as the young ones do
    std::int64_t ttl = 0;
    std::size_t first = 0;  ///< the oldest of them; the end: there are none

    bool share_block(std::int64_t a, std::int64_t b) const { return period != 0 && a / period == b / period; }
  };

  void take_by_thinning(Time named, Time now);
  void put(const std::vector<Time>& times, std::int64_t now);
  void append(std::int64_t time, std::int64_t now);
  void leave(Window& window, std::int64_t now);
  void leave_newest();
  void claim(std::size_t i) { ++kept_[i].claims; }
  void give_up(std::size_t i);
  void bury();
  void compact();
  std::size_t after(std::size_t i) const;

  Schedule schedule_;
  std::vector<Window> windows_;
  std::vector<Kept> kept_;             // the oldest first; those not alive are passed over
  std::vector<std::size_t> given_up_;  // nothing claimed them for a moment
  std::size_t alive_ = 0;
  std::size_t newest_ = 0;        // the oldest of the newest N, and of one at least
  std::size_t newest_count_ = 0;  // how many those are
  bool ascends_ = true;
};

}  // namespace thinner
