#pragma once

#include "app/match/pair.hpp"
#include "app/status/status.hpp"
#include "zfs/inventory.hpp"

#include <string>
#include <vector>

namespace status {

/// Puts the datasets of a job in its status, each with what is wrong with it; `pairs`: what it and its copy are to each
/// other, empty where there is no target. The limits must have been put in before. Pure, as all of these.
void add_datasets(std::vector<DatasetStatus> datasets, const std::vector<match::Pair>& pairs, JobStatus& status);

void add_pool(const std::string& pool, unsigned percent, JobStatus& status);

/// A snapshot that is held, and for how long.
struct HeldFor {
  std::string snapshot, tag;
  std::chrono::seconds age{0};
};
/// Of snapshots that are not what the next stream to this target starts from.
void add_held(std::vector<HeldFor> held, JobStatus& status);

/// What is at or below that dataset should be read-only. A trouble unless it is there, and all of it is.
void assert_read_only(const zfs::Inventory& inventory, const std::string& dataset, JobStatus& status);

/// "3d4h", "1h", "0s": the two largest units.
std::string in_short(std::chrono::seconds time);

}  // namespace status
