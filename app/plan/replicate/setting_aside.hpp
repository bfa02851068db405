#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/steps.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plan {

/// What is to be restored over has changed since, or is something else: it is set aside as it is, and nothing of it is
/// destroyed. In this order, so that whatever a run was killed at, nothing is mounted twice and no job takes it up:
///
///   all of it is unmounted, or nothing is done; it gets canmount=noauto, and false for what selects it;
///   T becomes T.diverged-TIME, with all below it;
///   where a snapshot is on both sides, T is a clone of the newest one, promoted, so that an increment does.
struct SetAside {
  std::string from, to;
  std::vector<Step> steps;
  zfs::Inventory target;  ///< what is on the target after them
  std::vector<std::string> cloned;
};

/// Nothing where all can be received onto what is there, or nothing is there. Throws PlanError when what is in the way
/// cannot be set aside.
std::optional<SetAside> set_aside(const Facts& facts, const Options& options);

}  // namespace plan
