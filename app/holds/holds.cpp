#include "app/holds/holds.hpp"

#include "app/holds/copies.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/replicate/bookmarks.hpp"
#include "app/plan/retain/tags.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace holds {

namespace {

using plan::Side;
using zfs::Dataset;
using zfs::Snapshot;

std::string full_name(const Dataset& dataset, const Snapshot& snapshot) {
  return dataset.name + "@" + snapshot.name->text;
}

zfs::HoldTags tags_in(const zfs::DatedHolds& holds) {
  zfs::HoldTags tags;
  for (const auto& [snapshot_and_tag, since] : holds)
    tags.at(snapshot_and_tag.first).push_back(snapshot_and_tag.second);
  return tags;
}

/// What the target that is named relies on, by the planner's own rules.
class Target {
 public:
  explicit Target(const Facts& facts)
      : plain_(facts.plain_tag),
        own_(plan::own_tag_of_target(plain_, *facts.target->inventory, facts.target_path)),
        source_tags_(tags_in(*facts.source.holds)),
        target_tags_(tags_in(*facts.target->holds)) {
    for (const Copied& copied : find_copies(*facts.source.inventory, *facts.target->inventory)) look_at(copied);
  }

  Whose whose(const Hold& hold) const {
    const std::string dataset(hold.dataset());
    if (hold.tag == own_) return Whose::this_target;
    if (hold.tag != plain_) return Whose::another_target;
    if (of(hold.side, plain_users_).contains(dataset)) return Whose::this_target;
    return of(hold.side, copied_).contains(dataset) ? Whose::another_target : Whose::unknown_target;
  }
  bool is_base(const Hold& hold) const { return of(hold.side, bases_).contains(hold.snapshot); }

 private:
  using Names = std::unordered_set<std::string>;
  struct OnBoth {
    Names source, target;
  };
  static const Names& of(Side side, const OnBoth& names) { return side == Side::source ? names.source : names.target; }

  void look_at(const Copied& copied) {
    const Dataset& source = *copied.source;
    const bool uses_plain = tag_of(copied) == plain_;
    copied_.source.insert(source.name);
    if (uses_plain) plain_users_.source.insert(source.name);
    for (const Copy& copy : copied.copies) {
      copied_.target.insert(copy.target->name);
      if (uses_plain) plain_users_.target.insert(copy.target->name);
      if (copy.both.base() != nullptr) bases_.source.insert(full_name(source, *copy.both.base()));
      if (copy.both.target_base)
        bases_.target.insert(full_name(*copy.target, *copy.both.target[*copy.both.target_base]));
    }
  }

  std::string tag_of(const Copied& copied) const {
    if (!plan::TargetBookmarks(own_).of(*copied.source).empty()) return own_;
    const plan::DatasetHolds holds(source_tags_, copied.source->name);
    return plan::choose_tag(holds, copied.copies.front().both.source, plain_, own_, [&](const Snapshot& snapshot) {
      return std::ranges::any_of(copied.copies, [&](const Copy& copy) { return is_for(copy, snapshot); });
    });
  }

  bool is_for(const Copy& copy, const Snapshot& snapshot) const {
    if (&snapshot == copy.both.base()) return true;
    const Snapshot* const there = copy.both.on_target(snapshot);
    return there != nullptr && plan::DatasetHolds(target_tags_, copy.target->name).carries(*there, plain_);
  }

  std::string plain_, own_;
  zfs::HoldTags source_tags_, target_tags_;
  OnBoth copied_, plain_users_, bases_;
};

/// A base is kept by the target's own hold, or by whatever hold of ours there is where that is missing.
void mark_bases(std::vector<Hold>& holds, const Target& target) {
  std::set<std::pair<Side, std::string_view>> kept;
  for (const Hold& hold : holds) {
    if (hold.whose == Whose::this_target) kept.emplace(hold.side, hold.snapshot);
  }
  for (Hold& hold : holds) {
    const bool is_needed = hold.whose == Whose::this_target || !kept.contains({hold.side, hold.snapshot});
    hold.is_base = is_needed && target.is_base(hold);
  }
}

/// The newest of each tag on each dataset may be what a target that is not asked needs.
void mark_possible_bases(std::vector<Hold>& holds) {
  std::set<std::tuple<Side, std::string_view, std::string_view>> seen;
  for (auto hold = holds.rbegin(); hold != holds.rend(); ++hold) {
    if (hold->whose == Whose::this_target) continue;
    hold->may_be_a_base = seen.emplace(hold->side, hold->dataset(), hold->tag).second;
  }
}

void add_ours(std::vector<Hold>& holds, Side side, const SideFacts& facts, const OwnTags& ours) {
  for (const auto& [snapshot_and_tag, since] : *facts.holds) {
    const auto& [snapshot, tag] = snapshot_and_tag;
    if (ours.contain(tag)) holds.push_back({.side = side, .snapshot = snapshot, .tag = tag, .since = since});
  }
}

std::string counted(std::int64_t count, const std::string& unit) {
  return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
}

}  // namespace

std::vector<Hold> find_holds(const Facts& facts, const OwnTags& ours) {
  std::vector<Hold> holds;
  add_ours(holds, Side::source, facts.source, ours);
  if (facts.target) {
    add_ours(holds, Side::target, *facts.target, ours);
    const Target target(facts);
    for (Hold& hold : holds) hold.whose = target.whose(hold);
    mark_bases(holds, target);
  }
  std::ranges::stable_sort(holds, {}, &Hold::since);
  mark_possible_bases(holds);
  return holds;
}

Fate fate_of(const Hold& hold, const thinner::Span& age, thinner::Time now) {
  constexpr std::chrono::seconds k_not_told{59};
  if (hold.is_base) return Fate::kept_as_base;
  const bool is_older = now - (hold.since + k_not_told) > std::chrono::seconds{age.seconds};
  return is_older ? Fate::released : Fate::kept_as_young;
}

std::vector<plan::Step> releases(const std::vector<Hold>& holds, const thinner::Span& age, thinner::Time now) {
  std::map<std::pair<Side, std::string>, std::vector<plan::Item>> by_tag;
  for (const Hold& hold : holds) {
    if (fate_of(hold, age, now) == Fate::released)
      by_tag[{hold.side, hold.tag}].push_back({plan::k_no_dataset, hold.snapshot});
  }
  std::vector<plan::Step> steps;
  for (auto batch = by_tag.rbegin(); batch != by_tag.rend(); ++batch) {
    const auto& [side, tag] = batch->first;
    for (auto& lot : plan::lots_of(std::move(batch->second)))
      steps.push_back({plan::Release{side, tag, std::move(lot)}, plan::k_no_dataset, ""});
  }
  return steps;
}

std::string age_of(const Hold& hold, thinner::Time now) {
  using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;
  const auto age = std::max(now - hold.since, std::chrono::seconds{0});
  if (age >= Days{1}) return counted(std::chrono::floor<Days>(age).count(), "day");
  if (age >= std::chrono::hours{1}) return counted(std::chrono::floor<std::chrono::hours>(age).count(), "hour");
  return counted(std::chrono::floor<std::chrono::minutes>(age).count(), "minute");
}

}  // namespace holds
