#include "thinner/ttl.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <queue>

namespace thinner {
namespace {

struct TtlUnit {
  char letter;
  std::int64_t seconds;
};

/// From the longest on.
constexpr std::array<TtlUnit, 7> k_ttl_units{
    {{'y', 31'536'000}, {'m', 2'592'000}, {'w', 604'800}, {'d', 86'400}, {'h', 3'600}, {'M', 60}, {'s', 1}}};

constexpr std::string_view k_before_ttl = "--";

/// 0 for a text that is none.
std::int64_t seconds_of(std::string_view text) {
  std::int64_t sum = 0;
  const auto* unit = k_ttl_units.begin();
  while (!text.empty()) {
    std::int64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [letter, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || letter == end || count < 1) return 0;
    unit = std::find_if(unit, k_ttl_units.end(), [letter = *letter](const TtlUnit& u) { return u.letter == letter; });
    if (unit == k_ttl_units.end() || count > (std::numeric_limits<std::int64_t>::max() - sum) / unit->seconds) return 0;
    sum += count * unit->seconds;
    ++unit;
    text.remove_prefix(static_cast<std::size_t>(letter + 1 - text.data()));
  }
  return sum;
}

}  // namespace

std::optional<NameWithTtl> split_ttl(std::string_view name) {
  const auto mark = name.rfind(k_before_ttl);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::int64_t seconds = seconds_of(name.substr(mark + k_before_ttl.size()));
  if (seconds == 0) return std::nullopt;
  return NameWithTtl{name.substr(0, mark), std::chrono::seconds{seconds}};
}

std::optional<ClockStep> find_clock_step(std::span<const Mortal> mortals, Time now) {
  constexpr std::size_t k_small_loss = 20;                              // as with schedules
  std::priority_queue<Time, std::vector<Time>, std::greater<>> deaths;  // of those that live, the next on top
  for (std::size_t count = 1; count <= mortals.size(); ++count) {
    const auto& [made, ttl] = mortals[count - 1];
    const bool is_beyond = ttl.count() > (Time::max() - made).count();
    deaths.push(is_beyond ? Time::max() : made + ttl);
    const Time to = count == mortals.size() ? now : mortals[count].made;
    std::size_t lost = 0;
    for (; !deaths.empty() && deaths.top() < to; deaths.pop()) ++lost;
    if (lost > k_small_loss && lost * 2 > count) return ClockStep{made, to, lost, count};
  }
  return std::nullopt;
}

}  // namespace thinner
