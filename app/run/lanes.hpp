#pragma once

#include "app/run/lane.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <queue>
#include <span>
#include <vector>

namespace run {

/// Lanes of a phase that may be carried out side by side.
struct Stretch {
  plan::PhaseKind phase;
  std::span<const plan::Lane> lanes;
};

/// Lanes of datasets, side by side. A lane begins when those of the datasets that it waits for have ended; among those
/// that could, the first in the plan. What they tell comes out in the order of the plan, however long each takes: of
/// the first that has not ended at once, of the others when it is their turn.
class Lanes {
 public:
  struct Settings {
    std::size_t jobs = 1;              ///< so many at a time
    std::function<bool()> is_to_stop;  ///< asked when a lane has ended: begin no more
  };

  Lanes(Execution& all, Stretch stretch, const Shell& shell, Events& events, Settings settings);

  /// Throws what ended it, after what each lane does at last.
  void run();

 private:
  /// What a lane that has begun needs.
  struct Begun {
    std::unique_ptr<Events> events;
    Shell shell;
    LaneRun lane;
    bool has_ended = false;

    Begun(Execution& all, plan::PhaseKind phase, const plan::Lane& its, const Shell& shell_of_all,
          Events& events_of_all);
  };

  std::span<const plan::DatasetIndex> needed_by(const plan::Lane& lane) const;
  void order();
  void begin_more();
  void begin(std::size_t index);
  void ended(std::size_t index);
  void let_speak();
  void wait();
  void break_off();

  Execution& all_;
  plan::PhaseKind phase_;
  std::span<const plan::Lane> lanes_;
  Shell shell_;
  Events& events_;
  Settings settings_;

  std::vector<std::size_t> unmet_;                     // how many lanes each still waits for
  std::vector<std::vector<std::size_t>> waiting_for_;  // who waits for each
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready_;
  std::vector<std::unique_ptr<Begun>> begun_;  // null before, and after it has told all
  std::vector<std::unique_ptr<Begun>> gone_;   // of these one may be the caller
  std::size_t under_way_ = 0;
  std::size_t speaker_ = 0;  // the first lane that has not told all
  bool begins_more_ = false;
  std::exception_ptr broken_;
};

}  // namespace run
