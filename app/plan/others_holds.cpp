#include "app/plan/others_holds.hpp"

#include "app/plan/tags.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace plan {

namespace {

/// So many are named; of the others their number is said.
constexpr std::size_t k_holds_named = 3;

std::string first_names(const std::vector<const OthersHold*>& holds) {
  std::string names;
  for (std::size_t i = 0; i < std::min(k_holds_named, holds.size()); ++i) {
    names += (names.empty() ? "" : ", ") + holds[i]->snapshot;
    if (!holds[i]->since.empty()) names += " (since " + holds[i]->since + ")";
  }
  if (holds.size() > k_holds_named) names += " and " + std::to_string(holds.size() - k_holds_named) + " more";
  return names;
}

}  // namespace

void note_others_holds(const selector::HoldTags& holds, const std::string& snapshot, std::string_view own_tag,
                       const Options& options, DatasetPlan& dataset) {
  const auto at = snapshot.find('@');
  const selector::HoldTags::OfDataset* const held = holds.of_dataset(snapshot.substr(0, at));
  const auto tags = held == nullptr ? decltype(held->begin()){} : held->find(snapshot.substr(at + 1));
  if (held == nullptr || tags == held->end()) return;
  for (const std::string& tag : tags->second) {
    if (tag == own_tag || !is_of_backup(tag, options.hold_tag)) continue;
    dataset.others_holds.push_back({snapshot, tag, std::string(holds.since(snapshot, tag))});
  }
}

std::vector<std::string> notes_on_others_holds(const std::vector<DatasetPlan>& datasets, const Options& options) {
  std::map<std::string_view, std::vector<const OthersHold*>> by_tag;
  for (const DatasetPlan& dataset : datasets) {
    for (const OthersHold& hold : dataset.others_holds) by_tag[hold.tag].push_back(&hold);
  }
  const std::string command =
      "zwinnow holds " + options.backup_name + (options.target_path.empty() ? "" : " " + options.target_path);
  std::vector<std::string> notes;
  notes.reserve(by_tag.size());
  for (const auto& [tag, holds] : by_tag) {
    notes.push_back("[Source] " + first_names(holds) + ": held by " + std::string(tag) +
                    (options.target_path.empty() ? "" : " for another target, or a copy that is gone") + ". See " +
                    command + ", which can release what nobody needs any more (--release)");
  }
  return notes;
}

}  // namespace plan
