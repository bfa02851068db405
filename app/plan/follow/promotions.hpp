#pragma once

#include "app/plan/follow/heirs.hpp"

namespace plan {

/// Does the source have the snapshot itself that its copy is a clone of? Then it was promoted, and so can the copy be,
/// unless it has a snapshot of the same name as one that would move.
bool has_origin_itself(const zfs::Dataset& source, const zfs::Dataset& copy, const zfs::Dataset& origin);

/// Each copy takes over the history that its dataset took from another one. What is to be made for that is made beside
/// the copy that has it so far.
void promote_copies(Heirs& heirs);

/// What is set on these clones then, as far as it is known, by the names that they have when all is done.
std::map<std::string, std::vector<std::string>> set_on_clones(Heirs& heirs);

}  // namespace plan
