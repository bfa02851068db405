#pragma once

#include "selector/select.hpp"

#include <vector>

namespace selector {

/// Copies are not sources. A dataset that is selected by a property which came with a stream may be a backup of another
/// one that is selected: then it gets the verdict `excluded_copy`. It is one when it has not been written to, and its
/// newest snapshot is (by guid) the other's, too: all that it has came from there. Or when it records the other as its
/// source: then whatever has been done to it since. One that has its own life, but
/// shares a snapshot with another, stays selected (it may have been moved here by send and receive); `copy_of` names
/// the other. Of datasets that are copies of each other one stays. The snapshots of what is selected must have been
/// read, in order.
void leave_out_copies(std::vector<Decision>& selection);

}  // namespace selector
