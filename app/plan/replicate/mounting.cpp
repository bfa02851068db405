#include "app/plan/replicate/mounting.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/replicate/restoring.hpp"
#include "app/plan/replicate/setting_aside.hpp"
#include "app/plan/words.hpp"

#include <algorithm>

namespace plan {

namespace {

/// The target path itself is where it is, and the user's own.
bool may_be_mounted(const std::string& target, const Options& options) {
  return options.mapping.is_tree() || target != options.mapping.root();
}

/// Copies are mounted below its mountpoint alone: the target path, or what there is above a tree that is new. Null:
/// this run makes it.
const zfs::Dataset* find_top(const Facts& facts, const Options& options) {
  const std::string& root = options.mapping.root();
  const zfs::Dataset* top = facts.target->find(root);
  auto above = options.mapping.is_tree() ? zfs::parent_of(root) : std::string_view();
  for (; top == nullptr && !above.empty(); above = zfs::parent_of(above)) top = facts.target->find(above);
  return top;
}

}  // namespace

Lane mount_lane(Plan& plan, const std::vector<DatasetDraft>& drafts, const Facts& facts, const Options& options) {
  if (!options.mount_copies) return {};
  std::vector<Item> copies;
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    const DatasetPlan& dataset = plan.datasets[i];
    const bool is_filesystem = dataset.source->type == zfs::DatasetType::filesystem;
    const bool is_new = drafts[i].first_receive || !dataset.followed_from.empty();
    if (is_new && is_filesystem && may_be_mounted(dataset.target, options)) copies.push_back({i, dataset.target});
  }
  if (copies.empty()) return {};
  if (!facts.target_mounts()) {
    plan.notes.push_back("[Target] " + std::to_string(copies.size()) +
                         " new filesystems stay unmounted: only root can mount on Linux, and the user there is " +
                         facts.target_account->name);
    return {};
  }
  const zfs::Dataset* const top = find_top(facts, options);
  if (top == nullptr) {
    plan.notes.push_back("[Target] " + std::to_string(copies.size()) +
                         " new filesystems stay unmounted: this run creates " + options.mapping.root() +
                         ", which is not mounted");
    return {};
  }
  const bool is_new_tree = top->name != options.mapping.root();
  Lane lane;
  for (auto& lot : lots_of(std::move(copies)))
    lane.steps.push_back({Mount{top->name, top->mountpoint.value, std::move(lot), is_new_tree}, k_no_dataset, ""});
  return lane;
}

std::vector<Lane> opening_lanes(Plan& plan, const std::vector<DatasetDraft>& drafts, const Facts& facts,
                                const Options& options) {
  std::vector<Lane> lanes;
  std::vector<Item> open;
  std::vector<std::string> left;
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    const DatasetPlan& dataset = plan.datasets[i];
    const bool is_clone = facts.set_aside != nullptr &&
                          std::ranges::find(facts.set_aside->cloned, dataset.target) != facts.set_aside->cloned.end();
    if (has_failed(dataset) || !(drafts[i].first_receive || is_clone)) continue;
    const bool goes_home = is_original_place(facts, options, dataset.source->name, dataset.target);
    if (dataset.source->type != zfs::DatasetType::filesystem && !dataset.source->encrypted()) continue;
    if (!goes_home) {
      left.push_back(dataset.target);
      continue;
    }
    const std::string canmount = final_canmount(restored_properties(facts, options, *dataset.source, dataset.target));
    if (is_clone && dataset.source->type == zfs::DatasetType::filesystem && canmount != "noauto")
      lanes.push_back({i, {{SetProperty{dataset.target, "canmount", canmount}, i, ""}}, {}});
    open.push_back({i, dataset.target});
  }
  if (!left.empty())
    plan.notes.push_back("[Target] " + few_of(left) + ": not restored under the original name, so left unmounted, " +
                         "without shares and quotas. To read it: " + typed({"zfs", "mount", left.front()}));
  if (!open.empty() && !facts.target_mounts()) {
    plan.notes.push_back("[Target] " + std::to_string(open.size()) +
                         " restored filesystems stay unmounted: only root " +
                         "can mount on Linux. As root: " + typed({"zfs", "mount", open.front().name}));
    return lanes;
  }
  Lane opening;
  for (auto& lot : lots_of(std::move(open))) opening.steps.push_back({Open{std::move(lot)}, k_no_dataset, ""});
  lanes.push_back(std::move(opening));
  return lanes;
}

}  // namespace plan
