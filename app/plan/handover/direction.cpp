#include "app/plan/handover/direction.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace plan {

namespace {

using zfs::Dataset;

/// Has it something that the other has not: what was written since its newest snapshot, or snapshots after those that
/// both have?
bool is_ahead(const Dataset& dataset, const Dataset& other) {
  if (dataset.written > 0 || dataset.snapshots.empty()) return dataset.written > 0;
  std::set<std::uint64_t> guids;
  for (const zfs::Snapshot& snapshot : other.snapshots) guids.insert(snapshot.guid);
  return !guids.contains(dataset.snapshots.back().guid);
}

std::string cure(const Dataset& kept, const Dataset& given_up) {
  return "Keep one: to keep " + kept.name + ", sync it by name with --rollback or --destroy-incompatible onto " +
         given_up.name;
}

Direction direction_of(const Dataset& source, const Dataset& target) {
  Direction direction{.source = source.name, .target = target.name};
  const bool source_is_ahead = is_ahead(source, target), target_is_ahead = is_ahead(target, source);
  const auto refuse = [&](const std::string& why) {
    direction.way = Way::refused;
    direction.why = why;
    return direction;
  };
  if (source_is_ahead && target_is_ahead)
    return refuse("both " + source.name + " and " + target.name + " were written to since they were the same. " +
                  cure(source, target));
  const Dataset& ahead = source_is_ahead ? source : target;
  const Dataset& behind = source_is_ahead ? target : source;
  if (!source_is_ahead && !target_is_ahead) return direction;
  if (ahead.stays_read_only() && !behind.stays_read_only())
    return refuse(ahead.name + " is read-only and has what " + behind.name + ", which is writable, lacks. Set " +
                  behind.name + " to readonly=on until it has that");
  direction.way = source_is_ahead ? Way::forth : Way::back;
  return direction;
}

}  // namespace

std::vector<Direction> directions(const Facts& facts, const selector::Mapping& mapping) {
  std::map<std::string, Direction> all;
  for (const Dataset* const source : selector::selected_of(facts.selection)) {
    const std::string name = mapping.target_of(source->name);
    const Dataset* const target = facts.target->find(name);
    all[source->name] = target == nullptr ? Direction{.source = source->name, .target = name, .way = Way::forth}
                                          : direction_of(*source, *target);
  }
  for (const Dataset& target : facts.target->datasets()) {
    const auto source =
        zfs::is_at_or_below(target.name, mapping.root()) ? mapping.source_of(target.name) : std::nullopt;
    if (source && facts.source->find(*source) == nullptr)
      all[*source] = {.source = *source, .target = target.name, .way = Way::back};
  }
  std::vector<Direction> sorted;
  sorted.reserve(all.size());
  for (auto& [name, direction] : all) sorted.push_back(std::move(direction));
  return sorted;
}

}  // namespace plan
