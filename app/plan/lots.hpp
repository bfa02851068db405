#pragma once

#include "app/plan/facts.hpp"
#include "app/plan/steps.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace plan {

/// What the operands of one command may take, a pointer each included: under the ARG_MAX of illumos and FreeBSD's and
/// Linux's defaults with room for the environment.
inline constexpr std::size_t k_command_bytes = 1'000'000;

/// Characters that zfs takes in the name of a dataset or of a snapshot.
inline constexpr std::size_t k_longest_name = 255;

/// Thousands of snapshots in one destroy block every other zfs command for minutes.
inline constexpr std::size_t k_destroy_lot = 200;

inline std::size_t operand_bytes(const std::string& name) {
  return name.size() + 1 + sizeof(char*);
}
inline std::size_t operand_bytes(const Item& item) {
  return operand_bytes(item.name);
}

inline std::size_t operand_bytes(const CopyRecord& copy) {
  return operand_bytes(copy.dataset) + operand_bytes(copy.record);
}

/// Cuts operands into lots that fit into one command each, in order.
template <class Operand>
std::vector<std::vector<Operand>> lots_of(std::vector<Operand> operands) {
  std::vector<std::vector<Operand>> lots;
  std::size_t bytes = 0;
  for (Operand& operand : operands) {
    bytes += operand_bytes(operand);
    if (lots.empty() || bytes > k_command_bytes) {
      lots.emplace_back();
      bytes = operand_bytes(operand);
    }
    lots.back().push_back(std::move(operand));
  }
  return lots;
}

/// Adds the destroys of one dataset's snapshots, in lots; nothing for none. `each` is such a step without snapshots.
inline void add_destroys(std::vector<Step>& steps, DatasetIndex index, const DestroySnapshots& each,
                         const Snapshots& snapshots, Why why) {
  for (std::size_t first = 0; first < snapshots.size(); first += k_destroy_lot) {
    const std::size_t end = std::min(first + k_destroy_lot, snapshots.size());
    DestroySnapshots lot = each;
    lot.snapshots.reserve(end - first);
    for (std::size_t i = first; i < end; ++i) {
      const zfs::SnapshotName& name = *snapshots[i]->name;
      lot.snapshots.push_back({name.text, snapshots[i]->guid});
      lot.may_be_others = lot.may_be_others || (name.ours() && !name.time);
    }
    steps.push_back({std::move(lot), index, why});
  }
}

}  // namespace plan
