#include "app/run/blame.hpp"

#include <algorithm>
#include <sstream>

namespace run {

namespace {

/// Bytes; the tails that the runner keeps are longer.
constexpr std::size_t k_most_to_judge_by = 60'000;

}  // namespace

std::map<std::string, std::string> blamed(const transport::Result& result, std::string_view harmless) {
  std::map<std::string, std::string> reasons;
  std::istringstream lines(result.stages.back().stderr_tail);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || (!harmless.empty() && line.find(harmless) != std::string::npos)) continue;
    const auto open = line.find('\'');
    const auto close = line.find('\'', open + 1);
    const bool names_one = open != std::string::npos && close != std::string::npos;
    reasons.emplace(names_one ? line.substr(open + 1, close - open - 1) : "", line);
  }
  return reasons;
}

std::map<std::string, std::string> failed_items(const std::vector<plan::Item>& items, const transport::Result& result,
                                                std::string_view harmless) {
  std::map<std::string, std::string> failed;
  if (result.ok()) return failed;
  // What the tail of stderr has lost could have named others.
  const bool is_cut = !result.stages.empty() && result.stages.back().stderr_tail.size() >= k_most_to_judge_by;
  const bool knows_nothing = result.connection_failed || result.interrupted || is_cut;
  const std::map<std::string, std::string> reasons =
      knows_nothing ? std::map<std::string, std::string>{} : blamed(result, harmless);
  for (const plan::Item& item : items) {
    if (const auto found = reasons.find(item.name); found != reasons.end()) failed.emplace(item.name, found->second);
  }
  const bool all_harmless = !knows_nothing && reasons.empty() && !result.stages.back().stderr_tail.empty();
  if (!failed.empty() || all_harmless) return failed;
  for (const plan::Item& item : items) failed.emplace(item.name, result.error());
  return failed;
}

}  // namespace run
