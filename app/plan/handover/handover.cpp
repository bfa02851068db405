#include "app/plan/handover/handover.hpp"

#include "app/plan/handover/pieces.hpp"
#include "app/plan/handover/role.hpp"
#include "app/plan/words.hpp"
#include "zfs/record.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

using zfs::Use;

constexpr std::string_view k_memory = zfs::k_handover_property;

bool is_written_to(const Use& use) {
  return !use.read_only;
}

/// A dataset of the tree on both sides, and how it is used by whoever has it.
struct Twin {
  Use source;
  Use target;
  Role role;
};

std::string below(const std::string& root, std::string_view name, std::string_view old_root) {
  return root + std::string(name.substr(old_root.size()));
}

/// As a sync makes it.
Use new_copy(const Use& source, std::string name) {
  return {.name = std::move(name),
          .is_volume = source.is_volume,
          .read_only = true,
          .canmount = source.is_volume ? "-" : "noauto",
          .mountpoint = source.is_volume ? "-" : "/"};
}

/// What is below a dataset that was given up has inherited its readonly, and was not given up itself yet.
Role as_used(const Use& use, const std::vector<Use>& tree) {
  Role role = role_of(use);
  if (is_remembered(use) || use.read_only_from.empty()) return role;
  const auto above = std::ranges::find(tree, use.read_only_from, &Use::name);
  if (above != tree.end() && is_remembered(*above)) role.read_only = role_of(*above).read_only;
  return role;
}

class Planning {
 public:
  Planning(const HandoverRequest& request, const std::vector<Use>& source, const std::vector<Use>& target)
      : request_(request) {
    // Then a handover in the other direction is unfinished, and what its source was is what counts.
    const bool goes_back = std::ranges::none_of(source, is_remembered) && std::ranges::any_of(target, is_remembered);
    for (const Use& use : source) {
      Use copy = new_copy(use, below(request.target, use.name, request.source));
      const auto there = std::ranges::find(target, copy.name, &Use::name);
      const bool is_there = there != target.end();
      if (is_there) copy = *there;
      const bool knows_itself = !goes_back || !is_there;
      twins_.push_back({use, copy, knows_itself ? as_used(use, source) : as_used(copy, target)});
    }
  }

  Handover plan() const {
    Handover handover;
    if (is_done()) {
      handover.is_done_already = true;
      return handover;
    }
    handover.refusal = refusal();
    if (!handover.refusal.empty()) return handover;
    if (is_taken_back()) {
      handover.stages = {take_over(), start_stage(request_), tidy()};
      return handover;
    }
    if (is_in_use()) handover.stages.push_back({.kind = StageKind::sync, .steps = {}, .undo = {}});
    handover.stages.push_back(stop());
    handover.stages.push_back(give_up());
    if (!has_begun_to_take_over()) handover.stages.push_back({.kind = StageKind::last_sync, .steps = {}, .undo = {}});
    handover.stages.push_back(take_over());
    handover.stages.push_back(start_stage(request_));
    handover.stages.push_back(tidy());
    return handover;
  }

 private:
  template <class Test>
  bool any(Test test) const {
    return std::ranges::any_of(twins_, test);
  }
  bool is_in_use() const {
    return any([](const Twin& twin) { return is_written_to(twin.source); });
  }
  bool is_under_way() const {
    return any([](const Twin& twin) { return is_remembered(twin.source) || is_remembered(twin.target); });
  }
  bool target_is_in_use() const {
    return any([](const Twin& twin) { return is_written_to(twin.target); });
  }
  bool has_begun_to_take_over() const { return !is_in_use() && target_is_in_use(); }
  /// By the operands exchanged, before the other side was written to: it has nothing that is to be sent.
  bool is_taken_back() const {
    return !is_in_use() && any([](const Twin& twin) { return is_remembered(twin.target); });
  }
  bool is_done() const { return !is_in_use() && !is_under_way() && target_is_in_use(); }

  std::string refusal() const {
    if (!is_in_use() && !is_under_way())
      return "both sides are read-only, so nothing says which one is in use. zfs set readonly=off on the side that is; "
             "or, if the source is lost for good, --promote-only";
    std::vector<std::string> both, keyless, placeless;
    for (const auto& [source, target, role] : twins_) {
      if (is_written_to(source) && is_written_to(target) && target.mounted) both.push_back(target.name);
      if (!mounts(role)) continue;
      if (target.lacks_key) keyless.push_back(target.name);
      if (!target.has_place()) placeless.push_back(target.name);
    }
    if (!both.empty())
      return "[Target] " + few_of(both) +
             ": mounted and writable, as the source is, so both may be in use. If nothing "
             "uses the target: " +
             typed({"zfs", "unmount", both.front()}) + ", then " + typed({"zfs", "set", "readonly=on", both.front()});
    if (!keyless.empty())
      return "[Target] " + few_of(keyless) + ": the key is not loaded, so it cannot be mounted. Load it first: " +
             typed({"zfs", "load-key", keyless.front()});
    if (!placeless.empty())
      return "[Target] " + few_of(placeless) + ": it has no mountpoint, and the source is mounted. Give it one: " +
             typed({"zfs", "set", "mountpoint=/PATH", placeless.front()});
    return {};
  }

  bool mounts(const Role& role) const { return request_.mounts && role.mounted; }

  Stage stop() const {
    Stage stage{.kind = StageKind::stop, .steps = {}, .undo = {}};
    if (!request_.stop.empty() && is_in_use()) stage.steps.push_back(hook(request_, Hook::When::stop, Side::source));
    if (!request_.start.empty()) stage.undo.push_back(hook(request_, Hook::When::start, Side::source));
    return stage;
  }

  /// Read-only first: what is unmounted after that stays as it is.
  Stage give_up() const {
    Stage stage{.kind = StageKind::give_up, .steps = {}, .undo = {}};
    PropertyGroups given_up, as_before;
    std::vector<std::string> names;
    for (const auto& [source, target, role] : twins_) {
      names.push_back(source.name);
      given_up.add(source.name, to_give_up(source, role));
      as_before.add(source.name, to_take_over(role, copy_of(role)));
    }
    given_up.put(Side::source, stage.steps);
    as_before.put(Side::source, stage.undo);
    for (const auto& [source, target, role] : twins_) {
      if (mounts(role)) stage.undo.push_back({MountDataset{.side = Side::source, .dataset = source.name}});
    }
    for (auto twin = twins_.rbegin(); twin != twins_.rend() && request_.mounts; ++twin) {
      if (twin->source.mounted && twin->source.has_place())
        stage.steps.push_back({Unmount{.dataset = twin->source.name, .side = Side::source}});
    }
    clear(Side::source, k_memory, names, stage.undo);
    return stage;
  }

  Stage take_over() const {
    Stage stage{.kind = StageKind::take_over, .steps = {}, .undo = {}};
    PropertyGroups taken, as_copies;
    for (const auto& [source, target, role] : twins_) {
      taken.add(target.name, to_take_over(role, target));
      as_copies.add(target.name, to_be_a_copy(role));
    }
    taken.put(Side::target, stage.steps);
    as_copies.put(Side::target, stage.undo);
    for (const auto& [source, target, role] : twins_) {
      if (mounts(role) && !target.mounted)
        stage.steps.push_back({MountDataset{.side = Side::target, .dataset = target.name}});
    }
    for (auto twin = twins_.rbegin(); twin != twins_.rend(); ++twin) {
      if (mounts(twin->role)) stage.undo.push_back({Unmount{.dataset = twin->target.name, .side = Side::target}});
    }
    return stage;
  }

  /// Who has a source is a copy of it, and no source of backups.
  Stage tidy() const {
    Stage stage{.kind = StageKind::tidy, .steps = {}, .undo = {}};
    std::vector<std::string> sources, targets, remembering;
    for (const auto& [source, target, role] : twins_) {
      sources.push_back(source.name);
      targets.push_back(target.name);
      if (is_remembered(target)) remembering.push_back(target.name);
    }
    clear(Side::target, zfs::k_record_property, targets, stage.steps);
    clear(Side::target, k_memory, remembering, stage.steps);
    clear(Side::source, k_memory, sources, stage.steps);
    return stage;
  }

  const HandoverRequest& request_;
  std::vector<Twin> twins_;
};

}  // namespace

std::string_view name_of(StageKind kind) {
  switch (kind) {
    case StageKind::sync:
      return "sync";
    case StageKind::stop:
      return "stop";
    case StageKind::give_up:
      return "give_up";
    case StageKind::last_sync:
      return "last_sync";
    case StageKind::take_over:
      return "take_over";
    case StageKind::start:
      return "start";
    case StageKind::tidy:
      return "tidy";
  }
  return "";
}

Handover plan_handover(const HandoverRequest& request, const std::vector<Use>& source, const std::vector<Use>& target) {
  return Planning(request, source, target).plan();
}

}  // namespace plan
