#include "app/plan/replicate/dataset.hpp"

#include "app/plan/encryption.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/replicate/base_holds.hpp"
#include "app/plan/replicate/fates.hpp"
#include "app/plan/replicate/intent.hpp"
#include "app/plan/replicate/rotation.hpp"
#include "app/plan/replicate/streams.hpp"
#include "app/plan/retain/others_holds.hpp"

#include <algorithm>
#include <optional>

namespace plan {

namespace {

using zfs::Snapshot;

/// Plans the steps of one dataset, in the order of the functions below.
class Planner {
 public:
  Planner(const Scene& scene, DatasetIndex index, Intent intent, Needs& needs)
      : scene_(scene),
        facts_(scene.facts),
        options_(scene.options),
        index_(index),
        in_(std::move(intent)),
        source_(*in_.source),
        streams_(facts_, options_, in_),
        holds_(scene, index, in_, needs),
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
    fates_.emplace(scene_, in_, streams_, holds_);
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

  bool goes_from_source(std::size_t i) const { return fates_->on_source()[i].goes(); }
  /// The first `judgement.target_now` of `judgement.target_after` are there now.
  bool goes_from_target(std::size_t i) const { return fates_->on_target()[i].goes(); }

  /// Gone from the target before the transfer, or soon after: all that goes, but the base.
  bool is_cleaned_from_target(std::size_t i) const {
    return goes_from_target(i) && in_.judgement.target_after[i] != in_.both.base_on_target();
  }

  bool rolls_back() const {
    if (!in_.incompatible.empty()) return options_.destroy_incompatible;
    return options_.rollback && in_.sends() && !in_.both.target.empty();
  }
  /// To the newest that is there: zfs goes no further back, and what the schedule gives up stays while somebody holds
  /// it.
  Rollback rollback() const { return {in_.on_target(*in_.judgement.target_after[in_.judgement.target_now - 1])}; }

  void set_aside() {
    if (!in_.rotates) return;
    abort_useless_resume(draft_.pre_clean);
    append(draft_.pre_clean, rotate(facts_, options_, index_, *in_.target, *in_.both.base_on_target()));
    draft_.plan.rotates = true;
  }

  void pre_clean() {
    Snapshots from_source, from_target;
    for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
      const bool later = in_.both.source_base == i || (i >= in_.both.first_new() && in_.is_wanted(i));
      if (!later && goes_from_source(i)) from_source.push_back(in_.both.source[i]);
    }
    for (std::size_t i = 0; i < in_.judgement.target_now; ++i) {
      if (is_cleaned_from_target(i)) from_target.push_back(in_.judgement.target_after[i]);
    }
    const bool hangs =
        std::ranges::any_of(from_target, [this](const Snapshot* s) { return fates_->is_received_onto(*s); });
    if (hangs) abort_useless_resume(draft_.pre_clean);
    append(draft_.pre_clean, holds_.release_left_over(from_source, from_target));
    std::ranges::move(holds_.claim(), std::inserter(draft_.pre_clean, draft_.pre_clean.begin()));
    destroy(draft_.pre_clean, Side::source, from_source, "the schedule no longer keeps it");
    if (rolls_back() && is_cleaned_from_target(in_.judgement.target_now - 1)) {
      destroy(draft_.post_clean, Side::target, {from_target.back()}, "the schedule no longer keeps it");
      from_target.pop_back();
    }
    destroy(draft_.pre_clean, Side::target, from_target, "the schedule no longer keeps it");
  }

  void destroy_incompatible() {
    if (in_.incompatible.empty() || !options_.destroy_incompatible) return;
    abort_useless_resume(draft_.pre_clean);  // it may hang on one of them
    add_destroys(draft_.pre_clean, index_,
                 {.side = Side::target, .dataset = in_.target_name, .snapshots = {}, .is_in_the_way = true},
                 in_.incompatible, "incompatible: made on the target after the common base");
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
    return {goes_from_source(*replaced), k == 0 && goes_from_target(*in_.both.target_base)};
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
    if (due.on_source) destroy(steps, Side::source, {&old}, why);
    if (due.on_target) destroy(steps, Side::target, {in_.both.base_on_target()}, why);
  }

  void finish() {
    if (in_.sends()) {
      draft_.plan.outcome = Transfers{in_.first_base(), {}};
      auto& names = std::get<Transfers>(draft_.plan.outcome).snapshots;
      for (const std::size_t i : in_.wanted) names.push_back(in_.both.source[i]->name->text);
    }
    if (options_.explain) {
      draft_.plan.source_fates = fates_->on_source();
      draft_.plan.target_fates = fates_->on_target();
    }
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
      if (fates_->is_replaced_by_bookmark(i) && goes_from_source(i)) from_source.push_back(in_.both.source[i]);
    }
    constexpr Why why = "the schedule no longer keeps it, and a bookmark stands for it";
    destroy(draft_.post_clean, Side::source, from_source, why);
    if (in_.both.target_base && goes_from_target(*in_.both.target_base))
      destroy(draft_.post_clean, Side::target, {in_.both.base_on_target()}, why);
  }

  // --- Small things ---

  void add(std::vector<Step>& steps, Action action, Why why) { steps.push_back({std::move(action), index_, why}); }

  void destroy(std::vector<Step>& steps, Side side, const Snapshots& snapshots, Why why) {
    add_destroys(steps, index_, {side, side == Side::source ? source_.name : in_.target_name, {}}, snapshots, why);
  }

  /// What others hold of what this target needs no more, or nobody would keep.
  void note_others() {
    for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
      const bool is_behind = !in_.both.has_base() || i < in_.both.source_base.value_or(in_.both.first_new());
      if (is_behind || in_.judgement.source_obsolete[i])
        note_others_holds(holds_.on_source(), *in_.both.source[i], holds_.tag_so_far(), options_, draft_.plan);
    }
  }

  const Scene& scene_;
  const Facts& facts_;
  const Options& options_;
  DatasetIndex index_;
  Intent in_;
  const zfs::Dataset& source_;
  Streams streams_;
  BaseHolds holds_;
  std::optional<Fates> fates_;
  Needs& needs_;
  bool aborted_ = false;
  DatasetDraft draft_;
};

}  // namespace

DatasetDraft plan_dataset(const Scene& scene, const Subject& subject, Needs& needs) {
  Intent intent = find_intent(scene, subject, needs);
  if (intent.failure) {
    DatasetDraft draft = failed_draft(subject.source, subject.target, intent.target, *intent.failure);
    const auto* const wrong = std::get_if<WrongEncryption>(&*intent.failure);
    draft.key_from = intent.key_from;
    draft.would_send = wrong != nullptr && wrong->kind == WrongEncryption::Kind::root_not_sent;
    if (intent.moved) draft.plan.moved_from = intent.moved->copy;
    return draft;
  }
  return Planner(scene, subject.index, std::move(intent), needs).plan();
}

}  // namespace plan
