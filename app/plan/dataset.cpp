#include "app/plan/dataset.hpp"

#include "app/plan/base_holds.hpp"
#include "app/plan/encryption.hpp"
#include "app/plan/intent.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/others_holds.hpp"
#include "app/plan/rotation.hpp"
#include "app/plan/streams.hpp"

#include <algorithm>
#include <unordered_set>

namespace plan {

namespace {

using selector::Snapshot;

/// Plans the steps of one dataset, in the order of the functions below.
class Planner {
 public:
  Planner(const Facts& facts, const Options& options, DatasetIndex index, Intent intent, const std::string& own_tag,
          const Origins& origins, Needs& needs)
      : facts_(facts),
        options_(options),
        index_(index),
        in_(std::move(intent)),
        source_(*in_.source),
        streams_(facts, options, in_),
        holds_(facts, options, index, in_, own_tag, needs),
        origins_(origins_of_clones(origins)),
        received_onto_(partial_base()),
        needs_(needs) {
    draft_.plan.source = in_.source;
    draft_.plan.target = in_.target_name;
    draft_.plan.there = in_.target;
    draft_.copy = in_.copy;
    draft_.below_encrypted = in_.below_encrypted;
    draft_.key_from = in_.key_from;
    draft_.would_send = in_.sends();
    if (in_.sends()) {
      draft_.plan.encryption_root = in_.copy.root;
    } else if (in_.target != nullptr) {
      draft_.plan.encryption_root = in_.target->encryption_root;
    }
    if (in_.moved) draft_.plan.moved_from = in_.moved->copy;
    draft_.plan.tag = holds_.tag();
    draft_.plan.tag_so_far = holds_.tag_so_far();
    draft_.plan.source_clock = in_.judgement.source_clock;
    draft_.plan.target_clock = in_.judgement.target_clock;
  }

  DatasetDraft plan() && {
    if (in_.sends() && in_.key_from) draft_.plan.waits_for.push_back(*in_.key_from);
    if (in_.origin && in_.origin->received_by) draft_.plan.waits_for.push_back(*in_.origin->received_by);
    foretell_receipt();
    needs_.features = needs_.features || (in_.sends() && !facts_.source_features);
    if (needs_.any()) return std::move(draft_);  // there will be another plan, and this one's steps are not wanted
    set_aside();
    pre_clean();
    destroy_incompatible();
    if (options_.send) {
      abort_useless_resume(draft_.transfers);
      transfer();
    }
    finish();
    return std::move(draft_);
  }

 private:
  bool has_work() const { return in_.sends() || in_.judgement.thins_source(); }

  void foretell_receipt() {
    if (!in_.sends()) return;
    draft_.first_receive = in_.both.target.empty();
    for (const std::size_t i : in_.wanted)
      draft_.plan.received.push_back({in_.both.source[i]->name->text, in_.both.source[i]->guid});
  }

  // --- Steps ---

  /// Obsolete on the source and free to go.
  bool may_destroy_source(std::size_t i) const {
    return in_.judgement.source_obsolete[i] && in_.both.source[i]->guid != 0 && is_free(i) && !is_base_of_moved(i);
  }
  /// As long as the copy that has another name may become this one's.
  bool is_base_of_moved(std::size_t i) const { return in_.moved && in_.both.source[i]->guid == in_.moved->guid; }
  /// Not another target's, nobody's clone.
  bool is_free(std::size_t i) const {
    return !in_.both.source[i]->has_clones && holds_.other_tag(*in_.both.source[i]).empty();
  }
  /// A base, old or new, that the schedule gives up: a bookmark does in its place.
  bool is_replaced_by_bookmark(std::size_t i) const {
    const bool is_base = in_.is_wanted(i) || in_.both.source_base == i;
    return holds_.by_bookmark() && is_base && options_.thinning && in_.both.source[i]->ours() &&
           in_.judgement.source_expired[i];
  }

  /// Obsolete on the target: the first `judgement.target_now` of `judgement.target_after` are there now. What is set
  /// aside hangs on the base.
  bool may_destroy_target(std::size_t i) const {
    return in_.judgement.target_obsolete[i] && !is_cloned_on_target(*in_.judgement.target_after[i]);
  }
  bool is_cloned_on_target(const Snapshot& snapshot) const {
    const bool will_be = in_.rotates && in_.both.base_on_target() == &snapshot;
    const bool is_now = snapshot.has_clones && (!is_received_onto(snapshot) || snapshot.has_more_clones);
    return is_now || will_be || is_origin(snapshot);
  }
  /// By a partial receive, which this run finishes or throws away before the snapshot goes.
  bool is_received_onto(const Snapshot& snapshot) const {
    return received_onto_ != 0 && snapshot.guid == received_onto_;
  }
  std::uint64_t partial_base() const {
    const bool clears_the_way = !in_.incompatible.empty() && options_.destroy_incompatible;
    const bool ends_it = options_.send || (clears_the_way && !in_.resume_at);
    if (in_.target == nullptr || !ends_it) return 0;
    const auto known = facts_.tokens.find(in_.target->resume_token);
    return known == facts_.tokens.end() ? 0 : known->second.from_guid;
  }

  /// Gone from the target before the transfer, or soon after: all that may, but the base.
  bool is_cleaned_from_target(std::size_t i) const {
    return may_destroy_target(i) && in_.judgement.target_after[i] != in_.both.base_on_target();
  }

  bool rolls_back() const {
    if (!in_.incompatible.empty()) return options_.destroy_incompatible;
    return options_.rollback && in_.sends() && !in_.both.target.empty();
  }
  /// To the newest that is there: zfs goes no further back, and what the schedule gives up stays while somebody holds
  /// it.
  Rollback rollback() const { return {in_.on_target(*in_.judgement.target_after[in_.judgement.target_now - 1])}; }

  /// Does a clone start from it, or from what it is a copy of?
  bool is_origin(const Snapshot& snapshot) const { return origins_.contains(snapshot.guid); }

  /// The guids of the source's snapshots that clones which are to be sent start from.
  std::unordered_set<std::uint64_t> origins_of_clones(const Origins& origins) const {
    std::unordered_set<std::uint64_t> guids;
    for (const Snapshot* snapshot : in_.both.source) {
      if (origins.are_needed(source_.name, *snapshot)) guids.insert(snapshot->guid);
    }
    return guids;
  }

  void set_aside() {
    if (!in_.rotates) return;
    abort_useless_resume(draft_.pre_clean);
    const auto properties = facts_.local_properties.find(in_.target_name);
    const auto none = facts_.local_properties.end();
    append(draft_.pre_clean, rotate(facts_, options_, index_, *in_.target, *in_.both.base_on_target(),
                                    properties == none ? std::vector<std::string>{} : properties->second));
    draft_.plan.rotates = true;
  }

  void pre_clean() {
    Snapshots from_source, from_target;
    for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
      const bool later = in_.both.source_base == i || (i >= in_.both.first_new() && in_.is_wanted(i));
      if (!later && may_destroy_source(i)) from_source.push_back(in_.both.source[i]);
    }
    for (std::size_t i = 0; i < in_.judgement.target_now; ++i) {
      if (is_cleaned_from_target(i)) from_target.push_back(in_.judgement.target_after[i]);
    }
    const bool hangs = std::ranges::any_of(from_target, [this](const Snapshot* s) { return is_received_onto(*s); });
    if (hangs) abort_useless_resume(draft_.pre_clean);
    append(draft_.pre_clean, holds_.release_left_over(from_source, from_target));
    std::ranges::move(holds_.claim(), std::inserter(draft_.pre_clean, draft_.pre_clean.begin()));
    destroy(draft_.pre_clean, Side::source, names_of(from_source), "the schedule no longer keeps it");
    if (rolls_back() && is_cleaned_from_target(in_.judgement.target_now - 1)) {
      destroy(draft_.post_clean, Side::target, {from_target.back()->name->text}, "the schedule no longer keeps it");
      from_target.pop_back();
    }
    destroy(draft_.pre_clean, Side::target, names_of(from_target), "the schedule no longer keeps it");
  }

  void destroy_incompatible() {
    if (in_.incompatible.empty() || !options_.destroy_incompatible) return;
    abort_useless_resume(draft_.pre_clean);  // it may hang on one of them
    add_destroys(draft_.pre_clean, index_, Side::target, in_.target_name, names_of(in_.incompatible),
                 "incompatible: made on the target after the common base", true);
    add(draft_.pre_clean, rollback(), "");
  }

  void abort_useless_resume(std::vector<Step>& steps) {
    if (in_.target == nullptr || in_.target->resume_token.empty() || in_.resume_at || aborted_) return;
    if (in_.wanted.empty() && in_.abort_reason.empty()) in_.abort_reason = "its obsolete";
    add(steps, AbortReceive{in_.target_name}, in_.abort_reason);
    aborted_ = true;
  }

  void transfer() {
    // Last of all: whoever writes there now and then has the less time for it.
    if (rolls_back() && in_.incompatible.empty()) add(draft_.transfers, rollback(), "--rollback");
    add_hooks(draft_.transfers, options_.pre_transfer, Hook::When::before_transfer);
    for (std::size_t first = 0; first < in_.wanted.size();) {
      const std::size_t last = streams_.end_of_stream(first, [this](std::size_t k) { return due_after(k).any(); });
      add(draft_.transfers, streams_.stream(first, last), "");
      const bool is_last = last + 1 == in_.wanted.size();
      advance(is_last ? draft_.post_clean : draft_.transfers, last, is_last);
      first = last + 1;
    }
    draft_.oldest = streams_.oldest();
    add_hooks(draft_.after_transfers, options_.post_transfer, Hook::When::after_transfer);
  }

  void add_hooks(std::vector<Step>& steps, const std::vector<Options::Command>& commands, Hook::When when) {
    if (in_.wanted.empty()) return;
    for (const Options::Command& command : commands)
      add(steps, Hook{when, command, {{"DATASET", source_.name}, {"TARGET", in_.target_name}}}, "");
  }

  /// What may go when a wanted snapshot has arrived: what it replaces.
  struct Due {
    bool on_source = false, on_target = false;
    bool any() const { return on_source || on_target; }
  };

  /// After number k of the wanted ones.
  Due due_after(std::size_t k) const {
    const std::optional<std::size_t> replaced = streams_.base_of(k);
    if (!replaced || holds_.by_bookmark()) return {};  // where the new base is bookmarked all of it can wait until then
    return {may_destroy_source(*replaced), k == 0 && may_destroy_target(*in_.both.target_base)};
  }

  /// Number k of the wanted ones has arrived. Between two transfers what is due goes only after a look at the target.
  void advance(std::vector<Step>& steps, std::size_t k, bool last) {
    const Due due = due_after(k);
    if (!due.any()) return;
    const Snapshot& arrived = streams_.wanted(k);
    const Snapshot& old = *in_.both.source[*streams_.base_of(k)];
    if (!last) {
      add(steps, Verify{{{index_, in_.target_name + "@" + arrived.name->text}}}, "");
      if (options_.holds) append(steps, holds_.move(arrived));
    }
    // With holds it is gone by now, or goes in the command that serves all datasets.
    if (!options_.holds) append(steps, holds_.release(old));
    constexpr Why why = "the schedule no longer keeps it, and a newer base has arrived";
    if (due.on_source) destroy(steps, Side::source, {old.name->text}, why);
    if (due.on_target) destroy(steps, Side::target, {in_.both.base_on_target()->name->text}, why);
  }

  void finish() {
    if (in_.sends()) {
      draft_.plan.outcome = Transfers{in_.first_base(), {}};
      auto& names = std::get<Transfers>(draft_.plan.outcome).snapshots;
      for (const std::size_t i : in_.wanted) names.push_back(in_.both.source[i]->name->text);
    }
    explain_verdicts();
    note_others();
    if (holds_.by_bookmark()) {
      holds_.bookmark_final_base(draft_);
      destroy_replaced_by_bookmark();
    } else if (options_.send && has_work()) {
      holds_.hold_final_base(draft_);
    }
  }

  void destroy_replaced_by_bookmark() {
    Snapshots from_source;
    for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
      if (is_replaced_by_bookmark(i) && is_free(i) && !is_base_of_moved(i)) from_source.push_back(in_.both.source[i]);
    }
    constexpr Why why = "the schedule no longer keeps it, and a bookmark stands for it";
    destroy(draft_.post_clean, Side::source, names_of(from_source), why);
    if (in_.both.target_base && may_destroy_target(*in_.both.target_base))
      destroy(draft_.post_clean, Side::target, {in_.both.base_on_target()->name->text}, why);
  }

  // --- Small things ---

  void add(std::vector<Step>& steps, Action action, Why why) { steps.push_back({std::move(action), index_, why}); }

  void destroy(std::vector<Step>& steps, Side side, const std::vector<std::string>& snapshots, Why why) {
    add_destroys(steps, index_, side, side == Side::source ? source_.name : in_.target_name, snapshots, why);
  }

  /// What others hold of what this target needs no more, or nobody would keep.
  void note_others() {
    for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
      const bool is_behind = !in_.both.has_base() || i < in_.both.source_base.value_or(in_.both.first_new());
      if (is_behind || in_.judgement.source_obsolete[i])
        note_others_holds(facts_.source_holds, in_.on_source(*in_.both.source[i]), holds_.tag_so_far(), options_,
                          draft_.plan);
    }
  }

  void explain_verdicts() {
    using Kept = Judged::Kept;
    const bool base_moves = in_.sends();
    for (std::size_t i = 0; i < in_.judgement.source_verdicts.size(); ++i) {
      const Snapshot& snapshot = *in_.both.source[i];
      Kept otherwise = Kept::expired;
      if (!options_.send && in_.is_wanted(i)) otherwise = Kept::wanted_by_target;
      if (in_.both.source_base == i && !base_moves) otherwise = Kept::common_base;
      const std::string_view held_by = holds_.other_tag(snapshot);
      draft_.plan.source_judged.push_back(judged(snapshot, in_.judgement.source_verdicts[i],
                                                 in_.judgement.source_obsolete[i] || is_replaced_by_bookmark(i),
                                                 held_by, otherwise));
    }
    for (std::size_t i = 0; i < in_.judgement.target_verdicts.size(); ++i) {
      const Snapshot& snapshot = *in_.judgement.target_after[i];
      Snapshot will_be = snapshot;
      will_be.has_clones = is_cloned_on_target(snapshot);
      const bool stays_base = &snapshot == in_.both.base_on_target() && !base_moves;
      const Kept otherwise = stays_base ? Kept::common_base : Kept::expired;
      draft_.plan.target_judged.push_back(
          judged(will_be, in_.judgement.target_verdicts[i], in_.judgement.target_obsolete[i], {}, otherwise));
    }
  }

  const Facts& facts_;
  const Options& options_;
  DatasetIndex index_;
  Intent in_;
  const selector::Dataset& source_;
  Streams streams_;
  BaseHolds holds_;
  std::unordered_set<std::uint64_t> origins_;
  std::uint64_t received_onto_;  // the guid of what a partial receive starts from; 0: none
  Needs& needs_;
  bool aborted_ = false;
  DatasetDraft draft_;
};

}  // namespace

DatasetDraft failed_draft(const selector::Dataset& source, const std::string& target_name,
                          const selector::Dataset* there, Outcome why) {
  DatasetDraft draft;
  draft.plan.source = &source;
  draft.plan.target = target_name;
  draft.plan.there = there;
  draft.plan.outcome = std::move(why);
  return draft;
}

DatasetDraft plan_dataset(const Facts& facts, const Options& options, DatasetIndex index,
                          const selector::Dataset& source, const Snapshot* fresh, const std::string& target_name,
                          const std::string& own_tag, const Origins& origins, const CopyEncryption& copies,
                          const Moves& moves, Needs& needs) {
  Intent intent = find_intent(facts, options, source, fresh, target_name, origins, copies, moves, needs);
  if (intent.failure) {
    DatasetDraft draft = failed_draft(source, target_name, intent.target, *intent.failure);
    const auto* const wrong = std::get_if<WrongEncryption>(&*intent.failure);
    draft.key_from = intent.key_from;
    draft.would_send = wrong != nullptr && wrong->kind == WrongEncryption::Kind::root_not_sent;
    if (intent.moved) draft.plan.moved_from = intent.moved->copy;
    return draft;
  }
  return Planner(facts, options, index, std::move(intent), own_tag, origins, needs).plan();
}

}  // namespace plan
