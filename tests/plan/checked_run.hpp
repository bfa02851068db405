#pragma once

#include "world.hpp"

#include <array>
#include <string>
#include <variant>

/// What came up in many runs, to see that they were about something.
struct Tally {
  int runs = 0, complaints = 0, destroys = 0;
  int ranges = 0;  ///< streams of several snapshots
  std::array<int, std::variant_size_v<plan::Outcome>> outcomes{};
};

/// The tag that a target makes its own.
std::string own_tag(const World& world, const std::string& target_path);

/// Plans for the source "tank" and the target "backup", carries it out step by step, and plans again. Checks what must
/// be true of any history. Returns what is not, with the history; empty when all is well.
std::string checked_run(World& world, const plan::Options& options, zfs::SnapshotNames& names, Tally& tally);
