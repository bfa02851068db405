#include "app/plan/whole/brake.hpp"

#include <algorithm>

namespace plan {

namespace {

std::uint64_t destroyed(const Plan& plan, Side side) {
  std::uint64_t count = 0;
  for (const Phase& phase : plan.phases) {
    for (const Lane& lane : phase.lanes) {
      for (const Step& step : lane.steps) {
        const auto* const destroy = std::get_if<DestroySnapshots>(&step.action);
        if (destroy != nullptr && destroy->side == side) count += destroy->snapshots.size();
      }
    }
  }
  return count;
}

std::uint64_t ours(const zfs::Inventory& inventory) {
  std::uint64_t count = 0;
  for (const zfs::Dataset& dataset : inventory.datasets()) {
    count += static_cast<std::uint64_t>(
        std::ranges::count_if(dataset.snapshots, [](const zfs::Snapshot& snapshot) { return snapshot.ours(); }));
  }
  return count;
}

}  // namespace

std::string brake(const Plan& plan, const Facts& facts, const Options& options) {
  if (!options.max_destroy) return {};
  const Options::DestroyLimit& limit = *options.max_destroy;
  for (const Side side : {Side::source, Side::target}) {
    const zfs::Inventory* const inventory = side == Side::source ? facts.source : facts.target;
    if (inventory == nullptr) continue;
    const std::uint64_t count = destroyed(plan, side);
    const std::uint64_t all = limit.percent ? ours(*inventory) : 0;
    const bool too_many = limit.percent ? count * 100 > limit.amount * all : count > limit.amount;
    if (!too_many) continue;
    const std::string given = std::to_string(limit.amount) + (limit.percent ? "%" : "");
    std::string text = std::to_string(count);
    if (limit.percent) text.append(" of our ").append(std::to_string(all));
    text.append(" snapshots would be destroyed on the ").append(side == Side::source ? "source" : "target");
    text.append(", more than --max-destroy=").append(given);
    text.append(" allows: nothing was done. --test shows them; --max-destroy=").append(std::to_string(count));
    return text.append(" allows it for one run.");
  }
  return {};
}

}  // namespace plan
