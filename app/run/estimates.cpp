#include "app/run/estimates.hpp"

#include <algorithm>

namespace run {

void Estimates::start(const plan::Phase& phase) {
  for (const plan::Lane& lane : phase.lanes) {
    for (const plan::Step& step : lane.steps) {
      const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
      if (transfer != nullptr && !transfer->small) to_ask_.push_back({step.dataset, transfer});
    }
  }
  std::ranges::reverse(to_ask_);
  ask_next();
}

void Estimates::stop() {
  shell_.abandon();
  events_->come_forward();
}

void Estimates::ask_next() {
  while (!to_ask_.empty() && !all_.meter.expects(to_ask_.back().dataset, to_ask_.back().transfer->snapshot))
    to_ask_.pop_back();
  if (to_ask_.empty()) return all_.meter.knows_all();
  const Asked asked = to_ask_.back();
  to_ask_.pop_back();
  answer_ = zfs::TransferProgress{{}};
  const auto line = [this](std::string_view text) { answer_.read(text); };
  shell_.start(
      plan::Side::source, plan::estimate(*asked.transfer, all_.context), line,
      [this, asked](const transport::Result& result) {
        if (result.interrupted || result.connection_failed || all_.ends_early) return;  // then nobody wants to know
        if (answer_.total() != 0) all_.meter.expect(asked.dataset, asked.transfer->snapshot, answer_.total());
        ask_next();
      },
      line);
}

}  // namespace run
