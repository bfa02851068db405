#pragma once

#include "selector/by_roots.hpp"
#include "selector/by_tree.hpp"
#include "selector/select.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace selector {

/// Datasets that a user property marks.
struct ByProperty {
  std::string property;
  SelectionRules rules;
};

/// How a job chooses the datasets of its source.
using Selection = std::variant<ByProperty, ByRoots, ByTree>;

/// The property that is to be listed for it; empty: none.
const std::string& property_of(const Selection& selection);

/// What a listing of its datasets is about, so that no others are listed.
struct Reach {
  std::string root;                     ///< with what is below it; empty: all pools
  std::optional<std::uint32_t> levels;  ///< see ByTree
};
Reach reach_of(const Selection& selection);

/// Whoever is chosen by name is meant, a copy too.
bool takes_copies(const Selection& selection);

std::vector<Decision> select(const zfs::Inventory& source, const Selection& selection);

}  // namespace selector
