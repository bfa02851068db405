#include "app/run/tree_survey.hpp"

#include "app/plan/lots.hpp"
#include "app/run/errors.hpp"
#include "app/run/holds.hpp"
#include "zfs/account.hpp"

#include <memory>
#include <utility>

namespace run {

namespace {

constexpr plan::Side k_here = plan::Side::target;

/// What vanished is not there any more.
void not_missed(const std::string& /*name*/, const std::string& /*said*/) {}

}  // namespace

TreeSurvey::TreeSurvey(Shell& shell) : reader_(shell), snapshot_names_(std::vector<zfs::Series>{}) {}

void TreeSurvey::read_datasets(const std::vector<std::string>& roots, zfs::Levels levels) {
  zfs::DatasetListing listing(inventory_, "");
  reader_.start(
      k_here, zfs::get_source_datasets("", roots, levels), [&](std::string_view line) { listing.line(line); },
      "the datasets", not_missed);
  reader_.wait();
  listing.finish();
  for (const std::string& root : roots) {
    if (inventory_.find(root) != nullptr) roots_.push_back(root);
  }
}

void TreeSurvey::read_snapshots(zfs::Levels levels) {
  if (roots_.empty()) return;
  zfs::SnapshotListing listing(inventory_, snapshot_names_);
  reader_.start(
      k_here, zfs::list_snapshots_and_bookmarks(roots_, levels), [&](std::string_view line) { listing.line(line); },
      "the snapshots");
  reader_.wait();
  inventory_.sort_snapshots();
}

std::vector<std::string> TreeSurvey::names() const {
  std::vector<std::string> names;
  for (const zfs::Dataset& dataset : inventory_.datasets()) names.push_back(dataset.name);
  return names;
}

plan::OwnProperties read_own_properties(Shell& shell, std::vector<std::string> datasets) {
  plan::OwnProperties properties;
  zfs::PropertyRows rows([&](const zfs::PropertyRow& row) {
    properties[std::string(row.name)].push_back(
        {std::string(row.property), {std::string(row.value), std::string(row.source)}});
  });
  Reader reader(shell);
  for (auto& lot : plan::lots_of(std::move(datasets))) {
    reader.start(
        k_here, zfs::get_own_properties(lot), [&](std::string_view line) { rows.line(line); }, "the properties",
        not_missed);
    reader.wait();
  }
  rows.finish();
  return properties;
}

std::set<std::string, std::less<>> read_mounted(Shell& shell, std::vector<std::string> datasets) {
  std::set<std::string, std::less<>> mounted;
  zfs::PropertyRows rows([&](const zfs::PropertyRow& row) {
    if (row.value == "yes") mounted.emplace(row.name);
  });
  Reader reader(shell);
  for (auto& lot : plan::lots_of(std::move(datasets))) {
    reader.start(
        k_here, zfs::get_mounted(lot), [&](std::string_view line) { rows.line(line); }, "what is mounted", not_missed);
    reader.wait();
  }
  rows.finish();
  return mounted;
}

zfs::HoldTags read_holds(Shell& shell, std::vector<std::string> snapshots) {
  zfs::HoldTags holds;
  for (auto& lot : plan::lots_of(std::move(snapshots))) {
    start_reading_holds(shell, k_here, lot, holds,
                        [](const transport::Result& result) { require(result, k_here, "the holds"); });
    shell.wait();
  }
  return holds;
}

bool read_whether_it_mounts(Shell& shell) {
  zfs::Account account;
  zfs::AccountListing listing(account);
  Reader reader(shell);
  reader.start(
      k_here, zfs::get_account({}), [&](std::string_view line) { listing.line(line); }, "who works there");
  reader.wait();
  listing.finish();
  return account.is_root || account.system != "Linux";
}

}  // namespace run
