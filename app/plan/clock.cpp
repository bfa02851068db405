#include "app/plan/clock.hpp"

#include "thinner/name_format.hpp"

namespace plan {

namespace {

std::string in_utc(thinner::Time time) {
  static const thinner::NameFormat k_time("%Y-%m-%d_%H:%M", thinner::Zone::utc());
  std::string text = k_time.name_at(time);
  text[text.find('_')] = ' ';
  return text + " UTC";
}

}  // namespace

std::vector<std::string> notes_on_clocks(Side side, const std::vector<DatasetClock>& steps) {
  if (steps.empty()) return {};
  const auto& [dataset, step] = steps.front();
  std::string text = side == Side::source ? "[Source] " : "[Target] ";
  text += dataset;
  if (steps.size() > 1) text.append(" and ").append(std::to_string(steps.size() - 1)).append(" more");
  text.append(": not thinned, as the time goes from ").append(in_utc(step.from)).append(" to ").append(in_utc(step.to));
  text.append(": the schedule would give up ").append(std::to_string(step.lost)).append(" of the ");
  text.append(std::to_string(step.of)).append(" snapshots from before. If the clock was wrong when a snapshot was ");
  text.append("made, destroy that one. If all times are right, --max-destroy=NUMBER allows it for one run.");
  return {text};
}

}  // namespace plan
