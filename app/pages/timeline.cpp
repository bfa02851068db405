#include "app/pages/timeline.hpp"

#include "thinner/losses.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace pages {

namespace {

constexpr std::int64_t k_most_blocks = 400;

}  // namespace

std::optional<Standing> Mark::at(std::size_t moment) const {
  std::optional<Standing> standing;
  for (const Change& change : changes) {
    if (change.moment > moment) break;
    standing = change.standing;
  }
  return standing;
}

void Mark::put(std::size_t moment, std::optional<Standing> standing) {
  const std::optional<Standing> so_far = changes.empty() ? std::nullopt : changes.back().standing;
  if (so_far != standing) changes.push_back({moment, standing});
}

std::size_t Figure::count(std::size_t track, std::size_t moment) const {
  return static_cast<std::size_t>(std::ranges::count_if(marks, [&](const Mark& mark) {
    const auto standing = mark.at(moment);
    return standing && standing->track == track;
  }));
}

std::size_t Reasons::place_of(const std::string& text) {
  const auto [place, is_new] = places_.try_emplace(text, all_.size());
  if (is_new) all_.push_back(text);
  return place->second;
}

std::vector<Track> tracks_of(const thinner::Schedule& schedule) {
  std::string newest = "The newest snapshot always stays";
  if (schedule.keep_newest > 1) newest = "The newest " + std::to_string(schedule.keep_newest) + " stay";
  if (schedule.keep_newest == thinner::k_keep_all) newest = "All stay";
  if (schedule.young.seconds != 0) newest += ", and all of the last " + thinner::in_words(schedule.young);
  std::vector<Track> tracks{{Track::Kind::newest, newest}};
  for (const thinner::Rule& rule : schedule.rules) {
    const std::string each =
        rule.period.count == 1 ? "per " + rule.period.unit : "every " + thinner::in_words(rule.period);
    tracks.push_back({Track::Kind::rule, "One " + each + ", for " + thinner::in_words(rule.ttl), rule});
  }
  tracks.push_back({Track::Kind::other, "Kept for another reason"});
  tracks.push_back({Track::Kind::gone, "Goes"});
  return tracks;
}

Scale::Scale(const Timeline& timeline) : unit_(86'400), oldest_(3'600) {
  double shortest = 0;
  for (const Track& track : timeline.tracks) {
    if (!track.rule) continue;
    const auto period = static_cast<double>(track.rule->period.seconds);
    shortest = shortest == 0 ? period : std::min(shortest, period);
    oldest_ = std::max(oldest_, static_cast<double>(track.rule->ttl.seconds));
  }
  if (shortest != 0) unit_ = shortest;
  const thinner::Time now = timeline.moments[timeline.shown].now;
  for (const Figure& figure : timeline.figures) {
    for (const Mark& mark : figure.marks) {
      if (mark.time && mark.at(timeline.shown))
        oldest_ = std::max(oldest_, static_cast<double>((now - *mark.time).count()));
    }
  }
}

double Scale::place(double age) const {
  constexpr double k_left = 1.5, k_right = 98.5;
  const double part = std::log1p(std::clamp(age, 0.0, oldest_) / unit_) / std::log1p(oldest_ / unit_);
  return k_right - (k_right - k_left) * part;
}

std::vector<std::pair<double, std::string>> Scale::ticks() const {
  constexpr std::array<std::pair<double, const char*>, 12> k_ages{{{300, "5 minutes"},
                                                                   {3'600, "1 hour"},
                                                                   {6 * 3'600, "6 hours"},
                                                                   {86'400, "1 day"},
                                                                   {7 * 86'400, "1 week"},
                                                                   {30 * 86'400, "1 month"},
                                                                   {91 * 86'400, "3 months"},
                                                                   {31'557'600, "1 year"},
                                                                   {3.0 * 31'557'600, "3 years"},
                                                                   {10.0 * 31'557'600, "10 years"},
                                                                   {30.0 * 31'557'600, "30 years"},
                                                                   {100.0 * 31'557'600, "100 years"}}};
  // Names need their room; that at the left edge stands beside its tick.
  constexpr double k_room = 9, k_room_beside = 13, k_edge = 6;
  std::vector<std::pair<double, std::string>> ticks{{0, "now"}};
  for (const auto& [age, name] : k_ages) {
    const double at = place(age), room = place(ticks.back().first) - at;
    if (age <= oldest_ && room >= (at < k_edge ? k_room_beside : k_room)) ticks.emplace_back(age, name);
  }
  return ticks;
}

std::vector<std::pair<double, double>> blocks_of(const thinner::Rule& rule, thinner::Time now) {
  std::vector<std::pair<double, double>> blocks;
  if (rule.ttl.seconds / rule.period.seconds > k_most_blocks) return blocks;
  const thinner::Time oldest = now - std::chrono::seconds(rule.ttl.seconds);
  for (thinner::Time at = oldest; at <= now;) {
    const thinner::Block block = thinner::block_of(rule.period, at);
    blocks.emplace_back(static_cast<double>((now - std::max(block.from, oldest)).count()),
                        static_cast<double>((now - std::min(block.to, now)).count()));
    at = block.to;
  }
  return blocks;
}

}  // namespace pages
