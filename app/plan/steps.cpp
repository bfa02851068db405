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

}  // namespace plan
