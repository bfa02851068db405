#pragma once

#include "state.hpp"

#include <string>
#include <string_view>

namespace fake {

/// Kinds of things with a name, as bits.
enum Type : unsigned { k_filesystem = 1, k_snapshot = 2, k_volume = 4, k_bookmark = 8 };
inline constexpr unsigned k_datasets = k_filesystem | k_volume;
inline constexpr unsigned k_any = k_datasets | k_snapshot | k_bookmark;

/// A handle to a dataset, or to a snapshot or bookmark of it.
struct Item {
  const std::string* dataset_name = nullptr;
  Dataset* dataset = nullptr;
  Snapshot* snapshot = nullptr;
  Bookmark* bookmark = nullptr;

  unsigned type() const;
  std::string name() const;
  std::uint64_t txg() const;
};

/// Empty, or what zfs says is wrong with the name for these types ("invalid character '*' in name").
std::string name_problem(std::string_view name, unsigned types);

/// Finds what `name` names. Throws Failure ("cannot open 'x': …") when the name is invalid, absent or of another type.
Item open_item(State& state, std::string_view name, unsigned types = k_any);

/// Shorthand for a filesystem or volume.
Dataset& open_dataset(State& state, std::string_view name, unsigned types = k_datasets);

/// "filesystem", "volume", "snapshot", "bookmark".
std::string_view type_name(unsigned type);

}  // namespace fake
