#include "app/plan/dataset.hpp"

#include "app/plan/bookmarks.hpp"
#include "app/plan/encryption.hpp"
#include "app/plan/intent.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/rotation.hpp"
#include "app/plan/streams.hpp"
#include "app/plan/tags.hpp"

#include <algorithm>

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
        own_tag_(own_tag),
        origins_(origins),
        needs_(needs),
        holds_(facts.source_holds ? &*facts.source_holds : nullptr, source_.name),
        target_holds_(facts.target_holds ? &*facts.target_holds : nullptr, in_.target_name) {
    draft_.plan.source = in_.source;
    draft_.plan.target = in_.target_name;
    draft_.plan.there = in_.target;
  }

  DatasetDraft plan() && {
    if (in_.failure) return failed_draft(source_, in_.target_name, in_.target, *in_.failure);
    if (in_.origin && in_.origin->received_by) draft_.plan.waits_for.push_back(*in_.origin->received_by);
    foretell_receipt();
    choose_holds();
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
  bool has_work() const { return (in_.sends()) || in_.judgement.thins_source(); }

  void foretell_receipt() {
    if (!in_.sends()) return;
    draft_.first_receive = in_.both.target.empty();
    for (const std::size_t i : in_.wanted)
      draft_.plan.received.push_back({in_.both.source[i]->name->text, in_.both.source[i]->guid});
  }

  void choose_holds() {
    marks_ = options_.bookmarks && in_.sends() && bookmarks_serve(facts_, source_, in_.form);
    const bool moves_base = (options_.holds || options_.bookmarks) && in_.sends();
    if (!facts_.source_holds && (moves_base || in_.judgement.thins_source())) {
      for (const Snapshot& snapshot : source_.snapshots) needs_.holds.push_back({&source_, &snapshot});
    }
    if (in_.sends()) needs_.features = needs_.features || !facts_.source_features;
    const auto is_for_us = [&](const Snapshot& s) { return &s == in_.both.base() || is_held_there_too(s); };
    // Where a bookmark stands for the base no source snapshot tells which tag is ours, so it is always our own.
    const bool has_marks = !TargetBookmarks(own_tag_).of(source_).empty();
    draft_.plan.tag_so_far =
        has_marks ? own_tag_ : choose_tag(holds_, in_.both.source, options_.hold_tag, own_tag_, is_for_us);
    draft_.plan.tag = marks_ ? own_tag_ : draft_.plan.tag_so_far;
    for (const Snapshot* snapshot : in_.both.source) {
      if (holds_.carries(*snapshot, draft_.plan.tag_so_far)) tagged_.push_back(snapshot);
    }
    if (!options_.holds) draft_.plan.tag.clear();  // then nothing that is held is ours to release
  }

  /// A plain tag on an older snapshot than the base is ours only if its copy here carries it too. That is read when
  /// there is one: after a hold that failed, or where another target has it.
  bool is_held_there_too(const Snapshot& snapshot) {
    const Snapshot* const there = in_.both.on_target(snapshot);
    if (there == nullptr) return false;
    if (!target_holds_.are_known(*there)) needs_.target_holds.push_back(in_.on_target(*there));
    return target_holds_.carries(*there, options_.hold_tag);
  }

  // --- Steps ---

  /// Obsolete on the source and free to go.
  bool may_destroy_source(std::size_t i) const {
    return in_.judgement.source_obsolete[i] && in_.both.source[i]->guid != 0 && is_free(i);
  }
  /// Not another target's, nobody's clone.
  bool is_free(std::size_t i) const {
    return !in_.both.source[i]->has_clones && holds_.other_than(*in_.both.source[i], draft_.plan.tag_so_far).empty();
  }
  /// A base, old or new, that the schedule gives up: a bookmark does in its place.
  bool is_replaced_by_bookmark(std::size_t i) const {
    const bool is_base = in_.is_wanted(i) || in_.both.source_base == i;
    return marks_ && is_base && options_.thinning && in_.both.source[i]->ours() && in_.judgement.source_expired[i];
  }

  /// Obsolete on the target: the first `judgement.target_now` of `judgement.target_after` are there now. What is set
  /// aside hangs on the base.
  bool may_destroy_target(std::size_t i) const {
    const Snapshot& snapshot = *in_.judgement.target_after[i];
    const bool has_clones = snapshot.has_clones || (in_.rotates && is_base_on_target(&snapshot));
    return in_.judgement.target_obsolete[i] && !has_clones && !is_origin(snapshot);
  }

  /// Gone from the target before the transfer, or soon after: all that may, but the base.
  bool is_cleaned_from_target(std::size_t i) const {
    return may_destroy_target(i) && !is_base_on_target(in_.judgement.target_after[i]);
  }

  bool rolls_back() const {
    if (!in_.incompatible.empty()) return options_.destroy_incompatible;
    return options_.rollback && in_.sends() && !in_.both.target.empty();
  }
  /// To the newest that is there: zfs goes no further back, and what the schedule gives up stays while somebody holds
  /// it.
  Rollback rollback() const { return {in_.on_target(*in_.judgement.target_after[in_.judgement.target_now - 1])}; }

  bool is_base_on_target(const Snapshot* snapshot) const {
    return in_.both.target_base && snapshot == in_.both.target[*in_.both.target_base];
  }

  /// Does a clone start from it, or from what it is a copy of?
  bool is_origin(const Snapshot& snapshot) const {
    return std::ranges::any_of(in_.both.source, [&](const Snapshot* here) {
      return here->guid == snapshot.guid && origins_.are_needed(source_.name, *here);
    });
  }

  void set_aside() {
    if (!in_.rotates) return;
    abort_useless_resume(draft_.pre_clean);
    const auto properties = facts_.local_properties.find(in_.target_name);
    const auto none = facts_.local_properties.end();
    std::ranges::move(rotate(facts_, options_, index_, *in_.target, *in_.both.target[*in_.both.target_base],
                             properties == none ? std::vector<std::string>{} : properties->second),
                      std::back_inserter(draft_.pre_clean));
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
    release_left_over(from_source, from_target);
    release_behind_bookmarks();
    claim_tag();
    destroy(draft_.pre_clean, Side::source, names_of(from_source), "the schedule no longer keeps it");
    if (rolls_back() && is_cleaned_from_target(in_.judgement.target_now - 1)) {
      destroy(draft_.post_clean, Side::target, {from_target.back()->name->text}, "the schedule no longer keeps it");
      from_target.pop_back();
    }
    destroy(draft_.pre_clean, Side::target, names_of(from_target), "the schedule no longer keeps it");
  }

  /// A run that was killed may have left our tag on snapshots that are now to go, on one side or both.
  void release_left_over(const Snapshots& from_source, const Snapshots& from_target) {
    const Snapshots tagged = tagged_;
    for (const Snapshot* snapshot : tagged) {
      const Snapshot* const there = in_.both.on_target(*snapshot);
      const bool goes_here = std::ranges::find(from_source, snapshot) != from_source.end();
      const bool goes_there = there != nullptr && std::ranges::find(from_target, there) != from_target.end();
      if (!goes_here && !goes_there) continue;
      untag(snapshot);
      if (there != nullptr) draft_.pre_clean.push_back(release(Side::target, in_.on_target(*there)));
      draft_.pre_clean.push_back(release(Side::source, in_.on_source(*snapshot)));
    }
  }

  /// The same where bookmarks stand for bases: an older one than the base is what a run that was killed, or failed to
  /// make the next, has left, and its snapshot on the target is still held.
  void release_behind_bookmarks() {
    if (!options_.holds || !in_.sends()) return;
    for (const selector::Bookmark* bookmark : TargetBookmarks(own_tag_).of(source_)) {
      const Snapshot* const there = in_.both.on_target(bookmark->guid);
      if (there != nullptr && !is_base_on_target(there))
        draft_.pre_clean.push_back(release(Side::target, in_.on_target(*there)));
    }
  }

  /// Beside another target, our own tag is on the source before anything arrives here: on the base, or on the first to
  /// arrive. A run that breaks off would else leave a base that the other one's runs know nothing of, and destroy.
  void claim_tag() {
    if (!options_.holds || marks_ || !in_.sends() || draft_.plan.tag != own_tag_ || !tagged_.empty()) return;
    const Snapshot* const claimed = in_.both.base() != nullptr ? in_.both.base() : in_.both.source[in_.wanted.front()];
    const Hold hold{Side::source, own_tag_, {{index_, in_.on_source(*claimed)}}};
    draft_.pre_clean.insert(draft_.pre_clean.begin(), {hold, index_, "another target uses the plain tag"});
    tagged_.push_back(claimed);
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
    if (!replaced || marks_) return {};  // where the new base is bookmarked all of it can wait until then
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
      if (options_.holds) move_hold(steps, arrived, old);
    }
    // With holds it is gone by now, or goes in the command that serves all datasets.
    if (!options_.holds && untag(&old)) add_releases(steps, old);
    constexpr std::string_view why = "the schedule no longer keeps it, and a newer base has arrived";
    if (due.on_source) destroy(steps, Side::source, {old.name->text}, why);
    if (due.on_target) destroy(steps, Side::target, {in_.both.target[*in_.both.target_base]->name->text}, why);
  }

  /// The source is tagged first and untagged last: so whatever a killed run leaves on the target shows on the source,
  /// where the next run looks.
  void move_hold(std::vector<Step>& steps, const Snapshot& arrived, const Snapshot& old) {
    const std::string arrived_on_target = in_.target_name + "@" + arrived.name->text;
    add(steps, Hold{Side::source, draft_.plan.tag, {{index_, in_.on_source(arrived)}}}, "");
    add(steps, Hold{Side::target, draft_.plan.tag, {{index_, arrived_on_target}}}, "");
    tagged_.push_back(&arrived);
    if (untag(&old)) add_releases(steps, old);
  }

  void add_releases(std::vector<Step>& steps, const Snapshot& old) {
    steps.push_back(release(Side::target, old_on_target(old)));
    steps.push_back(release(Side::source, in_.on_source(old)));
  }

  /// Holds on the final base, releases of ours on what is older: shares in the commands that serve all datasets.
  void finish() {
    if (in_.sends()) {
      draft_.plan.outcome = Transfers{in_.first_base(), {}};
      auto& names = std::get<Transfers>(draft_.plan.outcome).snapshots;
      for (const std::size_t i : in_.wanted) names.push_back(in_.both.source[i]->name->text);
    }
    explain_verdicts();
    if (marks_) return bookmark_base();
    if (!options_.holds || !options_.send || !has_work()) return;
    const std::optional<std::size_t> final_base =
        in_.wanted.empty() ? in_.both.source_base : std::optional(in_.wanted.back());
    if (!final_base) return;
    const Snapshot& base = *in_.both.source[*final_base];
    if (options_.bookmarks && TargetBookmarks(own_tag_).has(source_, base.guid)) return;
    const bool tagged = std::ranges::find(tagged_, &base) != tagged_.end();
    if (!tagged) draft_.hold_source.push_back(in_.on_source(base));
    for (std::size_t i = 0; i < *final_base; ++i) {
      if (!untag(in_.both.source[i])) continue;
      draft_.release_source.push_back(in_.on_source(*in_.both.source[i]));
      if (in_.is_wanted(i) || in_.both.on_target(*in_.both.source[i]) != nullptr)
        draft_.release_target.push_back(old_on_target(*in_.both.source[i]));
    }
    // A run that was killed may have tagged the source alone, and nobody looks for holds on the target.
    const bool unfinished = !draft_.pre_clean.empty() || !draft_.release_source.empty();
    if (!tagged || !in_.wanted.empty() || unfinished) draft_.hold_target.push_back(old_on_target(base));
  }

  /// The last of the wanted ones is the new base; as a bookmark, so that all of the source's snapshots may go. What it
  /// replaces goes with them.
  void bookmark_base() {
    const TargetBookmarks bookmarks(own_tag_);
    const Snapshot& base = *in_.both.source[in_.wanted.back()];
    const std::string mark = bookmarks.name_for(base.name->text);
    add(draft_.bookmark, CreateBookmark{in_.on_source(base), source_.name + "#" + mark}, "");
    for (const selector::Bookmark* old : bookmarks.of(source_)) {
      if (old->name != mark) add(draft_.unbookmark, DestroyBookmark{source_.name + "#" + old->name}, "");
    }
    if (options_.holds) {
      draft_.hold_target.push_back(old_on_target(base));
      if (in_.both.target_base) draft_.release_target.push_back(in_.on_target(*in_.both.target[*in_.both.target_base]));
    }
    for (const Snapshot* snapshot : tagged_) draft_.release_source.push_back(in_.on_source(*snapshot));

    Snapshots from_source;
    for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
      if (is_replaced_by_bookmark(i) && is_free(i)) from_source.push_back(in_.both.source[i]);
    }
    constexpr std::string_view why = "the schedule no longer keeps it, and a bookmark stands for it";
    destroy(draft_.post_clean, Side::source, names_of(from_source), why);
    if (in_.both.target_base && may_destroy_target(*in_.both.target_base))
      destroy(draft_.post_clean, Side::target, {in_.both.target[*in_.both.target_base]->name->text}, why);
  }

  // --- Small things ---

  /// The target's name of a source snapshot: there it may have been renamed.
  std::string old_on_target(const Snapshot& snapshot) const {
    const Snapshot* const there = in_.both.on_target(snapshot);
    return in_.on_target(there == nullptr ? snapshot : *there);
  }
  /// Takes our tag off in the books; false if it was not there.
  bool untag(const Snapshot* snapshot) { return std::erase(tagged_, snapshot) != 0; }

  Step release(Side side, std::string snapshot) const {
    return {Release{side, draft_.plan.tag_so_far, {{index_, std::move(snapshot)}}}, index_, ""};
  }

  void add(std::vector<Step>& steps, Action action, std::string_view why) {
    steps.push_back({std::move(action), index_, why});
  }

  void destroy(std::vector<Step>& steps, Side side, const std::vector<std::string>& snapshots, std::string_view why) {
    add_destroys(steps, index_, side, side == Side::source ? source_.name : in_.target_name, snapshots, why);
  }

  void explain_verdicts() {
    using Kept = Judged::Kept;
    const bool base_moves = in_.sends();
    for (std::size_t i = 0; i < in_.judgement.source_verdicts.size(); ++i) {
      const Snapshot& snapshot = *in_.both.source[i];
      Kept otherwise = Kept::expired;
      if (!options_.send && in_.is_wanted(i)) otherwise = Kept::wanted_by_target;
      if (in_.both.source_base == i && !base_moves) otherwise = Kept::common_base;
      const std::string_view held_by = holds_.other_than(snapshot, draft_.plan.tag_so_far);
      draft_.plan.source_judged.push_back(judged(snapshot, in_.judgement.source_verdicts[i],
                                                 in_.judgement.source_obsolete[i] || is_replaced_by_bookmark(i),
                                                 held_by, otherwise));
    }
    for (std::size_t i = 0; i < in_.judgement.target_verdicts.size(); ++i) {
      const Kept otherwise =
          is_base_on_target(in_.judgement.target_after[i]) && !base_moves ? Kept::common_base : Kept::expired;
      draft_.plan.target_judged.push_back(judged(*in_.judgement.target_after[i], in_.judgement.target_verdicts[i],
                                                 in_.judgement.target_obsolete[i], {}, otherwise));
    }
  }

  const Facts& facts_;
  const Options& options_;
  DatasetIndex index_;
  Intent in_;
  const selector::Dataset& source_;
  Streams streams_;
  const std::string& own_tag_;
  const Origins& origins_;
  Needs& needs_;
  DatasetHolds holds_, target_holds_;
  bool aborted_ = false;
  Snapshots tagged_;    // source snapshots that carry our tag, as the steps so far leave it
  bool marks_ = false;  // a bookmark is to stand for the base
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
                          const std::string& own_tag, const Origins& origins, Needs& needs) {
  Intent intent = find_intent(facts, options, source, fresh, target_name, origins, needs);
  return Planner(facts, options, index, std::move(intent), own_tag, origins, needs).plan();
}

}  // namespace plan
