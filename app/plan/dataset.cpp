#include "app/plan/dataset.hpp"

#include "app/plan/bookmarks.hpp"
#include "app/plan/encryption.hpp"
#include "app/plan/features.hpp"
#include "app/plan/history.hpp"
#include "app/plan/judged.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/resume.hpp"
#include "app/plan/tags.hpp"

#include <algorithm>

namespace plan {

namespace {

using selector::Snapshot;

/// Plans the transfer of one dataset, question by question, in the order of the functions below.
class Planner {
 public:
  Planner(const Facts& facts, const Options& options, DatasetIndex index, const selector::Dataset& source,
          const Snapshot* fresh, const std::string& target_name, const std::string& own_tag, const Origins& origins,
          Needs& needs)
      : facts_(facts),
        options_(options),
        index_(index),
        source_(source),
        target_name_(target_name),
        target_(facts.target->find(target_name)),
        own_tag_(own_tag),
        origins_(origins),
        origin_(target_ != nullptr && !target_->snapshots.empty() ? std::nullopt : origins.of(source)),
        needs_(needs),
        both_(compare(source, fresh, target_, options.guid_check)),
        form_(send_form(source, options)),
        holds_(facts.source_holds ? &*facts.source_holds : nullptr, source.name),
        target_holds_(facts.target_holds ? &*facts.target_holds : nullptr, target_name) {
    draft_.plan.source = &source;
    draft_.plan.target = target_name;
  }

  DatasetDraft plan() && {
    if (target_ != nullptr && target_->guid == source_.guid) return failed(OntoItself{});
    if (!both_.target.empty() && !both_.has_base()) return failed(NoCommonBase{});
    find_incompatible();
    if (!incompatible_.empty() && !options_.destroy_incompatible)
      return failed(Diverged{first_base(), full_names(incompatible_)});
    judgement_ = judge(source_.name, both_, incompatible_, options_);
    find_resumable();
    find_wanted();
    if (!wanted_.empty() && options_.send && origin_ && !origin_->available)
      return failed(OriginMissing{origin_->on_target});
    if (origin_ && origin_->received_by) draft_.plan.waits_for.push_back(*origin_->received_by);
    if (!wanted_.empty() && options_.send && !form_.raw && !source_.key_loaded)
      return failed(KeyMissing{source_.encryption_root});
    if (const auto obstacle = obstacle_on_target()) return failed(*obstacle);
    choose_holds();
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
  // --- Questions ---

  /// Target snapshots after the base that stand in the way. Empty ones do not, unless the stream is raw, or they would
  /// go without a word by recv -F.
  void find_incompatible() {
    if (!both_.target_base) return;
    bool in_the_way = form_.raw || options_.force;
    for (std::size_t i = *both_.target_base + 1; i < both_.target.size(); ++i) {
      const std::string name = on_target(*both_.target[i]);
      const auto written = facts_.written.find(name);
      if (!in_the_way && written == facts_.written.end()) {
        needs_.written.push_back(name);
        undecided_ = true;
      }
      in_the_way = in_the_way || (written != facts_.written.end() && written->second != 0);
      if (in_the_way) incompatible_.push_back(both_.target[i]);
    }
  }

  /// A partial receive is worth finishing when its snapshot is still here, wanted, and starts from the base.
  void find_resumable() {
    if (target_ == nullptr || target_->resume_token.empty()) return;
    const auto known = facts_.tokens.find(target_->resume_token);
    if (known == facts_.tokens.end()) {
      needs_.tokens.push_back(target_->resume_token);
      return;
    }
    const selector::TokenContents& token = known->second;
    const auto same_guid = [&](std::size_t i) { return token.to_guid != 0 && both_.source[i]->guid == token.to_guid; };
    const auto found = std::ranges::find_if(judgement_.candidates, same_guid);
    const auto k = static_cast<std::size_t>(found - judgement_.candidates.begin());
    const bool candidate = found != judgement_.candidates.end();
    abort_reason_ = why_useless(token, {.candidate = candidate,
                                        .wanted = candidate && judgement_.target_keeps(k),
                                        .base_guid = base_guid(),
                                        .raw = form_.raw});
    if (abort_reason_.empty()) resume_at_ = *found;
  }

  void find_wanted() {
    for (std::size_t k = 0; k < judgement_.candidates.size(); ++k) {
      const std::size_t i = judgement_.candidates[k];
      const bool older_than_resumed = resume_at_ && i < *resume_at_;
      if (judgement_.target_keeps(k) && !older_than_resumed) wanted_.push_back(i);
    }
  }

  std::optional<Outcome> obstacle_on_target() const {
    if (wanted_.empty() || target_ == nullptr || !options_.send) return std::nullopt;
    // A draft must ask for all that may be needed, also when only the removal of incompatible snapshots clears the way.
    if (undecided_) return std::nullopt;
    if (both_.target.empty() && target_->resume_token.empty() && !options_.force) return TargetInTheWay{};
    const bool cured = options_.rollback || options_.force || !incompatible_.empty();
    if (!both_.target.empty() && target_->written != 0 && !cured)
      return TargetModified{target_->written, on_target(*both_.target.back())};
    for (const std::size_t i : wanted_) {
      const Snapshot* const taken = both_.named_on_target(both_.source[i]->name->text);
      if (taken != nullptr && std::ranges::find(incompatible_, taken) == incompatible_.end())
        return NameTaken{on_target(*taken)};
    }
    return std::nullopt;
  }

  bool has_work() const { return (options_.send && !wanted_.empty()) || judgement_.thins_source(); }

  void choose_holds() {
    marks_ = options_.bookmarks && options_.send && !wanted_.empty() && bookmarks_serve(facts_, source_, form_);
    const bool places_holds = options_.holds && options_.send && !wanted_.empty();
    if (!facts_.source_holds && (places_holds || judgement_.thins_source())) {
      for (const Snapshot& snapshot : source_.snapshots) {
        needs_.holds.push_back(on_source(snapshot));
      }
    }
    if (options_.send && !wanted_.empty()) needs_.features = needs_.features || !facts_.source_features;
    const auto is_for_us = [&](const Snapshot& s) { return &s == both_.base() || is_held_there_too(s); };
    // Where a bookmark stands for the base no source snapshot tells which tag is ours, so it is always our own.
    const bool has_marks = !TargetBookmarks(own_tag_).of(source_).empty();
    draft_.plan.tag_so_far =
        has_marks ? own_tag_ : choose_tag(holds_, both_.source, options_.hold_tag, own_tag_, is_for_us);
    draft_.plan.tag = marks_ ? own_tag_ : draft_.plan.tag_so_far;
    for (const Snapshot* snapshot : both_.source) {
      if (holds_.carries(*snapshot, draft_.plan.tag_so_far)) tagged_.push_back(snapshot);
    }
    if (!options_.holds) draft_.plan.tag.clear();  // then nothing that is held is ours to release
  }

  /// A plain tag on an older snapshot than the base is ours only if its copy here carries it too. That is read when
  /// there is one: after a hold that failed, or where another target has it.
  bool is_held_there_too(const Snapshot& snapshot) {
    const Snapshot* const there = both_.on_target(snapshot);
    if (there == nullptr) return false;
    if (!target_holds_.are_known(*there)) needs_.target_holds.push_back(on_target(*there));
    return target_holds_.carries(*there, options_.hold_tag);
  }

  // --- Steps ---

  /// Obsolete on the source and free to go.
  bool may_destroy_source(std::size_t i) const {
    return judgement_.source_obsolete[i] && both_.source[i]->guid != 0 && is_free(i);
  }
  /// Not another target's, nobody's clone.
  bool is_free(std::size_t i) const {
    return !both_.source[i]->has_clones && holds_.other_than(*both_.source[i], draft_.plan.tag_so_far).empty();
  }
  /// A base, old or new, that the schedule gives up: a bookmark does in its place.
  bool is_replaced_by_bookmark(std::size_t i) const {
    const bool is_base = is_wanted(i) || both_.source_base == i;
    return marks_ && is_base && options_.thinning && both_.source[i]->ours() && judgement_.source_expired[i];
  }

  /// Obsolete on the target: the first `judgement_.target_now` of `judgement_.target_after` are there now.
  bool may_destroy_target(std::size_t i) const {
    const Snapshot& snapshot = *judgement_.target_after[i];
    return judgement_.target_obsolete[i] && !snapshot.has_clones && !is_origin(snapshot);
  }

  /// Gone from the target before the transfer: all that may, but the base.
  bool is_cleaned_from_target(std::size_t i) const {
    return may_destroy_target(i) && !is_base_on_target(judgement_.target_after[i]);
  }

  bool is_base_on_target(const Snapshot* snapshot) const {
    return both_.target_base && snapshot == both_.target[*both_.target_base];
  }

  /// Does a clone start from it, or from what it is a copy of?
  bool is_origin(const Snapshot& snapshot) const {
    return std::ranges::any_of(both_.source, [&](const Snapshot* here) {
      return here->guid == snapshot.guid && origins_.are_needed(source_.name, *here);
    });
  }

  bool is_wanted(std::size_t i) const { return std::ranges::binary_search(wanted_, i); }

  void pre_clean() {
    Snapshots from_source, from_target;
    for (std::size_t i = 0; i < both_.source.size(); ++i) {
      const bool later = both_.source_base == i || (i >= both_.first_new() && is_wanted(i));
      if (!later && may_destroy_source(i)) from_source.push_back(both_.source[i]);
    }
    for (std::size_t i = 0; i < judgement_.target_now; ++i) {
      if (is_cleaned_from_target(i)) from_target.push_back(judgement_.target_after[i]);
    }
    release_left_over(from_source, from_target);
    release_behind_bookmarks();
    claim_tag();
    destroy(draft_.pre_clean, Side::source, names_of(from_source), "the schedule no longer keeps it");
    destroy(draft_.pre_clean, Side::target, names_of(from_target), "the schedule no longer keeps it");
  }

  /// A run that was killed may have left our tag on snapshots that are now to go, on one side or both.
  void release_left_over(const Snapshots& from_source, const Snapshots& from_target) {
    const Snapshots tagged = tagged_;
    for (const Snapshot* snapshot : tagged) {
      const Snapshot* const there = both_.on_target(*snapshot);
      const bool goes_here = std::ranges::find(from_source, snapshot) != from_source.end();
      const bool goes_there = there != nullptr && std::ranges::find(from_target, there) != from_target.end();
      if (!goes_here && !goes_there) continue;
      untag(snapshot);
      if (there != nullptr) draft_.pre_clean.push_back(release(Side::target, on_target(*there)));
      draft_.pre_clean.push_back(release(Side::source, on_source(*snapshot)));
    }
  }

  /// The same where bookmarks stand for bases: an older one than the base is what a run that was killed, or failed to
  /// make the next, has left, and its snapshot on the target is still held.
  void release_behind_bookmarks() {
    if (!options_.holds || !options_.send || wanted_.empty()) return;
    for (const selector::Bookmark* bookmark : TargetBookmarks(own_tag_).of(source_)) {
      const Snapshot* const there = both_.on_target(bookmark->guid);
      if (there != nullptr && !is_base_on_target(there))
        draft_.pre_clean.push_back(release(Side::target, on_target(*there)));
    }
  }

  /// Beside another target, our own tag is on the source before anything arrives here: on the base, or on the first to
  /// arrive. A run that breaks off would else leave a base that the other one's runs know nothing of, and destroy.
  void claim_tag() {
    if (!options_.holds || marks_ || !options_.send || wanted_.empty() || draft_.plan.tag != own_tag_ ||
        !tagged_.empty())
      return;
    const Snapshot* const claimed = both_.base() != nullptr ? both_.base() : both_.source[wanted_.front()];
    const Hold hold{Side::source, own_tag_, {{index_, on_source(*claimed)}}};
    draft_.pre_clean.insert(draft_.pre_clean.begin(), {hold, index_, "another target uses the plain tag"});
    tagged_.push_back(claimed);
  }

  void destroy_incompatible() {
    if (incompatible_.empty()) return;
    abort_useless_resume(draft_.pre_clean);  // it may hang on one of them
    add_destroys(draft_.pre_clean, index_, Side::target, target_name_, names_of(incompatible_),
                 "incompatible: made on the target after the common base", true);
    add(draft_.pre_clean, Rollback{on_target(*newest_left_on_target())}, "");
  }

  void abort_useless_resume(std::vector<Step>& steps) {
    if (target_ == nullptr || target_->resume_token.empty() || resume_at_ || aborted_) return;
    if (wanted_.empty() && abort_reason_.empty()) abort_reason_ = "its obsolete";
    add(steps, AbortReceive{target_name_}, abort_reason_);
    aborted_ = true;
  }

  void transfer() {
    if (options_.rollback && incompatible_.empty() && !wanted_.empty() && newest_left_on_target() != nullptr) {
      add(draft_.transfers, Rollback{on_target(*newest_left_on_target())}, "--rollback");
    }
    add_hooks(draft_.transfers, options_.pre_transfer, Hook::When::before_transfer);
    std::string previous = first_base();
    for (std::size_t k = 0; k < wanted_.size(); ++k) {
      const Snapshot& snapshot = *both_.source[wanted_[k]];
      add(draft_.transfers,
          Transfer{.source = source_.name,
                   .snapshot = snapshot.name->text,
                   .base = previous,
                   .target = target_name_,
                   .token = k == 0 && resume_at_ ? target_->resume_token : "",
                   .raw = form_.raw,
                   .properties = form_.properties,
                   .encrypt = form_.encrypted_by_target,
                   .volume = source_.type == selector::DatasetType::volume,
                   .large_blocks = both_have("large_blocks"),
                   .embedded_data = both_have("embedded_data") && !form_.encrypted_by_target,
                   .resumable = has_feature(facts_.target_features, target_name_, "extensible_dataset")},
          "");
      draft_.plan.received.push_back({snapshot.name->text, snapshot.guid});
      const bool last = k + 1 == wanted_.size();
      advance(last ? draft_.post_clean : draft_.transfers, k, snapshot, last);
      previous = snapshot.name->text;
    }
    draft_.first_receive = !wanted_.empty() && both_.target.empty();
    add_hooks(draft_.after_transfers, options_.post_transfer, Hook::When::after_transfer);
  }

  void add_hooks(std::vector<Step>& steps, const std::vector<Options::Command>& commands, Hook::When when) {
    if (wanted_.empty()) return;
    for (const Options::Command& command : commands)
      add(steps, Hook{when, command, {{"DATASET", source_.name}, {"TARGET", target_name_}}}, "");
  }

  /// Snapshot number k of the wanted ones has arrived: what it replaces may go. Between two transfers only after a look
  /// at the target.
  void advance(std::vector<Step>& steps, std::size_t k, const Snapshot& arrived, bool last) {
    const std::optional<std::size_t> replaced = k == 0 ? both_.source_base : std::optional(wanted_[k - 1]);
    if (!replaced || marks_) return;  // where the new base is bookmarked all of it can wait until then
    const Snapshot& old = *both_.source[*replaced];
    const bool from_source = may_destroy_source(*replaced);
    const bool from_target = k == 0 && may_destroy_target(*both_.target_base);
    if (!from_source && !from_target) return;
    if (!last) {
      add(steps, Verify{{{index_, target_name_ + "@" + arrived.name->text}}}, "");
      if (options_.holds) move_hold(steps, arrived, old);
    }
    // With holds it is gone by now, or goes in the command that serves all datasets.
    if (!options_.holds && untag(&old)) add_releases(steps, old);
    const std::string why = "the schedule no longer keeps it, and a newer base has arrived";
    if (from_source) destroy(steps, Side::source, {old.name->text}, why);
    if (from_target) destroy(steps, Side::target, {both_.target[*both_.target_base]->name->text}, why);
  }

  /// The source is tagged first and untagged last: so whatever a killed run leaves on the target shows on the source,
  /// where the next run looks.
  void move_hold(std::vector<Step>& steps, const Snapshot& arrived, const Snapshot& old) {
    const std::string arrived_on_target = target_name_ + "@" + arrived.name->text;
    add(steps, Hold{Side::source, draft_.plan.tag, {{index_, on_source(arrived)}}}, "");
    add(steps, Hold{Side::target, draft_.plan.tag, {{index_, arrived_on_target}}}, "");
    tagged_.push_back(&arrived);
    if (untag(&old)) add_releases(steps, old);
  }

  void add_releases(std::vector<Step>& steps, const Snapshot& old) {
    steps.push_back(release(Side::target, old_on_target(old)));
    steps.push_back(release(Side::source, on_source(old)));
  }

  /// Holds on the final base, releases of ours on what is older: shares in the commands that serve all datasets.
  void finish() {
    if (options_.send && !wanted_.empty()) {
      draft_.plan.outcome = Transfers{first_base(), {}};
      auto& names = std::get<Transfers>(draft_.plan.outcome).snapshots;
      for (const std::size_t i : wanted_) names.push_back(both_.source[i]->name->text);
    }
    explain_verdicts();
    if (marks_) return bookmark_base();
    if (!options_.holds || !options_.send || !has_work()) return;
    const std::optional<std::size_t> final_base = wanted_.empty() ? both_.source_base : std::optional(wanted_.back());
    if (!final_base) return;
    const Snapshot& base = *both_.source[*final_base];
    if (options_.bookmarks && TargetBookmarks(own_tag_).has(source_, base.guid)) return;
    const bool tagged = std::ranges::find(tagged_, &base) != tagged_.end();
    if (!tagged) draft_.hold_source.push_back(on_source(base));
    for (std::size_t i = 0; i < *final_base; ++i) {
      if (!untag(both_.source[i])) continue;
      draft_.release_source.push_back(on_source(*both_.source[i]));
      if (is_wanted(i) || both_.on_target(*both_.source[i]) != nullptr)
        draft_.release_target.push_back(old_on_target(*both_.source[i]));
    }
    // A run that was killed may have tagged the source alone, and nobody looks for holds on the target.
    const bool unfinished = !draft_.pre_clean.empty() || !draft_.release_source.empty();
    if (!tagged || !wanted_.empty() || unfinished) draft_.hold_target.push_back(old_on_target(base));
  }

  /// The last of the wanted ones is the new base; as a bookmark, so that all of the source's snapshots may go. What it
  /// replaces goes with them.
  void bookmark_base() {
    const TargetBookmarks bookmarks(own_tag_);
    const Snapshot& base = *both_.source[wanted_.back()];
    const std::string mark = bookmarks.name_for(base.name->text);
    add(draft_.bookmark, CreateBookmark{on_source(base), source_.name + "#" + mark}, "");
    for (const selector::Bookmark* old : bookmarks.of(source_)) {
      if (old->name != mark) add(draft_.unbookmark, DestroyBookmark{source_.name + "#" + old->name}, "");
    }
    if (options_.holds) {
      draft_.hold_target.push_back(old_on_target(base));
      if (both_.target_base) draft_.release_target.push_back(on_target(*both_.target[*both_.target_base]));
    }
    for (const Snapshot* snapshot : tagged_) draft_.release_source.push_back(on_source(*snapshot));

    Snapshots from_source;
    for (std::size_t i = 0; i < both_.source.size(); ++i) {
      if (is_replaced_by_bookmark(i) && is_free(i)) from_source.push_back(both_.source[i]);
    }
    const std::string why = "the schedule no longer keeps it, and a bookmark stands for it";
    destroy(draft_.post_clean, Side::source, names_of(from_source), why);
    if (both_.target_base && may_destroy_target(*both_.target_base))
      destroy(draft_.post_clean, Side::target, {both_.target[*both_.target_base]->name->text}, why);
  }

  // --- Small things ---

  std::uint64_t base_guid() const {
    if (both_.base() != nullptr) return both_.base()->guid;
    if (both_.bookmark != nullptr) return both_.bookmark->guid;
    return origin_ ? origin_->guid : 0;
  }
  /// What the first stream starts from, as Transfer::base has it.
  std::string first_base() const {
    if (both_.base() != nullptr) return both_.base()->name->text;
    if (both_.bookmark != nullptr) return "#" + both_.bookmark->name;
    return origin_ ? source_.origin : "";
  }

  DatasetDraft failed(Outcome outcome) {
    draft_.plan.outcome = std::move(outcome);
    return std::move(draft_);
  }

  std::string on_source(const Snapshot& snapshot) const { return source_.name + "@" + snapshot.name->text; }
  std::string on_target(const Snapshot& snapshot) const { return target_name_ + "@" + snapshot.name->text; }
  /// The target's name of a source snapshot: there it may have been renamed.
  std::string old_on_target(const Snapshot& snapshot) const {
    const Snapshot* const there = both_.on_target(snapshot);
    return on_target(there == nullptr ? snapshot : *there);
  }
  std::vector<std::string> full_names(const Snapshots& snapshots) const {
    std::vector<std::string> names;
    for (const Snapshot* snapshot : snapshots) names.push_back(on_target(*snapshot));
    return names;
  }
  bool both_have(std::string_view feature) const {
    return has_feature(facts_.source_features, source_.name, feature) &&
           has_feature(facts_.target_features, target_name_, feature);
  }
  /// The newest one that is on the target when it was cleaned; null if none is.
  const Snapshot* newest_left_on_target() const {
    for (std::size_t i = judgement_.target_now; i-- > 0;) {
      if (!is_cleaned_from_target(i)) return judgement_.target_after[i];
    }
    return nullptr;
  }

  /// Takes our tag off in the books; false if it was not there.
  bool untag(const Snapshot* snapshot) { return std::erase(tagged_, snapshot) != 0; }

  Step release(Side side, std::string snapshot) const {
    return {Release{side, draft_.plan.tag_so_far, {{index_, std::move(snapshot)}}}, index_, ""};
  }

  void add(std::vector<Step>& steps, Action action, std::string why) {
    steps.push_back({std::move(action), index_, std::move(why)});
  }

  void destroy(std::vector<Step>& steps, Side side, const std::vector<std::string>& snapshots, const std::string& why) {
    add_destroys(steps, index_, side, side == Side::source ? source_.name : target_name_, snapshots, why);
  }

  void explain_verdicts() {
    using Kept = Judged::Kept;
    const bool base_moves = options_.send && !wanted_.empty();
    for (std::size_t i = 0; i < judgement_.source_verdicts.size(); ++i) {
      const Snapshot& snapshot = *both_.source[i];
      Kept otherwise = Kept::expired;
      if (!options_.send && is_wanted(i)) otherwise = Kept::wanted_by_target;
      if (both_.source_base == i && !base_moves) otherwise = Kept::common_base;
      const std::string_view held_by = holds_.other_than(snapshot, draft_.plan.tag_so_far);
      draft_.plan.source_judged.push_back(judged(snapshot, judgement_.source_verdicts[i],
                                                 judgement_.source_obsolete[i] || is_replaced_by_bookmark(i), held_by,
                                                 otherwise));
    }
    for (std::size_t i = 0; i < judgement_.target_verdicts.size(); ++i) {
      const Kept otherwise =
          is_base_on_target(judgement_.target_after[i]) && !base_moves ? Kept::common_base : Kept::expired;
      draft_.plan.target_judged.push_back(judged(*judgement_.target_after[i], judgement_.target_verdicts[i],
                                                 judgement_.target_obsolete[i], {}, otherwise));
    }
  }

  const Facts& facts_;
  const Options& options_;
  DatasetIndex index_;
  const selector::Dataset& source_;
  const std::string& target_name_;
  const selector::Dataset* target_;
  const std::string& own_tag_;
  const Origins& origins_;
  std::optional<Origin> origin_;  // of a clone that the target does not have yet
  Needs& needs_;
  Histories both_;
  SendForm form_;
  DatasetHolds holds_, target_holds_;

  Judgement judgement_;
  Snapshots incompatible_;           // on the target, after the base
  bool undecided_ = false;           // whether there are some is to be read yet
  std::vector<std::size_t> wanted_;  // source indices of what is to be sent, oldest first
  std::optional<std::size_t> resume_at_;
  std::string abort_reason_;
  bool aborted_ = false;
  Snapshots tagged_;    // source snapshots that carry our tag, as the steps so far leave it
  bool marks_ = false;  // a bookmark is to stand for the base
  DatasetDraft draft_;
};

}  // namespace

DatasetDraft plan_dataset(const Facts& facts, const Options& options, DatasetIndex index,
                          const selector::Dataset& source, const Snapshot* fresh, const std::string& target_name,
                          const std::string& own_tag, const Origins& origins, Needs& needs) {
  return Planner(facts, options, index, source, fresh, target_name, own_tag, origins, needs).plan();
}

}  // namespace plan
