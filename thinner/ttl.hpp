#pragma once

#include "thinner/clock.hpp"
#include "thinner/thin.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace thinner {

/// A snapshot's name that says how long it is to live, as zfsnap's do: "2026-03-01_12.00.00--2d".
struct NameWithTtl {
  std::string_view stem;     ///< what is before the "--"
  std::chrono::seconds ttl;  ///< more than 0
};

/// Nothing for a name without one. Numbers with the units of zfsnap: y (365 days), m (30 days), w, d, h, M (minutes)
/// and s, one or several from the longest on, as in 1m2w.
std::optional<NameWithTtl> split_ttl(std::string_view name);

/// When one was made, and how long it is to live.
struct Mortal {
  Time made;
  std::chrono::seconds ttl;

  bool is_dead(Time now) const { return now - made > ttl; }
};

/// As find_clock_step of a schedule: the first step in time that kills more than half of those before it, and more than
/// 20 of them. In creation order.
std::optional<ClockStep> find_clock_step(std::span<const Mortal> mortals, Time now);

}  // namespace thinner
