#include "app/plan/replicate/moves.hpp"

#include "app/plan/replicate/history.hpp"
#include "app/plan/replicate/rotation.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;
using zfs::Snapshot;

bool is_below(std::string_view dataset, std::string_view ancestor) {
  return dataset != ancestor && zfs::is_at_or_below(dataset, ancestor);
}

}  // namespace

bool was_promoted(const Facts& facts, const Dataset& clone, const Dataset& former) {
  for (const Dataset* later = &former; later != nullptr && !later->origin.empty();) {
    if (later->origin_dataset() == clone.name) return true;
    later = facts.source->find(later->origin_dataset());
  }
  return false;
}

Moves::Moves(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen)
    : facts_(facts), options_(options), root_(options.mapping.root()) {
  for (const auto& [source, target] : chosen) selected_.emplace(target, source);
}

void Moves::look_at_copies() const {
  if (std::exchange(has_looked_, true)) return;
  // Where source and target are one host all copies are in both listings: what is sent by this run is no copy.
  std::unordered_set<std::uint64_t> sources;
  for (const auto& [target, source] : selected_) sources.insert(source->guid);
  for (const Dataset& dataset : facts_.target->datasets()) {
    if (sources.contains(dataset.guid) || !is_below(dataset.name, root_) || is_set_aside(dataset.name)) continue;
    for (const Snapshot& snapshot : dataset.snapshots) copies_.emplace(snapshot.guid, &dataset);
  }
}

const Dataset* Moves::selected_at(std::string_view target) const {
  const auto found = selected_.find(target);
  return found == selected_.end() ? nullptr : found->second;
}

/// Not where the copy is that of another dataset with the same history: then one of both was copied, and not renamed.
bool Moves::may_be_moved(const Dataset& copy, const Dataset& source, std::string_view target) const {
  if (copy.name == target) return false;
  const Dataset* const its_source = selected_at(copy.name);
  return its_source == nullptr || !have_common_base(*its_source, source);
}

const Dataset* Moves::copy_with(std::uint64_t guid, const Dataset& source, std::string_view target) const {
  const auto [first, last] = copies_.equal_range(guid);
  const auto found =
      std::find_if(first, last, [&](const auto& entry) { return may_be_moved(*entry.second, source, target); });
  return found == last ? nullptr : found->second;
}

std::optional<Moves::Move> Moves::find(const Dataset& source, std::string_view target) const {
  const bool has_ours = std::ranges::any_of(source.snapshots, &Snapshot::ours);
  if (!has_ours && source.bookmarks.empty()) return std::nullopt;
  look_at_copies();
  for (auto snapshot = source.snapshots.rbegin(); snapshot != source.snapshots.rend(); ++snapshot) {
    if (!snapshot->ours()) continue;
    if (const Dataset* const copy = copy_with(snapshot->guid, source, target)) return Move{copy, snapshot->guid};
  }
  for (auto bookmark = source.bookmarks.rbegin(); bookmark != source.bookmarks.rend(); ++bookmark) {
    if (const Dataset* const copy = copy_with(bookmark->guid, source, target)) return Move{copy, bookmark->guid};
  }
  return std::nullopt;
}

bool Moves::moves_with_parent(const Move& move, const std::string& target) const {
  const std::string above(zfs::parent_of(target));
  const Dataset* const parent = selected_at(above);
  if (parent == nullptr) return false;
  const Dataset* const there = facts_.target->find(above);
  if (there != nullptr && have_common_base(*parent, *there)) return false;
  const auto parents = find(*parent, above);
  return parents && parents->copy->name + target.substr(above.size()) == move.copy->name;
}

std::string Moves::wanted_as(const Dataset& copy) const {
  for (const auto& [target, source] : selected_) {
    if (target == copy.name || !have_common_base(*source, copy)) continue;
    const Dataset* const there = facts_.target->find(target);
    if (there != nullptr && have_common_base(*source, *there)) continue;
    const auto move = find(*source, target);
    if (move && move->copy == &copy) return std::string(target);
  }
  return {};
}

Renamed Moves::outcome(const Move& move, const std::string& target) const {
  const std::string& copy = move.copy->name;
  Renamed renamed;
  renamed.copy = copy;
  renamed.could_follow = !options_.follow_renames;
  const Dataset* const its_source = selected_at(copy);
  if (its_source != nullptr && have_common_base(*its_source, *move.copy)) {
    renamed.still_of = its_source->name;
    renamed.could_follow = renamed.could_follow && was_promoted(facts_, *selected_at(target), *its_source);
    return renamed;
  }
  if (is_below(target, copy)) {  // first the parent is to come
    renamed.commands.push_back(typed_rename(move.copy->type, copy, copy + ".moved"));
    renamed.run_again = true;
    return renamed;
  }
  const std::string above(zfs::parent_of(target));
  if (const Dataset* const there = facts_.target->find(target)) {
    const bool is_wanted = !wanted_as(*there).empty();
    renamed.commands.push_back(
        typed_rename(there->type, target, is_wanted ? target + ".moved" : set_aside_name(target, options_.now)));
  } else if (facts_.target->find(above) == nullptr && selected_at(above) == nullptr) {
    renamed.commands.push_back(typed({"zfs", "create", "-p", "-u", "-o", "canmount=off", above}));
  }
  renamed.commands.push_back(typed_rename(move.copy->type, copy, target));
  return renamed;
}

std::vector<std::string> notes_on_moves(const std::vector<DatasetPlan>& datasets) {
  std::vector<const DatasetPlan*> moved;
  for (const DatasetPlan& dataset : datasets) {
    if (dataset.moved_from != nullptr && std::holds_alternative<Transfers>(dataset.outcome)) moved.push_back(&dataset);
  }
  if (moved.empty()) return {};
  const DatasetPlan& first = *moved.front();
  std::string text = "[Source] " + first.source->name;
  text += and_more(moved.size()) + ": was renamed or promoted, and is sent anew to " + first.target +
          ". The copy so far stays: " + first.moved_from->name;
  return {text};
}

}  // namespace plan
