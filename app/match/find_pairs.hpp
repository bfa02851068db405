#pragma once

#include "app/match/pair.hpp"
#include "app/plan/facts.hpp"
#include "app/plan/options.hpp"
#include "app/plan/plan.hpp"
#include "selector/selection.hpp"

#include <vector>

namespace match {

/// What the pairs are made from. A draft of a plan will do: what it would read before it is carried out is not needed.
struct Compared {
  const plan::Facts& facts;
  const plan::Plan& plan;
  const plan::Options& options;
  const selector::Selection& selection;
};

/// Every selected dataset with its copy, and what is on the target alone, in the order of their names. Pure.
std::vector<Pair> find_pairs(const Compared& compared);

}  // namespace match
