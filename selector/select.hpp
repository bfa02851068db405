#pragma once

#include "zfs/inventory.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selector {

enum class Verdict : std::uint8_t {
  selected,
  not_marked,          ///< the property is not set, or `child`/`parent` leaves this one out: said to nobody
  excluded_false,      ///< the property says false
  excluded_path,       ///< at or below the target on the same host
  excluded_received,   ///< --exclude-received
  excluded_unchanged,  ///< --exclude-unchanged
  excluded_copy,       ///< see copies.hpp
  bad_value,           ///< the property has another value than true, false, child, parent
};

/// Left out of this run by an option or in error, not by its owner: it must not be taken for gone.
bool is_left_out(Verdict verdict);

struct Decision {
  const zfs::Dataset* dataset = nullptr;
  Verdict verdict = Verdict::not_marked;
  const zfs::Dataset* marked_at = nullptr;  ///< where the property is set; null if nowhere
  const zfs::Dataset* copy_of = nullptr;    ///< see copies.hpp
};

struct SelectionRules {
  std::string exclude_path;  ///< empty: none
  bool exclude_received = false;
  bool include_received = false;        ///< copies of other selected datasets, too
  std::uint64_t exclude_unchanged = 0;  ///< bytes; 0: off
};

/// Decides for every dataset of the source, in the order of the inventory, by the selection property. Pure.
std::vector<Decision> select(const zfs::Inventory& source, const SelectionRules& rules);

/// Those that are selected, in the order of the selection.
std::vector<const zfs::Dataset*> selected_of(const std::vector<Decision>& selection);

/// The highest of the given datasets (in name order): with all that is below them they cover the rest.
std::vector<std::string> roots_of(const std::vector<const zfs::Dataset*>& datasets);

}  // namespace selector
