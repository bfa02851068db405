#include "zfs/inventory.hpp"

#include "thinner/ttl.hpp"

#include <algorithm>
#include <utility>

#include <fnmatch.h>

namespace zfs {

const SnapshotName& SnapshotNames::intern(std::string_view text) {
  if (const auto found = names_.find(text); found != names_.end()) return *found->second;
  auto made = std::make_unique<SnapshotName>(read(text));
  const SnapshotName& name = *made;
  names_.emplace(name.text, std::move(made));
  return name;
}

bool ShellPattern::matches(std::string_view name) const {
  return fnmatch(pattern.c_str(), std::string(name).c_str(), 0) == 0;
}

SnapshotName SnapshotNames::read(std::string_view text) const {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    if (auto name = read_as(static_cast<SeriesIndex>(i), text)) return *std::move(name);
  }
  return {std::string(text), std::nullopt, std::nullopt};
}

/// Nothing where the name is not of that series.
std::optional<SnapshotName> SnapshotNames::read_as(SeriesIndex index, std::string_view text) const {
  const Series& series = series_[index];
  if (const auto* const pattern = std::get_if<ShellPattern>(&series.names)) {
    if (!pattern->matches(text)) return std::nullopt;
    return SnapshotName{std::string(text), index, std::nullopt};
  }
  const auto& format = std::get<thinner::NameFormat>(series.names);
  if (const auto time = format.time_of(text)) return SnapshotName{std::string(text), index, time};
  const auto mortal = series.ttl_in_names ? thinner::split_ttl(text) : std::nullopt;
  if (!mortal) return std::nullopt;
  const auto time = format.time_of(mortal->stem);
  return time ? std::optional(SnapshotName{std::string(text), index, time, mortal->ttl}) : std::nullopt;
}

std::string_view Setting::inherited_from() const {
  constexpr std::string_view k_prefix = "inherited from ";
  const std::string_view text = source;
  return text.starts_with(k_prefix) ? text.substr(k_prefix.size()) : std::string_view{};
}

std::string_view pool_of(std::string_view dataset) {
  return dataset.substr(0, dataset.find_first_of("/@#"));
}

std::string_view parent_of(std::string_view dataset) {
  const auto slash = dataset.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : dataset.substr(0, slash);
}

bool is_at_or_below(std::string_view dataset, std::string_view ancestor) {
  return dataset.starts_with(ancestor) && (dataset.size() == ancestor.size() || dataset[ancestor.size()] == '/');
}

Dataset& Inventory::add(std::string_view name) {
  if (Dataset* known = find(name)) return *known;
  Dataset& made = datasets_.emplace_back();
  made.name = name;
  by_name_.emplace(made.name, &made);
  return made;
}

void Inventory::add(Dataset dataset) {
  Dataset& added = datasets_.emplace_back(std::move(dataset));
  by_name_.emplace(added.name, &added);
}

Dataset* Inventory::find(std::string_view name) {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const Dataset* Inventory::find(std::string_view name) const {
  return const_cast<Inventory*>(this)->find(name);
}

void Inventory::take_snapshots(Inventory& other) {
  for (Dataset& theirs : other.datasets_) {
    if (Dataset* const ours = find(theirs.name)) ours->snapshots = std::move(theirs.snapshots);
  }
  other = {};
}

const Snapshot* Dataset::newest_of_ours() const {
  const auto newest = std::find_if(snapshots.rbegin(), snapshots.rend(), [](const auto& s) { return s.ours(); });
  return newest == snapshots.rend() ? nullptr : &*newest;
}

const Setting* Dataset::effect(std::string_view property) const {
  const auto found =
      std::ranges::find(effects, property, [](const auto& each) { return std::string_view(each.first); });
  return found == effects.end() ? nullptr : &found->second;
}

void Inventory::sort_snapshots() {
  const auto older = [](const auto& a, const auto& b) { return a.createtxg < b.createtxg; };
  for (Dataset& dataset : datasets_) {
    std::ranges::stable_sort(dataset.bookmarks, older);
    if (!std::ranges::is_sorted(dataset.snapshots, older)) std::ranges::stable_sort(dataset.snapshots, older);
    dataset.snapshots.shrink_to_fit();
  }
}

}  // namespace zfs
