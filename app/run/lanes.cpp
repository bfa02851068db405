#include "app/run/lanes.hpp"

#include <unordered_map>
#include <utility>

namespace run {

Lanes::Begun::Begun(Execution& all, plan::PhaseKind phase, const plan::Lane& its, const Shell& shell_of_all,
                    Events& events_of_all)
    : events(events_of_all.beside()), shell(shell_of_all.telling(*events)), lane(all, phase, its, shell, *events) {}

Lanes::Lanes(Execution& all, Stretch stretch, const Shell& shell, Events& events, Settings settings)
    : all_(all),
      phase_(stretch.phase),
      lanes_(stretch.lanes),
      shell_(shell),
      events_(events),
      settings_(std::move(settings)),
      unmet_(lanes_.size(), 0),
      waiting_for_(lanes_.size()),
      begun_(lanes_.size()) {}

void Lanes::run() {
  order();
  begin_more();
  wait();
  if (broken_) break_off();
}

std::span<const plan::DatasetIndex> Lanes::needed_by(const plan::Lane& lane) const {
  if (lane.dataset == plan::k_no_dataset) return {};
  return all_.plan.datasets[lane.dataset].waits_for;
}

/// Who waits for whom. A dataset without a lane here has nothing to wait for.
void Lanes::order() {
  std::unordered_map<plan::DatasetIndex, std::size_t> lane_of;
  for (std::size_t i = 0; i < lanes_.size(); ++i) lane_of.emplace(lanes_[i].dataset, i);
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    for (const plan::DatasetIndex needed : needed_by(lanes_[i])) {
      const auto found = lane_of.find(needed);
      if (found == lane_of.end()) continue;
      waiting_for_[found->second].push_back(i);
      ++unmet_[i];
    }
    if (unmet_[i] == 0) ready_.push(i);
  }
}

/// A lane that has nothing to do ends while it begins: that must not begin others within this.
void Lanes::begin_more() {
  if (std::exchange(begins_more_, true)) return;
  while (!all_.ends_early && under_way_ < settings_.jobs && !ready_.empty()) {
    const std::size_t index = ready_.top();
    ready_.pop();
    begin(index);
  }
  begins_more_ = false;
}

void Lanes::begin(std::size_t index) {
  begun_[index] = std::make_unique<Begun>(all_, phase_, lanes_[index], shell_, events_);
  ++under_way_;
  let_speak();
  begun_[index]->lane.start([this, index] { ended(index); });
}

void Lanes::ended(std::size_t index) {
  if (!begins_more_) gone_.clear();
  begun_[index]->has_ended = true;
  --under_way_;
  for (const std::size_t waiting : waiting_for_[index]) {
    if (--unmet_[waiting] == 0) ready_.push(waiting);
  }
  let_speak();
  if (settings_.is_to_stop()) all_.ends_early = true;
  begin_more();
}

void Lanes::let_speak() {
  while (speaker_ < begun_.size() && begun_[speaker_] != nullptr) {
    begun_[speaker_]->events->come_forward();
    if (!begun_[speaker_]->has_ended) return;
    gone_.push_back(std::move(begun_[speaker_]));
    ++speaker_;
  }
}

void Lanes::wait() {
  for (;;) {
    try {
      return shell_.wait_until([this] { return under_way_ == 0; });
    } catch (...) {  // the others that are under way must end, too
      if (!broken_) broken_ = std::current_exception();
      all_.ends_early = true;
    }
  }
}

/// What the lanes under way do at last they do all the same.
void Lanes::break_off() {
  shell_.go_on_after_signal();
  for (const auto& begun : begun_) {
    if (begun == nullptr) continue;
    begun->events->come_forward();
    if (!begun->has_ended) begun->lane.start_last();
  }
  wait();
  std::rethrow_exception(broken_);
}

}  // namespace run
