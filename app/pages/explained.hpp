#pragma once

#include "app/report/explanation.hpp"
#include "thinner/zone.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pages {

/// Later times at which some snapshot would be told otherwise, as no more are made: so many at most, ascending.
std::vector<thinner::Time> moments_after(const report::Explanation& explanation, std::size_t most);

/// What is said of the snapshots of one kind.
struct Explained {
  std::vector<report::Explanation> moments;  ///< of the same datasets; the first is told in full, with sizes
  std::string kind;                          ///< which snapshots those are
  std::string host;                          ///< empty: this one
};

/// A page that shows why each snapshot stays or goes.
std::string to_html(const Explained& explained, const thinner::Zone& zone);

}  // namespace pages
