#pragma once

#include "app/plan/plan.hpp"
#include "app/plan/retain/tags.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// A disk that was replaced, or a copy that was destroyed, leaves its base held on the source. Nobody can tell it from
/// a disk that is away, so it is never released, and said instead: which snapshot, by which tag, since when.
///
/// Adds the holds of that snapshot of its source by tags of this backup name other than `own_tag`.
void note_others_holds(const DatasetHolds& holds, const zfs::Snapshot& snapshot, std::string_view own_tag,
                       const Options& options, DatasetPlan& dataset);

/// What is said of them, once for each tag.
std::vector<std::string> notes_on_others_holds(const std::vector<DatasetPlan>& datasets, const Options& options);

}  // namespace plan
