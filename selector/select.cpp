#include "selector/select.hpp"

#include <unordered_set>

namespace selector {

namespace {

/// The dataset whose own setting counts for this one; null if there is none.
const zfs::Dataset* where_set(const zfs::Inventory& source, const zfs::Dataset& dataset) {
  if (dataset.selection.is_set_here()) return &dataset;
  return source.find(dataset.selection.inherited_from());
}

Verdict by_property(const zfs::Dataset& dataset, const zfs::Dataset* marked_at) {
  const std::string& value = dataset.selection.value;
  if (value == "-" || marked_at == nullptr) return Verdict::not_marked;
  const bool set_here = marked_at == &dataset;
  if (value == "true") return Verdict::selected;
  if (value == "false") return Verdict::excluded_false;
  if (value == "child") return set_here ? Verdict::not_marked : Verdict::selected;
  if (value == "parent") return set_here ? Verdict::selected : Verdict::not_marked;
  return Verdict::bad_value;
}

Verdict by_rules(const zfs::Dataset& dataset, const zfs::Dataset& marked_at, const SelectionRules& rules) {
  if (!rules.exclude_path.empty() && zfs::is_at_or_below(dataset.name, rules.exclude_path))
    return Verdict::excluded_path;
  if (rules.exclude_received && marked_at.selection.source == "received") return Verdict::excluded_received;
  if (dataset.written < rules.exclude_unchanged) return Verdict::excluded_unchanged;
  return Verdict::selected;
}

}  // namespace

bool is_left_out(Verdict verdict) {
  return verdict == Verdict::excluded_path || verdict == Verdict::excluded_received ||
         verdict == Verdict::excluded_unchanged || verdict == Verdict::excluded_copy || verdict == Verdict::bad_value;
}

std::vector<Decision> select(const zfs::Inventory& source, const SelectionRules& rules) {
  std::vector<Decision> decisions;
  decisions.reserve(source.datasets().size());
  for (const zfs::Dataset& dataset : source.datasets()) {
    const zfs::Dataset* const marked_at = where_set(source, dataset);
    Verdict verdict = by_property(dataset, marked_at);
    if (verdict == Verdict::selected) verdict = by_rules(dataset, *marked_at, rules);
    decisions.push_back({.dataset = &dataset, .verdict = verdict, .marked_at = marked_at});
  }
  return decisions;
}

std::vector<const zfs::Dataset*> selected_of(const std::vector<Decision>& selection) {
  std::vector<const zfs::Dataset*> selected;
  for (const Decision& decision : selection) {
    if (decision.verdict == Verdict::selected) selected.push_back(decision.dataset);
  }
  return selected;
}

std::vector<std::string> roots_of(const std::vector<const zfs::Dataset*>& datasets) {
  // By name "a-b" comes between "a" and "a/b": looking at the last root alone would not do.
  std::unordered_set<std::string_view> known;
  std::vector<std::string> roots;
  for (const zfs::Dataset* dataset : datasets) {
    std::string_view above = dataset->name;
    while (!above.empty() && !known.contains(above)) above = zfs::parent_of(above);
    if (!above.empty()) continue;
    known.insert(dataset->name);
    roots.push_back(dataset->name);
  }
  return roots;
}

}  // namespace selector
