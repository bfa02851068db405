#include "app/plan/history.hpp"

#include <algorithm>
#include <unordered_map>

namespace plan {

const selector::Snapshot* Histories::on_target(const selector::Snapshot& snapshot) const {
  if (snapshot.guid == 0) return nullptr;
  const auto found =
      std::find_if(target.rbegin(), target.rend(), [&](const auto* s) { return s->guid == snapshot.guid; });
  return found == target.rend() ? nullptr : *found;
}

const selector::Snapshot* Histories::named_on_target(const std::string& name) const {
  const auto found = std::ranges::find(target, name, [](const auto* s) -> const std::string& { return s->name->text; });
  return found == target.end() ? nullptr : *found;
}

std::vector<std::string> names_of(const Snapshots& snapshots) {
  std::vector<std::string> names;
  names.reserve(snapshots.size());
  for (const selector::Snapshot* snapshot : snapshots) names.push_back(snapshot->name->text);
  return names;
}

Histories compare(const selector::Dataset& source, const selector::Snapshot* fresh, const selector::Dataset* target,
                  bool guid_check) {
  Histories both;
  for (const selector::Snapshot& snapshot : source.snapshots) both.source.push_back(&snapshot);
  if (fresh != nullptr) both.source.push_back(fresh);
  if (target == nullptr) return both;
  for (const selector::Snapshot& snapshot : target->snapshots) both.target.push_back(&snapshot);

  std::unordered_map<std::uint64_t, std::size_t> by_guid;
  for (std::size_t i = 0; i < both.target.size(); ++i) by_guid.emplace(both.target[i]->guid, i);
  for (std::size_t i = both.source.size(); i-- > 0;) {
    const auto found = by_guid.find(both.source[i]->guid);
    if (found == by_guid.end()) continue;
    both.source_base = i;
    both.target_base = found->second;
    break;
  }
  for (std::size_t i = both.source.size(); i-- > 0 && !guid_check && !both.source_base;) {
    const auto same_name = [&](const selector::Snapshot* s) { return s->name->text == both.source[i]->name->text; };
    const auto found = std::ranges::find_if(both.target, same_name);
    if (found == both.target.end()) continue;
    both.source_base = i;
    both.target_base = static_cast<std::size_t>(found - both.target.begin());
  }
  return both;
}

}  // namespace plan
