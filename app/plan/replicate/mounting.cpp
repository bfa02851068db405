#include "app/plan/replicate/mounting.hpp"

#include "app/plan/lots.hpp"

namespace plan {

Lane mount_lane(Plan& plan, const std::vector<DatasetDraft>& drafts, const Facts& facts, const Options& options) {
  if (!options.mount_copies) return {};
  std::vector<Item> copies;
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    const DatasetPlan& dataset = plan.datasets[i];
    const bool is_filesystem = dataset.source->type == zfs::DatasetType::filesystem;
    if (drafts[i].first_receive && is_filesystem && dataset.target != options.mapping.root())
      copies.push_back({i, dataset.target});
  }
  if (copies.empty()) return {};
  if (!facts.target_mounts()) {
    plan.notes.push_back("[Target] " + std::to_string(copies.size()) +
                         " new filesystems stay unmounted: only root can mount on Linux, and the user there is " +
                         facts.target_account->name);
    return {};
  }
  const zfs::Dataset* const root = facts.target->find(options.mapping.root());
  if (root == nullptr) {
    plan.notes.push_back("[Target] " + std::to_string(copies.size()) +
                         " new filesystems stay unmounted: this run creates " + options.mapping.root() +
                         ", which is not mounted");
    return {};
  }
  const std::string& top = root->mountpoint.value;
  Lane lane;
  for (auto& lot : lots_of(std::move(copies)))
    lane.steps.push_back({Mount{options.mapping.root(), top, std::move(lot)}, k_no_dataset, ""});
  return lane;
}

}  // namespace plan
