#pragma once

#include "app/plan/encryption.hpp"
#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/replicate/clones.hpp"
#include "app/plan/replicate/moves.hpp"

#include <string>

namespace plan {

/// What each pair of a plan is planned by: what was read, what is asked for, and what is known of the other pairs. All
/// of it must outlive whoever keeps it.
struct Scene {
  const Facts& facts;
  const Options& options;
  const Origins& origins;
  const CopyEncryption& copies;
  const Moves& moves;
  const std::string& own_tag;  ///< of the target: see tags.hpp
};

}  // namespace plan
