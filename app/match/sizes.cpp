#include "app/match/sizes.hpp"

#include "zfs/parse.hpp"

#include <algorithm>
#include <utility>

namespace match {

namespace {

/// A full stream with all increments carries what the dataset and its snapshots hold, each block once. To bookmarks
/// zfs answers only by their full names, and every dataset would answer to every name.
std::vector<std::string> properties_for(const Pair& pair) {
  if (pair.match.empty()) return {"usedbydataset", "usedbysnapshots"};
  if (pair.match.starts_with('#')) return {};
  return {"written" + pair.match};
}

}  // namespace

Sizes::Sizes(std::vector<Pair>& pairs) {
  for (Pair& pair : pairs) {
    if (!pair.source.exists) continue;
    if (pair.to_send == 0) {
      pair.bytes = 0;
      continue;
    }
    std::vector<std::string> properties = properties_for(pair);
    if (properties.empty()) continue;
    Sum& sum = sums_[pair.source.name];
    sum.pair = &pair;
    sum.properties = std::move(properties);
    for (const std::string& property : sum.properties) questions_[property].push_back(pair.source.name);
  }
}

void Sizes::answer(std::string_view dataset, std::string_view property, std::string_view value) {
  const auto found = sums_.find(std::string(dataset));
  if (found == sums_.end() || value == "-") return;
  Sum& sum = found->second;
  if (std::ranges::find(sum.properties, property) == sum.properties.end()) return;
  sum.bytes += zfs::parse_number(value);
  ++sum.answers;
}

void Sizes::put() {
  for (auto& [name, sum] : sums_) {
    if (sum.answers < sum.properties.size()) continue;
    sum.pair->bytes = sum.bytes - std::min(sum.bytes, sum.pair->source.written.value_or(0));
  }
}

}  // namespace match
