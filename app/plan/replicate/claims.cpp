#include "app/plan/replicate/claims.hpp"

#include "app/plan/replicate/history.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace plan {

namespace {

using zfs::Dataset;

/// Its place in the copy's history: that of the newest common snapshot.
struct Candidate {
  Claim claim;
  std::size_t base = 0;
};

/// Somebody has said before that it is to be sent anew.
bool is_begun(const Dataset* there) {
  return there != nullptr && there->snapshots.empty() && !there->resume_token.empty();
}

std::optional<Candidate> candidate(const selector::Chosen& chosen, DatasetIndex index, const Facts& facts,
                                   const Options& options, const Moves& moves) {
  const auto& [source, target] = chosen;
  const Dataset* const there = facts.target->find(target);
  if (there != nullptr && there->guid == source->guid) return std::nullopt;  // onto itself
  if (const Histories both = compare(*source, nullptr, there, options.guid_check); both.has_base())
    return Candidate{{index, source, there, target}, *both.target_base};
  if (is_begun(there) || target == options.mapping.root()) return std::nullopt;
  const auto move = moves.find(*source, target);
  if (!move) return std::nullopt;
  return Candidate{{index, source, move->copy, target}, *compare(*source, nullptr, move->copy, true).target_base};
}

/// Of those that have a share in the history of one copy, what each one's is: whose the copy is, what others took
/// of it. Who only has the same snapshots, as by send and receive, has no claim.
class Shares {
 public:
  Shares(const Facts& facts, const std::vector<selector::Chosen>& chosen, std::vector<Candidate*> candidates)
      : facts_(facts), chosen_(chosen), all_(std::move(candidates)) {}

  void share_out(std::vector<Claim>& claims) {
    const Candidate& owner = find_owner();
    claims.push_back(owner.claim);
    if (is_of_deselected(owner)) claims.back().branch = &owner.claim.copy->snapshots[owner.base];
    for (const Candidate* const other : all_) {
      if (other == &owner || !branches_off(*other, owner)) continue;
      claims.push_back(other->claim);
      claims.back().branch = &owner.claim.copy->snapshots[other->base];
    }
  }

 private:
  bool branches_off(const Candidate& one, const Candidate& owner) const {
    return one.base < owner.base && was_promoted(facts_, *one.claim.source, *owner.claim.source);
  }

  /// Who has the newest snapshot; where the copy is that of another one by its name, only if that was promoted.
  const Candidate& find_owner() const {
    const Candidate& newest = **std::ranges::max_element(all_, {}, &Candidate::base);
    const auto in_place = std::ranges::find_if(all_, [](const Candidate* one) { return one->claim.is_in_place(); });
    return in_place == all_.end() || branches_off(**in_place, newest) ? newest : **in_place;
  }

  /// Does the copy record another dataset, which only is not selected, and from which this one was promoted?
  bool is_of_deselected(const Candidate& owner) const {
    const Dataset& copy = *owner.claim.copy;
    if (owner.claim.is_in_place() || !copy.record || owner.base + 1 == copy.snapshots.size()) return false;
    const auto recorded = std::ranges::find(facts_.source->datasets(), copy.record->dataset, &Dataset::guid);
    return recorded != facts_.source->datasets().end() && was_promoted(facts_, *owner.claim.source, *recorded) &&
           std::ranges::find(chosen_, &*recorded, &selector::Chosen::source) == chosen_.end();
  }

  const Facts& facts_;
  const std::vector<selector::Chosen>& chosen_;
  std::vector<Candidate*> all_;
};

}  // namespace

std::vector<Claim> find_claims(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
                               const Moves& moves) {
  std::vector<Candidate> candidates;
  candidates.reserve(chosen.size());
  std::map<const Dataset*, std::vector<Candidate*>> by_copy;
  for (DatasetIndex i = 0; i < chosen.size(); ++i) {
    if (auto found = candidate(chosen[i], i, facts, options, moves)) {
      candidates.push_back(*std::move(found));
      by_copy[candidates.back().claim.copy].push_back(&candidates.back());
    }
  }
  std::vector<Claim> claims;
  for (auto& [copy, candidates_for_it] : by_copy) Shares(facts, chosen, std::move(candidates_for_it)).share_out(claims);
  std::ranges::sort(claims, {}, &Claim::dataset);
  return claims;
}

}  // namespace plan
