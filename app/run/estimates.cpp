#include "app/run/estimates.hpp"

#include <algorithm>
#include <charconv>

namespace run {

namespace {

/// So many streams in one command: what the end of a phase may have to wait for.
constexpr std::size_t k_at_a_time = 16;

}  // namespace

void Estimates::start(const plan::Phase& phase) {
  for (const plan::Lane& lane : phase.lanes) {
    for (const plan::Step& step : lane.steps) {
      const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
      if (transfer != nullptr && !transfer->small) to_ask_.push_back({step.dataset, transfer});
    }
  }
  std::ranges::reverse(to_ask_);
  ask_more();
}

void Estimates::stop() {
  to_ask_.clear();
  shell_.wait();
  events_->come_forward();
}

void Estimates::ask_more() {
  asked_.clear();
  std::vector<const plan::Transfer*> transfers;
  for (; !to_ask_.empty() && asked_.size() < k_at_a_time; to_ask_.pop_back()) {
    const auto& [dataset, transfer] = to_ask_.back();
    if (failures_.has_failed(dataset) || meter_.has_begun(dataset, transfer->snapshot)) continue;
    asked_.push_back(to_ask_.back());
    transfers.push_back(transfer);
  }
  if (asked_.empty()) return meter_.knows_all();
  answering_ = asked_.size();
  shell_.start(
      plan::Side::source, plan::estimate(transfers), [this](std::string_view line) { heard(line); },
      [this](const transport::Result& result) {
        answer_ended();
        if (result.interrupted || result.connection_failed) to_ask_.clear();
        ask_more();
      });
}

/// "stream N", and then what zfs says of number N.
void Estimates::heard(std::string_view line) {
  constexpr std::string_view k_before_number = "stream ";
  if (!line.starts_with(k_before_number)) return answer_.read(line);
  answer_ended();
  line.remove_prefix(k_before_number.size());
  std::from_chars(line.data(), line.data() + line.size(), answering_);
}

void Estimates::answer_ended() {
  if (answering_ < asked_.size() && answer_.total() != 0) {
    const auto& [dataset, transfer] = asked_[answering_];
    meter_.expect(dataset, transfer->snapshot, answer_.total());
  }
  answering_ = asked_.size();
  answer_ = TransferProgress{{}};
}

}  // namespace run
