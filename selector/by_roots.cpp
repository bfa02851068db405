#include "selector/by_roots.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_set>

namespace selector {

namespace {

std::string_view last_part(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

/// The dataset of that name, else the only one whose name ends so.
const zfs::Dataset& find_root(const zfs::Inventory& source, const std::string& root, bool whole_names) {
  if (const zfs::Dataset* const exact = source.find(root)) return *exact;
  const zfs::Dataset* found = nullptr;
  if (!whole_names && root.find('/') == std::string::npos) {
    for (const zfs::Dataset& dataset : source.datasets()) {
      if (last_part(dataset.name) != root) continue;
      if (found != nullptr)
        throw RootError(root, "'" + root + "' is the name of two datasets, " + found->name + " and " + dataset.name +
                                  ": say which, by its whole name");
      found = &dataset;
    }
  }
  if (found == nullptr)
    throw RootError(root, "there is no dataset '" + root + "' in an imported pool: zfs list shows them");
  return *found;
}

bool is_value(std::string_view value, std::string_view word) {
  return std::ranges::equal(value, word, [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
  });
}

/// Of the general property, which no listing gives where it is inherited: it is where it is set.
std::string_view auto_snapshot_of(const zfs::Inventory& source, const zfs::Dataset& dataset) {
  for (std::string_view name = dataset.name; !name.empty(); name = zfs::parent_of(name)) {
    const zfs::Dataset* const above = source.find(name);
    const zfs::Setting* const set = above == nullptr ? nullptr : above->effect(k_auto_snapshot);
    if (set != nullptr) return set->value;
  }
  return "-";
}

bool is_excluded_by_property(const zfs::Inventory& source, const zfs::Dataset& dataset, const ByRoots& chosen) {
  if (chosen.auto_snapshot == AutoSnapshot::ignored) return false;
  const std::string_view values[] = {auto_snapshot_of(source, dataset), dataset.selection.value};
  const auto one_says = [&](std::string_view word) {
    return std::ranges::any_of(values, [word](std::string_view value) { return is_value(value, word); });
  };
  return chosen.auto_snapshot == AutoSnapshot::must_include ? !one_says("true") : one_says("false");
}

bool brings_along_all(const zfs::Inventory& source, const ByRoots& chosen) {
  if (chosen.recursion != Recursion::unless_excluded) return chosen.recursion == Recursion::yes;
  ByRoots by = chosen;
  by.auto_snapshot = AutoSnapshot::may_exclude;
  return std::ranges::none_of(source.datasets(),
                              [&](const auto& dataset) { return is_excluded_by_property(source, dataset, by); });
}

class Roots {
 public:
  Roots(const zfs::Inventory& source, const ByRoots& chosen)
      : everything_(chosen.names_everything()), recursive_(brings_along_all(source, chosen)) {
    for (const std::string& root : chosen.roots) {
      if (root != k_everything) named_.insert(find_root(source, root, chosen.whole_names).name);
    }
  }

  bool contain(const zfs::Dataset& dataset) const {
    if (everything_ || named_.contains(dataset.name)) return true;
    if (!recursive_) return false;
    for (std::string_view above = zfs::parent_of(dataset.name); !above.empty(); above = zfs::parent_of(above)) {
      if (named_.contains(above)) return true;
    }
    return false;
  }

 private:
  bool everything_, recursive_;
  std::unordered_set<std::string_view> named_;
};

bool fits_one(const std::string& name, const std::vector<std::string>& patterns) {
  return std::ranges::any_of(patterns,
                             [&](const std::string& pattern) { return zfs::ShellPattern{pattern}.matches(name); });
}

}  // namespace

bool ByRoots::names_everything() const {
  return std::ranges::find(roots, k_everything) != roots.end();
}

bool ByRoots::name(std::string_view pool) const {
  return std::ranges::any_of(roots, [pool](const std::string& root) { return zfs::pool_of(root) == pool; });
}

std::vector<Decision> select(const zfs::Inventory& source, const ByRoots& chosen) {
  const Roots roots(source, chosen);
  std::unordered_set<std::string_view> excluded;
  std::vector<Decision> decisions;
  decisions.reserve(source.datasets().size());
  for (const zfs::Dataset& dataset : source.datasets()) {
    const bool is_excluded = excluded.contains(zfs::parent_of(dataset.name)) || fits_one(dataset.name, chosen.excluded);
    if (is_excluded) excluded.insert(dataset.name);
    Verdict verdict = Verdict::selected;
    if (!roots.contain(dataset)) {
      verdict = Verdict::not_marked;
    } else if (is_excluded) {
      verdict = Verdict::excluded_path;
    } else if (is_excluded_by_property(source, dataset, chosen)) {
      verdict = Verdict::excluded_false;
    }
    decisions.push_back({.dataset = &dataset, .verdict = verdict});
  }
  return decisions;
}

}  // namespace selector
