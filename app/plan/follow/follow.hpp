#pragma once

#include "app/plan/follow/followed.hpp"
#include "app/plan/replicate/claims.hpp"

#include <vector>

namespace plan {

/// --follow-renames: the copies of what was renamed on the source are renamed, with all that is below them, and the
/// copies of what was promoted are promoted. Nothing is destroyed, and nothing is mounted by it:
///
///   copies that change places do so by way of NAME.zwinnow-moving; what a dataset took of another one's history by
///   `zfs promote` is cloned there, and promoted; what has a wanted name and is wanted by nobody becomes
///   NAME.diverged-TIME-gone; a parent that is missing is made, or received first.
///
/// Copies are known by the guids of their snapshots. So whatever a run was killed at, the next one finds them.
///
/// `claims` are those of --follow-renames, and none without it. Datasets in `left` are left out, for a reason that is
/// known already.
Followed follow_renames(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
                        const std::vector<Claim>& claims, const Left& left);

}  // namespace plan
