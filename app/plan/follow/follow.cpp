#include "app/plan/follow/follow.hpp"

#include "app/plan/follow/promotions.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/replicate/records.hpp"
#include "app/plan/replicate/rotation.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

using selector::Chosen;
using zfs::Dataset;

bool changes_something(const Claim& claim, const Facts& facts) {
  const Dataset* const origin = facts.target->find(claim.copy->origin_dataset());
  return !claim.is_in_place() || (origin != nullptr && has_origin_itself(*claim.source, *claim.copy, *origin));
}

/// The late name at or above that name.
LateNames::iterator late_above(LateNames& late, std::string_view name) {
  for (auto above = name; !above.empty(); above = zfs::parent_of(above)) {
    if (const auto found = late.find(std::string(above)); found != late.end()) return found;
  }
  return late.end();
}

class Follower {
 public:
  Follower(const Facts& facts, const std::vector<Chosen>& chosen, Heirs& heirs)
      : facts_(facts), chosen_(chosen), heirs_(heirs) {
    for (const Dataset& dataset : facts.target->datasets())
      known_.emplace_back(&dataset, heirs.tree().find(dataset.name));
  }

  Followed run() && {
    Places places(heirs_);
    places.settle_promoted();
    promote_copies(heirs_);
    places.settle_all();
    places.let_others_wait();
    late_ = places.take_late();
    return result();
  }

 private:
  Followed result() {
    Followed followed;
    for (const Heir& heir : heirs_.all()) {
      if (!heir.left.empty()) followed.left.emplace(heir.claim.dataset, heir.left);
      if (heir.is_settled() && !heir.claim.is_in_place())
        followed.from.emplace(heir.claim.dataset, heir.claim.copy->name);
    }
    if (heirs_.changed() == 0 && late_.empty()) return followed;
    if (leave_to_record(facts_, heirs_.options) != Leave::lacking) {
      if (Lane lane = records(); !lane.steps.empty()) followed.lanes.push_back(std::move(lane));
    }
    std::ranges::move(lanes_of_changes(heirs_.take_changes(), names_gone_by()), std::back_inserter(followed.lanes));
    followed.late = std::move(late_);
    followed.set_on_clones = set_on_clones(heirs_);
    followed.names = heirs_.tree().names();
    followed.target = std::make_shared<const zfs::Inventory>(std::move(heirs_.tree()).take_inventory());
    return followed;
  }

  /// What moves along and has no source any more records where it is from then on: else it would look as if somebody
  /// had renamed it here. Before it moves, as it cannot be told afterwards.
  Lane records() {
    std::vector<CopyRecord> records;
    for (const auto& [listed, now] : known_) {
      if (!moves_along(*listed, *now)) continue;
      const selector::Mapping& mapping = heirs_.options.mapping;
      const auto was = mapping.shared_part_of_copy(listed->name);
      std::string& name = now->record->name;
      if (mapping.shared_part_of_source(name) != was) continue;
      name.replace(name.size() - was.size(), was.size(), mapping.shared_part_of_copy(now->name));
      const std::string record = zfs::to_text(*now->record);
      if (const auto late = late_above(late_, now->name); late == late_.end()) {
        records.push_back({listed->name, record});
      } else {
        late->second.records.push_back({late->second.until_then + now->name.substr(late->first.size()), record});
      }
    }
    Lane lane;
    for (auto& lot : lots_of(std::move(records)))
      lane.steps.push_back({WriteRecords{std::move(lot)}, k_no_dataset, {}});
    return lane;
  }
  bool moves_along(const Dataset& listed, const Dataset& now) const {
    return listed.record && listed.name != now.name && heirs_.of(now) == nullptr && !is_set_aside(now.name) &&
           !is_moving(now.name) && is_of_imported_pool(facts_, *listed.record);
  }

  std::vector<std::vector<std::string>> names_gone_by() const {
    std::vector<std::vector<std::string>> names;
    for (const Chosen& one : chosen_) {
      names.push_back({one.target});
      if (const auto late = late_.find(one.target); late != late_.end())
        names.back().push_back(late->second.until_then);
    }
    return names;
  }

  const Facts& facts_;
  const std::vector<Chosen>& chosen_;
  Heirs& heirs_;
  std::vector<std::pair<const Dataset*, Dataset*>> known_;  // as listed, and in the tree
  LateNames late_;
};

}  // namespace

Followed follow_renames(const Facts& facts, const Options& options, const std::vector<Chosen>& chosen,
                        const std::vector<Claim>& claims, const Left& left) {
  const auto changes = [&](const Claim& claim) {
    return !left.contains(claim.dataset) && changes_something(claim, facts);
  };
  if (std::ranges::none_of(claims, changes)) return {.left = left};
  Heirs heirs(facts, options, chosen, claims, left);
  return Follower(facts, chosen, heirs).run();
}

}  // namespace plan
