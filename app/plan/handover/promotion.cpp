#include "app/plan/handover/pieces.hpp"
#include "app/plan/handover/role.hpp"
#include "app/plan/words.hpp"
#include "zfs/record.hpp"

#include <algorithm>

namespace plan {

namespace {

using zfs::Use;

/// What the source was is known only from what came with its streams. A source that was being handed over when it died
/// says it; any other was in use, and its canmount came along where it was not the default.
Role role_from_streams(const Use& use) {
  if (is_remembered(use)) return role_of(use);
  if (use.remembered.source == "received") {
    if (auto role = parse_role(use.remembered.value)) return *role;
  }
  if (use.is_volume) return {.read_only = false, .mounted = false, .canmount = "-"};
  const std::string canmount = use.came_with.empty() ? "on" : use.came_with;
  return {.read_only = false, .mounted = canmount == "on" && use.has_place(), .canmount = canmount};
}

/// It remembers, so long as the promotion is under way, that it is.
std::vector<std::string> to_be_promoted(const Use& use, const Role& role) {
  std::vector<std::string> assignments = to_take_over(role, use);
  if (!is_remembered(use)) assignments.push_back(std::string(zfs::k_handover_property) + "=" + to_text(role));
  return assignments;
}

class Promoting {
 public:
  Promoting(const HandoverRequest& request, const std::vector<Use>& target) : request_(request), target_(target) {}

  Handover plan() const {
    Handover handover;
    const auto needs_nothing = [](const Use& use) {
      return !is_remembered(use) && to_take_over({.canmount = use.canmount}, use).empty();
    };
    handover.is_done_already = std::ranges::all_of(target_, needs_nothing);
    handover.refusal = refusal();
    if (handover.is_done_already || !handover.refusal.empty()) return handover;
    handover.stages = {take_over(), start_stage(request_), tidy()};
    return handover;
  }

 private:
  bool mounts(const Use& use) const { return request_.mounts && role_from_streams(use).mounted; }

  std::string refusal() const {
    for (const Use& use : target_) {
      if (mounts(use) && use.lacks_key)
        return "[Target] " + use.name + ": the key is not loaded, so it cannot be mounted. Load it first: " +
               typed({"zfs", "load-key", use.name});
    }
    return {};
  }

  Stage take_over() const {
    Stage stage{.kind = StageKind::take_over, .steps = {}, .undo = {}};
    PropertyGroups promoted, as_copies;
    std::vector<std::string> names;
    for (const Use& use : target_) {
      const Role role = role_from_streams(use);
      promoted.add(use.name, to_be_promoted(use, role));
      as_copies.add(use.name, to_be_a_copy(role));
      names.push_back(use.name);
    }
    promoted.put(Side::target, stage.steps);
    as_copies.put(Side::target, stage.undo);
    for (const Use& use : target_) {
      if (mounts(use) && !use.mounted) stage.steps.push_back({MountDataset{.side = Side::target, .dataset = use.name}});
    }
    for (auto use = target_.rbegin(); use != target_.rend(); ++use) {
      if (mounts(*use)) stage.undo.push_back({Unmount{.dataset = use->name, .side = Side::target}});
    }
    clear(Side::target, zfs::k_handover_property, names, stage.undo);
    return stage;
  }

  Stage tidy() const {
    std::vector<std::string> names;
    for (const Use& use : target_) names.push_back(use.name);
    Stage stage{.kind = StageKind::tidy, .steps = {}, .undo = {}};
    clear(Side::target, zfs::k_record_property, names, stage.steps);
    clear(Side::target, zfs::k_handover_property, names, stage.steps);
    return stage;
  }

  const HandoverRequest& request_;
  const std::vector<Use>& target_;
};

}  // namespace

Handover plan_promotion(const HandoverRequest& request, const std::vector<Use>& target) {
  return Promoting(request, target).plan();
}

}  // namespace plan
