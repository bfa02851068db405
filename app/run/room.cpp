#include "app/run/room.hpp"

#include "app/plan/outcome.hpp"
#include "app/run/reader.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <variant>

namespace run {

namespace {

/// The dataset itself, or the nearest above it that is there.
std::string_view nearest(const zfs::Inventory& target, std::string_view path) {
  while (target.find(path) == nullptr && !zfs::parent_of(path).empty()) path = zfs::parent_of(path);
  return path;
}

}  // namespace

bool FreeSpace::falls_short(const MinFree& wanted, std::uint64_t taken) const {
  const std::uint64_t left = free - std::min(free, taken);
  if (!wanted.is_percent) return left < wanted.amount;
  return static_cast<double>(left) * 100 < static_cast<double>(size) * static_cast<double>(wanted.amount);
}

std::uint64_t known_to_be_sent(const plan::Plan& plan) {
  std::uint64_t bytes = 0;
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    if (dataset.gets_snapshot && std::holds_alternative<plan::Transfers>(dataset.outcome))
      bytes += dataset.source->written;
  }
  return bytes;
}

FreeSpace read_free_space(Shell& shell, const zfs::Inventory& target, const std::string& path, const MinFree& wanted) {
  FreeSpace space;
  Reader reader(shell);
  reader.start(
      plan::Side::target,
      wanted.is_percent ? zfs::get_pool_space(zfs::pool_of(path)) : zfs::get_available(nearest(target, path)),
      [&space](std::string_view line) {
        const std::size_t tab = line.find('\t');
        space.free = zfs::parse_number(line.substr(0, tab));
        if (tab != std::string_view::npos) space.size = zfs::parse_number(line.substr(tab + 1));
      },
      "how much is free there");
  reader.wait();
  return space;
}

}  // namespace run
