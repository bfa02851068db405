#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/encryption.hpp"
#include "app/plan/replicate/clones.hpp"
#include "app/plan/replicate/moves.hpp"

#include <string>

namespace plan {

/// Plans one dataset. `fresh` is the snapshot that this run makes of it, null if none. Where `needs` has anything, of
/// this or another dataset, there is only what others' plans depend on.
DatasetDraft plan_dataset(const Facts& facts, const Options& options, DatasetIndex index, const zfs::Dataset& source,
                          const zfs::Snapshot* fresh, const std::string& target_name, const std::string& own_tag,
                          const Origins& origins, const CopyEncryption& copies, const Moves& moves, Needs& needs);

}  // namespace plan
