#include "app/plan/replicate/fates.hpp"

namespace plan {

using zfs::Snapshot;
using Kept = Fate::Kept;

namespace {

thinner::Verdict verdict_of(const std::vector<thinner::Verdict>& verdicts, std::size_t i) {
  return verdicts.empty() ? thinner::Verdict{} : verdicts[i];
}

}  // namespace

Fates::Fates(const Scene& scene, const Intent& intent, const Streams& streams, const BaseHolds& holds)
    : options_(scene.options),
      in_(intent),
      streams_(streams),
      holds_(holds),
      received_onto_(partial_base(scene.facts)) {
  for (const Snapshot* snapshot : in_.both.source) {
    if (scene.origins.are_needed(in_.source->name, *snapshot)) origins_.insert(snapshot->guid);
  }
  source_.reserve(in_.both.source.size());
  for (std::size_t i = 0; i < in_.both.source.size(); ++i) source_.push_back(decide_on_source(i));
  target_.reserve(in_.judgement.target_after.size());
  for (std::size_t i = 0; i < in_.judgement.target_after.size(); ++i) target_.push_back(decide_on_target(i));
}

// --- Source ---

Fate Fates::decide_on_source(std::size_t i) const {
  const Snapshot& snapshot = *in_.both.source[i];
  const bool is_replaced = is_replaced_by_bookmark(i);
  const bool is_given_up = in_.judgement.source_obsolete[i] || is_replaced;
  Fate fate = fate_of(snapshot, verdict_of(in_.judgement.source_verdicts, i), is_given_up, snapshot.has_clones,
                      is_given_up ? holds_.other_tag(snapshot) : std::string_view{});
  if (!fate.goes()) return fate;
  if (is_base_of_moved(i) || (!is_replaced && is_base_for_long(i))) {
    fate.kept = Kept::common_base;
  } else if (!is_replaced && is_awaited(i)) {
    fate.kept = Kept::wanted_by_target;
  }
  return fate;
}

/// It is to be sent by another run.
bool Fates::is_awaited(std::size_t i) const {
  if (options_.only_replicated) return in_.both.on_target(*in_.both.source[i]) == nullptr;
  return !options_.send && in_.is_wanted(i);
}

/// When this run is over: the base as it is, or the last that is sent.
bool Fates::is_base_for_long(std::size_t i) const {
  return in_.sends() ? in_.wanted.back() == i : in_.both.source_base == i;
}

/// As long as the copy that has another name may become this one's.
bool Fates::is_base_of_moved(std::size_t i) const {
  return in_.moved && in_.both.source[i]->guid == in_.moved->guid;
}

bool Fates::is_replaced_by_bookmark(std::size_t i) const {
  if (!holds_.by_bookmark() || !options_.thinning) return false;
  const bool is_base = in_.is_wanted(i) || in_.both.source_base == i;
  return is_base && in_.both.source[i]->ours() && in_.judgement.source_expired[i];
}

// --- Target ---

Fate Fates::decide_on_target(std::size_t i) const {
  const Snapshot& snapshot = *in_.judgement.target_after[i];
  const bool is_given_up = in_.judgement.target_obsolete[i];
  Fate fate = fate_of(snapshot, verdict_of(in_.judgement.target_verdicts, i), is_given_up,
                      is_given_up && has_clones_on_target(snapshot), {});
  if (is_given_up && i >= in_.judgement.target_now) fate.kept = Kept::not_sent;
  // Another base must have arrived, and the source must still have what it was sent from.
  const bool moves_on = in_.sends() && (holds_.by_bookmark() || streams_.base_of(0));
  if (fate.goes() && &snapshot == in_.both.base_on_target() && !moves_on) fate.kept = Kept::common_base;
  return fate;
}

/// What is set aside hangs on the base; and does a clone start from it, or from what it is a copy of?
bool Fates::has_clones_on_target(const Snapshot& snapshot) const {
  const bool will_be = in_.rotates && in_.both.base_on_target() == &snapshot;
  const bool is_now = snapshot.has_clones && (!is_received_onto(snapshot) || snapshot.has_more_clones);
  return is_now || will_be || origins_.contains(snapshot.guid);
}

bool Fates::is_received_onto(const Snapshot& snapshot) const {
  return received_onto_ != 0 && snapshot.guid == received_onto_;
}

std::uint64_t Fates::partial_base(const Facts& facts) const {
  const bool clears_the_way = !in_.incompatible.empty() && options_.destroy_incompatible;
  const bool ends_it = options_.send || (clears_the_way && !in_.resume_at);
  if (in_.target == nullptr || !ends_it) return 0;
  const auto known = facts.tokens.find(in_.target->resume_token);
  return known == facts.tokens.end() ? 0 : known->second.from_guid;
}

}  // namespace plan
