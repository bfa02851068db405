#include "app/run/survey.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <utility>

namespace run {

using plan::Side;

namespace {

/// What vanished meanwhile is no copy any more, as if it had vanished before. The root must be there.
Reader::Gone not_missing(const std::string& root) {
  return [root](const std::string& name, const std::string& said) {
    if (name == root) throw RunError(said);
  };
}

}  // namespace

// --- Its snapshots, beside what else is read ---

void Survey::start_listing_target() {
  if (lacks_target_ || std::exchange(lists_target_, true)) return;
  const std::vector<std::string> root{options_.mapping.root()};
  const bool is_shared = zfs::are_many(target_.datasets().size());
  target_lister_.start(
      Side::target, is_shared ? zfs::list_shared("snapshot", root, levels_) : zfs::list_snapshots(root, levels_),
      [listing = zfs::SnapshotListing::ahead(target_listing_, names_)](std::string_view l) mutable { listing.line(l); },
      "the snapshots", is_shared ? not_missing(root.front()) : Reader::Gone());
}

void Survey::take_target_listing() {
  if (!std::exchange(lists_target_, false)) return;
  target_lister_.wait();
  target_.take_snapshots(target_listing_);
}

/// Where it turns out that nobody wants it.
void Survey::stop_listing_target() {
  if (std::exchange(lists_target_, false)) shell_.abandon();
}

// --- A target path that is not there ---

void Survey::miss_target() {
  if (!options_.create_target || zfs::parent_of(options_.mapping.root()).empty())
    throw NoTarget("Target path '" + options_.mapping.root() + "' does not exist. Please create this dataset first.");
  lacks_target_ = true;
}

/// What there is above it. Its pool must be there.
void Survey::read_above_target() {
  const std::string& root = options_.mapping.root();
  zfs::DatasetListing above(target_, "");
  std::vector<std::string> names;
  for (auto name = zfs::parent_of(root); !name.empty(); name = zfs::parent_of(name)) names.emplace_back(name);
  reader_.start(
      Side::target, zfs::get_these_datasets(names), [&](std::string_view l) { above.line(l); }, "what is above " + root,
      [](const std::string&, const std::string&) {});
  reader_.wait();
  above.finish();
  const std::string pool(zfs::pool_of(root));
  if (target_.find(pool) == nullptr)
    throw NoTarget("Target path '" + root + "' cannot be created: there is no pool '" + pool + "'");
}

}  // namespace run
