#include "app/plan/new_names.hpp"

#include <map>
#include <utility>

namespace plan {

namespace {

template <class Map>
Map with_keys(const Map& map, const NewNames& names) {
  Map renamed;
  for (const auto& [name, value] : map) renamed.emplace(names.after(name), value);
  return renamed;
}

void list_all(std::vector<std::string>& all, const NewNames& names) {
  for (std::string& name : all) name = names.listed(std::move(name));
}

}  // namespace

void NewNames::rename(std::string from, std::string to) {
  changes_.push_back({std::move(from), std::move(to), {}});
}

void NewNames::promote(std::string origin, std::string clone, std::set<std::string, std::less<>> snapshots) {
  changes_.push_back({std::move(origin), std::move(clone), std::move(snapshots)});
}

bool NewNames::Change::concerns(std::string_view name, std::string_view of) const {
  const auto at = name.find('@');
  const std::string_view dataset = name.substr(0, at);
  if (snapshots.empty()) return zfs::is_at_or_below(dataset, of);
  return at != std::string_view::npos && dataset == of && snapshots.contains(name.substr(at + 1));
}

std::string NewNames::after(std::string name) const {
  for (const Change& change : changes_) {
    if (change.concerns(name, change.from)) name.replace(0, change.from.size(), change.to);
  }
  return name;
}

std::string NewNames::listed(std::string name) const {
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    if (change->concerns(name, change->to)) name.replace(0, change->to.size(), change->from);
  }
  return name;
}

Facts with_new_names(const Facts& facts, const zfs::Inventory& target, const NewNames& names) {
  Facts then = facts;
  then.target = &target;
  then.written = with_keys(facts.written, names);
  then.local_properties = with_keys(facts.local_properties, names);
  then.target_holds = facts.target_holds.renamed([&names](const std::string& name) { return names.after(name); });
  return then;
}

Needs with_listed_names(Needs needs, const NewNames& names) {
  list_all(needs.written, names);
  list_all(needs.target_holds, names);
  list_all(needs.local_properties, names);
  return needs;
}

}  // namespace plan
