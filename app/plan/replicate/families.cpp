#include "app/plan/replicate/families.hpp"

#include "app/plan/retain/snapshots.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <map>

namespace plan {

bool snapshot_whole_families(const std::vector<DatasetDraft>& drafts, const Facts& facts, const Options& options,
                             std::vector<bool>& snapshotted) {
  if (options.snapshot_name.empty() || !options.send) return false;
  std::map<DatasetIndex, std::vector<DatasetIndex>> families;  // by root, which is among them
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    if (const auto root = drafts[i].key_from) families.try_emplace(*root, 1, *root).first->second.push_back(i);
  }
  bool more = false;
  for (const auto& [root, family] : families) {
    if (is_failure(drafts[root].plan.outcome)) continue;
    const bool sends = std::ranges::any_of(family, [&](DatasetIndex i) { return drafts[i].would_send; });
    for (const DatasetIndex i : family) {
      if (!sends || drafts[i].would_send || !may_be_snapshotted(*drafts[i].plan.source, facts, options)) continue;
      if (is_failure(drafts[i].plan.outcome)) continue;
      snapshotted[i] = true;
      more = true;
    }
  }
  return more;
}

std::vector<std::string> notes_on_families(const std::vector<DatasetDraft>& drafts) {
  std::vector<std::string> behind;
  for (const DatasetDraft& draft : drafts) {
    if (!draft.key_from || !draft.plan.received.empty()) continue;
    if (!drafts[*draft.key_from].plan.received.empty()) behind.push_back(draft.plan.target);
  }
  if (behind.empty()) return {};
  return {"[Target] " + few_of(behind, 1) +
          ": not sent together with the dataset whose key it uses. If that key was changed on the source, this copy "
          "cannot be unlocked until it is sent too: run once without --no-snapshot"};
}

}  // namespace plan
