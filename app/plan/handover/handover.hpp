#pragma once

#include "app/plan/steps.hpp"
#include "zfs/use.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// The use of a tree goes from one twin to the other: what is written to here becomes a copy, and its copy is written
/// to. Nothing but the two listings says how far a handover has come, so whoever was killed is carried on by the next.

/// The stages, in this order.
enum class StageKind : std::uint8_t {
  sync,       ///< while the source is in use
  stop,       ///< whatever uses it
  give_up,    ///< the source is made a copy
  last_sync,  ///< of what was written since
  take_over,  ///< the target is made what the source was
  start,      ///< what uses it
  tidy        ///< what was only for the time being
};
std::string_view name_of(StageKind kind);

/// Syncs have no steps: they are runs of their own.
struct Stage {
  StageKind kind = StageKind::sync;
  std::vector<Step> steps;
  std::vector<Step> undo;  ///< of whatever of the steps was done, in this run or before it
};

struct Handover {
  std::string refusal;  ///< why nothing of it may be done; empty: it may
  bool is_done_already = false;
  std::vector<Stage> stages;  ///< those that are left
};

/// What is asked for.
struct HandoverRequest {
  std::string source, target;            ///< the roots of both trees
  std::vector<std::string> stop, start;  ///< the user's commands; empty: none
  bool mounts = true;                    ///< else mounting is left to these
};

/// Target datasets that are not there yet are taken for such as a sync makes.
Handover plan_handover(const HandoverRequest& request, const std::vector<zfs::Use>& source,
                       const std::vector<zfs::Use>& target);
/// The target alone, when the source is dead: take_over, start and tidy.
Handover plan_promotion(const HandoverRequest& request, const std::vector<zfs::Use>& target);

}  // namespace plan
