#include "app/plan/draft.hpp"

#include <utility>

namespace plan {

DatasetDraft failed_draft(const zfs::Dataset& source, const std::string& target_name, const zfs::Dataset* there,
                          Outcome why) {
  DatasetDraft draft;
  draft.plan.source = &source;
  draft.plan.target = target_name;
  draft.plan.there = there;
  draft.plan.outcome = std::move(why);
  return draft;
}

}  // namespace plan
