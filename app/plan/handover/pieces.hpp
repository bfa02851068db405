#pragma once

#include "app/plan/handover/handover.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

// --- What stages are made of ---

/// Datasets that get the same assignments get them by one command.
class PropertyGroups {
 public:
  void add(const std::string& dataset, const std::vector<std::string>& assignments);
  void put(Side side, std::vector<Step>& steps) const;

 private:
  std::map<std::vector<std::string>, std::vector<std::string>> datasets_;
};

/// Nothing for none.
void clear(Side side, std::string_view property, std::vector<std::string> datasets, std::vector<Step>& steps);

/// The user's command, on that side's host.
Step hook(const HandoverRequest& request, Hook::When when, Side side);

/// On the target; its undo is for one that failed halfway.
Stage start_stage(const HandoverRequest& request);

}  // namespace plan
