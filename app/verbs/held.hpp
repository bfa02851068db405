#pragma once

#include "app/holds/holds.hpp"
#include "app/holds/own_tags.hpp"
#include "app/run/shell.hpp"
#include "thinner/name_format.hpp"

#include <string>
#include <vector>

namespace app::verbs {

/// Whose holds are read, and where.
struct HoldsAsked {
  std::string target_path;  ///< empty: none is named
  bool is_one_host = false;
  std::string plain_tag;
  thinner::NameFormat format;  ///< of the snapshots
  ::holds::OwnTags tags;
};

struct HoldsFound {
  std::vector<::holds::Hold> holds;
  std::vector<std::string> suspended_pools;  ///< no listing shows what is held there
};

/// Throws run::RunError and zfs::ListingError.
HoldsFound read_holds(run::Shell& shell, const HoldsAsked& asked);

}  // namespace app::verbs
