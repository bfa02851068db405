#include "app/plan/steps.hpp"

namespace plan {

std::vector<std::string> Transfer::snapshots() const {
  std::vector<std::string> all = between;
  all.push_back(snapshot);
  return all;
}

std::string_view Hook::tree() const {
  if (when != When::before_tree && when != When::after_tree) return {};
  const auto found = std::ranges::find(environment, "DATASET", [](const auto& pair) { return pair.first; });
  return found == environment.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view name_of(PhaseKind kind) {
  switch (kind) {
    case PhaseKind::snapshot:
      return "snapshot";
    case PhaseKind::rotation:
      return "rotation";
    case PhaseKind::rename:
      return "rename";
    case PhaseKind::parents:
      return "parents";
    case PhaseKind::transfer:
      return "transfer";
    case PhaseKind::verify:
      return "verify";
    case PhaseKind::mount:
      return "mount";
    case PhaseKind::hold:
      return "hold";
    case PhaseKind::release:
      return "release";
    case PhaseKind::post_clean:
      return "post-clean";
    case PhaseKind::records:
      return "records";
    case PhaseKind::missing:
      return "missing";
    case PhaseKind::clone:
      return "clone";
    case PhaseKind::rollback:
      return "rollback";
  }
  return "";
}

std::string_view name_of(Hook::When when) {
  switch (when) {
    case Hook::When::before_snapshot:
      return "pre-snapshot-cmd";
    case Hook::When::after_snapshot:
      return "post-snapshot-cmd";
    case Hook::When::before_tree:
      return "pre-tree-cmd";
    case Hook::When::after_tree:
      return "post-tree-cmd";
    case Hook::When::before_transfer:
      return "pre-transfer-cmd";
    case Hook::When::after_transfer:
      return "post-transfer-cmd";
    case Hook::When::stop:
      return "stop-cmd";
    case Hook::When::start:
      return "start-cmd";
  }
  return "";
}

Side side_of(const Step& step) {
  struct {
    Side operator()(const CreateSnapshots&) const { return Side::source; }
    Side operator()(const Transfer&) const { return Side::source; }
    Side operator()(const Hook& s) const { return s.side; }
    Side operator()(const DestroySnapshots& s) const { return s.side; }
    Side operator()(const Hold& s) const { return s.side; }
    Side operator()(const Release& s) const { return s.side; }
    Side operator()(const CreateParent&) const { return Side::target; }
    Side operator()(const AbortReceive&) const { return Side::target; }
    Side operator()(const Rollback&) const { return Side::target; }
    Side operator()(const DestroyDataset&) const { return Side::target; }
    Side operator()(const CreateBookmark&) const { return Side::source; }
    Side operator()(const DestroyBookmark& s) const { return s.side; }
    Side operator()(const Verify&) const { return Side::target; }
    Side operator()(const Mount&) const { return Side::target; }
    Side operator()(const Clone&) const { return Side::target; }
    Side operator()(const Promote&) const { return Side::target; }
    Side operator()(const LoadKey&) const { return Side::target; }
    Side operator()(const Rename&) const { return Side::target; }
    Side operator()(const SetProperty&) const { return Side::target; }
    Side operator()(const Unmount& s) const { return s.side; }
    Side operator()(const WriteRecords&) const { return Side::target; }
    Side operator()(const SetProperties& s) const { return s.side; }
    Side operator()(const ClearProperty& s) const { return s.side; }
    Side operator()(const MountDataset& s) const { return s.side; }
    Side operator()(const MountInPlace&) const { return Side::target; }
    Side operator()(const UnmountAll&) const { return Side::target; }
    Side operator()(const Open&) const { return Side::target; }
  } side;
  return std::visit(side, step.action);
}

bool tolerates_failure(const Step& step) {
  if (const auto* const unmount = std::get_if<Unmount>(&step.action)) return !unmount->is_in_the_way;
  if (const auto* const load = std::get_if<LoadKey>(&step.action)) return !load->only_try;
  // On a hold a tag that is there already, on a release or an abort what is gone already: that is what was wanted.
  return std::holds_alternative<Hold>(step.action) || std::holds_alternative<Release>(step.action) ||
         std::holds_alternative<Mount>(step.action) || std::holds_alternative<MountInPlace>(step.action) ||
         std::holds_alternative<AbortReceive>(step.action) || std::holds_alternative<WriteRecords>(step.action) ||
         std::holds_alternative<Open>(step.action);
}

}  // namespace plan
