#include "app/plan/retain/clock.hpp"

#include "app/plan/words.hpp"
#include "thinner/name_format.hpp"

#include <cstdlib>
#include <utility>

namespace plan {

namespace {

std::string in_utc(thinner::Time time) {
  static const thinner::NameFormat k_time("%Y-%m-%d_%H:%M", thinner::Zone::utc());
  std::string text = k_time.name_at(time);
  text[text.find('_')] = ' ';
  return text + " UTC";
}

constexpr std::int64_t k_tolerated = 600;

/// In its largest unit of which there are two at least: "26 hours".
std::string in_words(std::int64_t seconds) {
  for (const auto& [unit, size] : {std::pair("days", std::int64_t{86'400}), std::pair("hours", std::int64_t{3'600})}) {
    if (seconds >= 2 * size) return std::to_string(seconds / size) + " " + unit;
  }
  return std::to_string(seconds / 60) + " minutes";
}

}  // namespace

std::vector<std::string> notes_on_clocks(Side side, const std::vector<DatasetClock>& steps) {
  if (steps.empty()) return {};
  const auto& [dataset, step] = steps.front();
  std::string text = side == Side::source ? "[Source] " : "[Target] ";
  text += dataset + and_more(steps.size());
  text.append(": not thinned. The times of its snapshots jump from ")
      .append(in_utc(step.from))
      .append(" to ")
      .append(in_utc(step.to));
  text.append(", and the schedule would destroy ").append(std::to_string(step.lost)).append(" of the ");
  text.append(std::to_string(step.of))
      .append(" snapshots made before. If the clock was wrong, destroy the snapshot with the ");
  text.append("wrong time. If all times are right, run once with --max-destroy=NUMBER.");
  return {text};
}

std::vector<std::string> notes_on_clock(Side side, std::int64_t ahead) {
  const std::int64_t off = std::abs(ahead);
  if (off <= k_tolerated) return {};
  std::string text = side == Side::source ? "[Source] " : "[Target] ";
  text.append("The clock is ").append(in_words(off)).append(ahead > 0 ? " ahead of" : " behind");
  text.append(" the clock of this host. This host names and thins snapshots by its own clock. Set the wrong clock.");
  return {text};
}

}  // namespace plan
