#pragma once

#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pages {

/// A row of a figure: what decides about the snapshots in it.
struct Track {
  enum class Kind : std::uint8_t { newest, rule, other, gone };
  Kind kind = Kind::other;
  std::string label;
  std::optional<thinner::Rule> rule{};  ///< of the kind `rule`: its blocks are drawn
};

/// Where a snapshot is, and why: places in Timeline::tracks and Timeline::reasons.
struct Standing {
  std::size_t track = 0, reason = 0;

  bool operator==(const Standing&) const = default;
};

/// From a moment on. Nothing: there is no such snapshot.
struct Change {
  std::size_t moment = 0;
  std::optional<Standing> standing;
};

/// A snapshot.
struct Mark {
  std::optional<thinner::Time> time;  ///< nothing: it is not known, and the snapshot is not drawn
  std::string name, size{};
  std::vector<Change> changes{};  ///< in the order of the moments

  std::optional<Standing> at(std::size_t moment) const;
  /// Appends a change, unless it is none.
  void put(std::size_t moment, std::optional<Standing> standing);
};

/// The snapshots of one dataset.
struct Figure {
  std::string title, note;
  std::vector<Mark> marks;  ///< the oldest first

  /// How many are in that track at that moment.
  std::size_t count(std::size_t track, std::size_t moment) const;
};

/// Texts, each once.
class Reasons {
 public:
  std::size_t place_of(const std::string& text);
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
  std::unordered_map<std::string, std::size_t> places_;
};

struct Moment {
  thinner::Time now;
  std::string label;
};

/// What schedules make of snapshots as time passes. It is all worked out beforehand: a page only shows it.
struct Timeline {
  std::vector<Track> tracks;
  Reasons reasons;
  std::vector<Moment> moments;  ///< one at least
  std::size_t shown = 0;        ///< the moment that is shown at first
  std::vector<Figure> figures;
};

/// The rows that a schedule makes: the newest, each of its rules, other reasons, and what goes.
std::vector<Track> tracks_of(const thinner::Schedule& schedule);

/// Ages become places from left to right, in percent: the young ones have more room than the old ones.
class Scale {
 public:
  /// `unit`: an age that is still seen well; `oldest`: what is older is at the left edge.
  Scale(double unit, double oldest) : unit_(unit), oldest_(oldest) {}
  /// Of all that a timeline shows.
  explicit Scale(const Timeline& timeline);

  double place(double age) const;
  double unit() const { return unit_; }
  double oldest() const { return oldest_; }
  /// Ages that are named below, with their names, the youngest first.
  std::vector<std::pair<double, std::string>> ticks() const;

 private:
  double unit_, oldest_;
};

/// The blocks of a rule that reach into its time to live, oldest first, as ages; none where they are too many to be
/// told apart.
std::vector<std::pair<double, double>> blocks_of(const thinner::Rule& rule, thinner::Time now);

}  // namespace pages
