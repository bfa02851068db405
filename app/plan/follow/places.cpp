#include "app/plan/follow/places.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/replicate/rotation.hpp"
#include "app/plan/words.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

bool leave(Heir& heir, std::string why) {
  heir.left = std::move(why);
  return false;
}

bool would_be_in_itself(const Heir& heir) {
  return zfs::is_at_or_below(heir.target(), heir.copy->name);
}

bool waits(const Heir& heir) {
  return heir.copy != nullptr && heir.left.empty() && !heir.is_settled();
}

/// Does it wait in one that waits, and will not be taken along to its place?
bool is_inside(const Heir& heir, const Heir& other) {
  return &heir != &other && waits(other) && zfs::is_at_or_below(heir.copy->name, other.copy->name) &&
         !zfs::is_at_or_below(heir.target(), other.target());
}

bool is_in_tree_of_its_key(const Dataset& copy) {
  return copy.encrypted() && !zfs::is_at_or_below(copy.encryption_root, copy.name);
}

std::string away_from_its_key(const Dataset& copy) {
  return "zfs does not move it away from " + copy.encryption_root + ", which has its key";
}

}  // namespace

bool is_of_imported_pool(const Facts& facts, const zfs::SourceRecord& record) {
  return std::ranges::any_of(facts.source->datasets(), [&](const Dataset& dataset) {
    return dataset.guid == record.pool && zfs::parent_of(dataset.name).empty();
  });
}

void Places::settle_promoted() {
  settle_each([](const Heir& heir) { return !heir.is_unpromoted; });
}

void Places::settle_all() {
  do settle_each([](const Heir&) { return true; });
  while (clear_the_way());
}

/// One that moves may take along another that was settled: so again, until all that can be is.
void Places::settle_each(const std::function<bool(const Heir&)>& filter) {
  for (std::size_t before = heirs_.changed() + 1; before != heirs_.changed();) {
    before = heirs_.changed();
    for (Heir& heir : heirs_.all()) {
      if (filter(heir)) settle(heir);
    }
  }
}

/// True if it is where it belongs then.
bool Places::settle(Heir& heir) {
  if (heir.copy == nullptr || heir.is_under_way || !heir.left.empty()) return false;
  if (heir.is_settled()) return true;
  heir.is_under_way = true;
  const bool moves = can_move(heir);
  heir.is_under_way = false;
  if (moves) {
    make_parents(heir);
    heirs_.rename(*heir.copy, heir.target(), heir, "its source was renamed");
  } else if (would_be_in_itself(heir) && !heir.is_settled()) {
    heirs_.park(heir.copy->name, heir);
  }
  return heir.is_settled();
}

bool Places::can_move(Heir& heir) {
  const bool has_parent = settle_above(heir.target());
  return !heir.is_settled() && has_parent && !would_be_in_itself(heir) && stays_with_its_key(heir) &&
         may_have_parents(heir) && make_room(heir) && !is_received_above(heir.target());
}

/// What belongs above that name, and what is there and belongs elsewhere. False: this run receives something of it.
bool Places::settle_above(std::string_view name) {
  const std::string_view parent = zfs::parent_of(name);
  if (parent.empty() || parent == heirs_.options.mapping.root()) return true;
  if (!settle_above(parent)) return false;
  if (Dataset* const there = heirs_.tree().find(parent)) {
    if (Heir* const other = heirs_.of(*there)) settle(*other);
  }
  if (Heir* const heir = heirs_.at(parent)) settle(*heir);
  return heirs_.tree().find(parent) != nullptr || !heirs_.is_selected(parent);
}

/// The nearest that is there.
const Dataset& Places::above(std::string_view name) const {
  const TargetTree& tree = heirs_.tree();
  do name = zfs::parent_of(name);
  while (tree.find(name) == nullptr && name != heirs_.options.mapping.root());
  return *tree.find(name);
}

bool Places::may_have_parents(Heir& heir) {
  const Dataset& lowest = above(heir.target());
  const bool can_be_made = lowest.name == zfs::parent_of(heir.target()) || !lowest.encrypted() || lowest.key_loaded;
  return can_be_made || leave(heir, "its parent there cannot be created, as the key of " + lowest.encryption_root +
                                        " is not loaded: " + typed({"zfs", "load-key", lowest.encryption_root}));
}

void Places::make_parents(const Heir& heir) {
  std::vector<std::string> missing;
  for (auto above = zfs::parent_of(heir.target()); !above.empty() && heirs_.tree().find(above) == nullptr;
       above = zfs::parent_of(above))
    missing.emplace_back(above);
  for (auto name = missing.rbegin(); name != missing.rend(); ++name) {
    const Why why = "not on the target yet, and not selected itself";
    heirs_.change({{{CreateParent{*name}, heir.claim.dataset, why}}, {*name}});
    heirs_.tree().create(*name);
  }
}

/// zfs takes nothing encrypted out of the tree of the dataset that has its key.
bool Places::stays_with_its_key(Heir& heir) {
  const Dataset& copy = *heir.copy;
  if (!is_in_tree_of_its_key(copy) || zfs::parent_of(heir.target()) == zfs::parent_of(copy.name)) return true;
  if (above(heir.target()).encryption_root == copy.encryption_root) return true;
  return leave(heir, away_from_its_key(copy));
}

/// What has the name so far gets its own one, or waits for that under another.
bool Places::make_room(Heir& heir) {
  Dataset* const there = heirs_.tree().find(heir.target());
  if (there == nullptr) return true;
  if (Heir* const other = heirs_.of(*there)) {
    if (!settle(*other) && there->name == heir.target()) heirs_.park(there->name, *other);
  } else if (const Dataset* const source = unselected_source(*there)) {
    return leave(heir,
                 "its new name there is still that of the copy of " + source->name + ", which is not selected here");
  } else if (is_ours(*there)) {
    set_aside(*there, heir);
  } else {
    return leave(heir, "its new name is that of a dataset there that is no copy of this source");
  }
  return heirs_.tree().find(heir.target()) == nullptr;
}

/// Nothing in it is ever looked at again: so not with what is wanted.
void Places::set_aside(Dataset& dataset, const Heir& heir) {
  for (Heir& other : heirs_.all()) {
    if (other.copy == nullptr || !zfs::is_at_or_below(other.copy->name, dataset.name)) continue;
    if (is_in_tree_of_its_key(*other.copy)) return void(leave(other, away_from_its_key(*other.copy)));
    heirs_.park(dataset.name, other);
  }
  heirs_.rename(dataset, heirs_.tree().free_name(set_aside_name(dataset.name, heirs_.options.now) + "-gone"), heir,
                "set aside: nothing on the source has its history, and another copy gets this name");
}

/// Of another job, or of a time when it was selected; null: its source is gone, or is a dataset of this run.
const Dataset* Places::unselected_source(const Dataset& copy) const {
  if (!copy.record) return nullptr;
  for (const selector::Decision& decision : heirs_.facts.selection) {
    if (decision.dataset->guid != copy.record->dataset) continue;
    return decision.verdict == selector::Verdict::selected ? nullptr : decision.dataset;
  }
  return nullptr;
}

/// By its record; or it was made as a parent, or received before there were records.
bool Places::is_ours(const Dataset& copy) const {
  if (copy.record) return is_of_imported_pool(heirs_.facts, *copy.record);
  const bool is_made_parent = copy.snapshots.empty() && copy.canmount.value == "off";
  return is_made_parent || copy.newest_of_ours() != nullptr;
}

// --- What waits for a parent that this run receives ---

/// False if nothing is in the way any more.
bool Places::clear_the_way() {
  const auto heir = std::ranges::find_if(heirs_.all(), [this](const Heir& one) { return is_in_the_way(one); });
  if (heir == heirs_.all().end()) return false;
  const std::string& name = heir->copy->name;
  heirs_.park(heirs_.options.mapping.root() + name.substr(name.rfind('/')), *heir);
  return true;
}

/// Nothing happens to a copy while it waits: so it does not wait where another dataset is to be received, nor in what
/// moves in a lane itself. It may take along what was settled.
bool Places::is_in_the_way(const Heir& heir) {
  if (!waits(heir) || is_in_tree_of_its_key(*heir.copy)) return false;
  if (heirs_.is_selected(heir.copy->name)) return true;
  const bool may_be_moved = heirs_.options.rotate && zfs::parent_of(heir.copy->name) != heirs_.options.mapping.root();
  return may_be_moved ||
         std::ranges::any_of(heirs_.all(), [&heir](const Heir& other) { return is_inside(heir, other); });
}

void Places::let_others_wait() {
  for (Heir& heir : heirs_.all()) {
    if (waits(heir)) let_wait(heir);
  }
}

void Places::let_wait(Heir& heir) {
  if (is_in_tree_of_its_key(*heir.copy)) return void(leave(heir, away_from_its_key(*heir.copy)));
  if (!is_received_above(heir.target()) || heirs_.tree().find(heir.target()) != nullptr)
    return void(leave(heir, "the next run renames it"));
  late_.emplace(heir.target(), LateName{heir.copy->name, heirs_.unmounts(*heir.copy)});
  heirs_.tree().rename(*heir.copy, heir.target());
}

bool Places::is_received_above(std::string_view name) const {
  for (auto above = zfs::parent_of(name); !above.empty(); above = zfs::parent_of(above)) {
    if (late_.contains(std::string(above))) return true;
    if (heirs_.is_selected(above) && heirs_.tree().find(above) == nullptr) return true;
  }
  return false;
}

}  // namespace plan
