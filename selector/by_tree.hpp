#pragma once

#include "selector/name_pattern.hpp"
#include "selector/select.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace selector {

/// A dataset and what is below it.
struct ByTree {
  std::string root;
  std::optional<std::uint32_t> levels;                       ///< of datasets: 1 is the root alone; nothing: all
  std::vector<std::string> excluded;                         ///< see is_excluded_by; each with all below
  std::string exclude_path;                                  ///< at or below it nothing is chosen; empty: none
  std::optional<std::set<std::string, std::less<>>> only{};  ///< of all these, no others; nothing: all
  bool skips_root = false;
  std::vector<NamePattern> excluded_alone{};  ///< what is below them stays, unless it matches, too
  std::string property{};                     ///< false there, or a list of other hosts, excludes it; empty: none
  std::string host{};                         ///< this one, for that list
};

/// Patterns as of the shell, in three forms: "/a*" is matched with the name below the root, "*/swap" with its end at
/// any depth, anything else with the whole name. The root itself goes by its whole name alone.
bool is_excluded_by(const std::string& pattern, std::string_view dataset, std::string_view root);

/// Is the dataset, or one above it within the tree, left out?
bool excludes(const ByTree& chosen, std::string_view dataset);

/// Decides for every dataset of the source, in the order of the inventory. Pure. Throws RootError where the root is
/// not there.
std::vector<Decision> select(const zfs::Inventory& source, const ByTree& chosen);

}  // namespace selector
