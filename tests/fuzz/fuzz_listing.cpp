// Whatever the reading commands print is either taken or a ListingError; nothing else, and no undefined behaviour.
#include "check.hpp"
#include "zfs/account.hpp"
#include "zfs/parse.hpp"
#include "zfs/progress.hpp"
#include "zfs/record.hpp"
#include "zfs/says.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace {

template <class Line>
void each_line(std::string_view text, Line line) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    try {
      line(text.substr(0, end));
    } catch (const zfs::ListingError&) {
    }
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void read_datasets(std::string_view text, zfs::Inventory& inventory) {
  const std::string property = "autobackup:x";
  zfs::DatasetListing listing(inventory, property);
  each_line(text, [&](std::string_view line) { listing.line(line); });
  try {
    listing.finish();
  } catch (const zfs::ListingError&) {
  }
  for (const zfs::Dataset& dataset : inventory.datasets()) {
    check(inventory.find(dataset.name) == &dataset, "each dataset is found by its name");
  }
}

void read_snapshots(std::string_view text, zfs::Inventory& inventory) {
  static const thinner::NameFormat k_format("test-%Y%m%d%H%M%S", thinner::Zone::utc());
  zfs::SnapshotNames names(k_format);
  zfs::SnapshotListing listing(inventory, names, [](const zfs::Dataset& dataset) { return dataset.name != "no"; });
  each_line(text, [&](std::string_view line) { listing.line(line); });
  inventory.sort_snapshots();
  for (const zfs::Dataset& dataset : inventory.datasets()) {
    std::uint64_t last = 0;
    for (const zfs::Snapshot& snapshot : dataset.snapshots) {
      check(snapshot.createtxg >= last, "snapshots are in createtxg order");
      last = snapshot.createtxg;
    }
  }
}

void read_held(std::string_view text) {
  static const thinner::NameFormat k_format("test-%Y%m%d%H%M%S", thinner::Zone::utc());
  zfs::SnapshotNames names(k_format);
  zfs::Inventory inventory;
  std::vector<std::string> held;
  zfs::HeldListing listing(inventory, names, held);
  each_line(text, [&](std::string_view line) { listing.line(line); });
  for (const std::string& snapshot : held)
    check(inventory.find(std::string_view(snapshot).substr(0, snapshot.find('@'))) != nullptr,
          "what is held is listed");
}

void read_the_rest(std::string_view text) {
  zfs::HoldTags holds;
  each_line(text, [&](std::string_view line) { zfs::parse_hold_line(line, holds); });
  zfs::DatedHolds dated;
  each_line(text, [&](std::string_view line) { zfs::parse_dated_hold(line, dated); });
  for (const auto& [hold, since] : dated) check(hold.first.find('@') != std::string::npos, "holds are on snapshots");
  zfs::Guids guids;
  each_line(text, [&](std::string_view line) { zfs::parse_guid_line(line, guids); });
  std::optional<zfs::Version> version;
  each_line(text, [&](std::string_view line) { zfs::parse_version_line(line, version); });
  zfs::PoolFeatures features;
  each_line(text, [&](std::string_view line) { zfs::parse_feature_line(line, features); });
  zfs::TokenContents token;
  each_line(text, [&](std::string_view line) { zfs::parse_token_line(line, token); });
  zfs::ReclaimListing reclaimed;
  each_line(text, [&](std::string_view line) { reclaimed.line(line); });
  each_line(text, [](std::string_view line) { zfs::parse_sized_snapshot(line); });
  each_line(text, [](std::string_view line) { zfs::parse_creation(line); });
  zfs::PropertyNames properties;
  each_line(text, [&](std::string_view line) { zfs::parse_set_property_line(line, properties); });
  zfs::ScrubListing scrubs;
  each_line(text, [&](std::string_view line) { scrubs.line(line); });
  zfs::TransferProgress progress([](std::uint64_t, std::uint64_t) {});
  each_line(text, [&](std::string_view line) { progress.read(line); });
  if (const auto record = zfs::parse_record(text))
    check(zfs::parse_record(zfs::to_text(*record)) == record, "a record is read back");
  if (const auto what = zfs::what_is_said(text)) check(zfs::says(text, *what), "what is said is said");
}

/// As a whole, and behind a good beginning.
void read_account(std::string_view text, std::initializer_list<const char*> beginning) {
  zfs::Account account;
  zfs::AccountListing listing(account);
  for (const char* line : beginning) listing.line(line);
  each_line(text, [&](std::string_view line) { listing.line(line); });
  try {
    listing.finish();
  } catch (const zfs::ListingError&) {
  }
  for (const auto& [dataset, rights] : account.rights) {
    for (const std::string& permission : rights.here) check(!permission.starts_with('@'), "sets are taken apart");
    for (const std::string& permission : rights.below) check(!permission.starts_with('@'), "sets are taken apart");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  zfs::Inventory inventory;
  inventory.add("tank");
  read_datasets(text, inventory);
  read_snapshots(text, inventory);
  read_held(text);
  read_the_rest(text);
  read_account(text, {});
  read_account(text, {"1000", "bk", "bk", "Linux", "dataset tank", "---- Permissions on tank ---"});
  return 0;
}
