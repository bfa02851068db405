#pragma once

#include "app/plan/draft.hpp"

#include <string>
#include <vector>

namespace plan {

/// Raw copies that have their key from one root's copy go together. Each raw increment brings a key that is locked as
/// its root's is on the source by then: a child's alone could not be opened when that was changed, nor what stays
/// behind when the root's is sent. So when one of them is sent, the others are snapshotted for it, root and all.
/// Returns whether there are more to snapshot now.
bool snapshot_whole_families(const std::vector<DatasetDraft>& drafts, const Facts& facts, const Options& options,
                             std::vector<bool>& snapshotted);

/// What stays behind all the same, as it has nothing to send and cannot be snapshotted, or fails.
std::vector<std::string> notes_on_families(const std::vector<DatasetDraft>& drafts);

}  // namespace plan
