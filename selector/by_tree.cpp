#include "selector/by_tree.hpp"

#include "selector/by_roots.hpp"

#include <algorithm>
#include <unordered_set>

namespace selector {

namespace {

std::size_t depth_of(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(name, '/'));
}

bool is_in(const ByTree& chosen, const zfs::Dataset& dataset) {
  if (!zfs::is_at_or_below(dataset.name, chosen.root)) return false;
  return !chosen.levels || depth_of(dataset.name) - depth_of(chosen.root) < *chosen.levels;
}

bool is_excluded(const ByTree& chosen, std::string_view dataset) {
  if (!chosen.exclude_path.empty() && zfs::is_at_or_below(dataset, chosen.exclude_path)) return true;
  return std::ranges::any_of(chosen.excluded,
                             [&](const std::string& pattern) { return is_excluded_by(pattern, dataset, chosen.root); });
}

/// "a,b" is for those hosts alone; nothing, and "true", for all.
bool is_for(const std::string& value, std::string_view host) {
  if (value.empty() || value == "-" || value == "true") return true;
  return ("," + value + ",").find("," + std::string(host) + ",") != std::string::npos;
}

/// By itself: nothing follows for what is below it.
std::optional<Verdict> excluded_alone(const ByTree& chosen, const zfs::Dataset& dataset) {
  if (chosen.skips_root && dataset.name == chosen.root) return Verdict::excluded_path;
  const auto matches = [&](const NamePattern& pattern) { return pattern.matches(dataset.name); };
  if (std::ranges::any_of(chosen.excluded_alone, matches)) return Verdict::excluded_path;
  if (!chosen.property.empty() && !is_for(dataset.selection.value, chosen.host)) return Verdict::excluded_false;
  return std::nullopt;
}

}  // namespace

bool is_excluded_by(const std::string& pattern, std::string_view dataset, std::string_view root) {
  const bool is_relative = pattern.starts_with('/') || pattern.starts_with("*/");
  if (!is_relative) return zfs::ShellPattern{pattern}.matches(dataset);
  return dataset.size() > root.size() && zfs::ShellPattern{pattern}.matches(dataset.substr(root.size()));
}

bool excludes(const ByTree& chosen, std::string_view dataset) {
  for (auto name = dataset; zfs::is_at_or_below(name, chosen.root); name = zfs::parent_of(name)) {
    if (is_excluded(chosen, name)) return true;
  }
  return false;
}

std::vector<Decision> select(const zfs::Inventory& source, const ByTree& chosen) {
  if (source.find(chosen.root) == nullptr)
    throw RootError(chosen.root,
                    "there is no dataset '" + chosen.root + "' on the source: zfs list shows those that there are");
  std::unordered_set<std::string_view> excluded;
  std::vector<Decision> decisions;
  decisions.reserve(source.datasets().size());
  for (const zfs::Dataset& dataset : source.datasets()) {
    Verdict verdict = Verdict::not_marked;
    if (is_in(chosen, dataset)) {
      const bool goes_out = excluded.contains(zfs::parent_of(dataset.name)) || is_excluded(chosen, dataset.name);
      if (goes_out) excluded.insert(dataset.name);
      const bool is_meant = !chosen.only || chosen.only->contains(dataset.name);
      verdict =
          goes_out || !is_meant ? Verdict::excluded_path : excluded_alone(chosen, dataset).value_or(Verdict::selected);
    }
    decisions.push_back({.dataset = &dataset, .verdict = verdict});
  }
  return decisions;
}

}  // namespace selector
