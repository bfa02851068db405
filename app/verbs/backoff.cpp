#include "app/verbs/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace app::verbs {

std::chrono::seconds wait_before_try(std::chrono::seconds first, std::uint32_t tries, double chance) {
  constexpr std::chrono::seconds k_longest = std::chrono::hours{1};
  const std::chrono::seconds longest = std::max(first, k_longest);
  std::chrono::seconds wait = first;
  for (std::uint32_t i = 0; i < tries && wait < longest; ++i) wait *= 2;
  wait = std::min(wait, longest);
  const auto less = static_cast<std::int64_t>(std::floor(static_cast<double>(wait.count()) * chance / 4));
  return wait - std::chrono::seconds{less};
}

}  // namespace app::verbs
