#pragma once

#include "zfs/inventory.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

// What messages are made of.

/// "a, b, c and 2 more": so many are named.
std::string few_of(const std::vector<std::string>& names, std::size_t named = 3);

/// " and 2 more" after the first of so many; empty where it is the only one.
std::string and_more(std::size_t count);

/// A command as one types it, its words quoted where they must be.
std::string typed(const std::vector<std::string>& words);

/// The command that gives a dataset another name. Nothing is mounted anew by it: -u, which zfs knows of filesystems
/// only.
std::string typed_rename(zfs::DatasetType type, std::string_view from, std::string_view to);

}  // namespace plan
