#include "app/run/said_once.hpp"

#include "app/run/blame.hpp"

namespace run {

std::string SaidOnce::of(const plan::DatasetPlan& dataset, const std::string& reason) {
  constexpr std::size_t k_long = 100;
  if (reason.size() > k_long) {
    const auto [first, is_new] = reasons_.emplace(reason, dataset.source->name);
    if (!is_new) return "the same as " + first->second;
  }
  const std::string advice = advice_on(reason);
  const bool is_new_advice = !advice.empty() && advice_.insert(advice).second;
  return is_new_advice ? reason + ": " + advice : reason;
}

}  // namespace run
