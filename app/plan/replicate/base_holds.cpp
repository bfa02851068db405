#include "app/plan/replicate/base_holds.hpp"

#include "app/plan/replicate/bookmarks.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace plan {

using zfs::Snapshot;

BaseHolds::BaseHolds(const Scene& scene, DatasetIndex index, const Intent& intent, Needs& needs)
    : options_(scene.options),
      index_(index),
      in_(intent),
      source_(*intent.source),
      own_tag_(scene.own_tag),
      needs_(needs),
      source_holds_(scene.facts.source_holds, source_.name),
      target_holds_(scene.facts.target_holds, intent.target_name),
      by_bookmark_(options_.bookmarks && intent.sends() && is_named_for_good(scene) &&
                   bookmarks_serve(scene.facts, source_, intent.form)) {
  if (intent.moved) moved_holds_.emplace(scene.facts.target_holds, intent.moved->copy->name);
  tag_so_far_ = find_tag_so_far();
  ask_for_holds();
  for (const Snapshot* snapshot : in_.both.source) {
    if (source_holds_.carries(*snapshot, tag_so_far_)) tagged_.push_back(snapshot);
  }
  for (const Snapshot* snapshot : tagged_) read_moved(*snapshot);
  if (!options_.holds) return;  // nothing that is held is ours to release
  tag_ = tag_so_far_ == options_.hold_tag && !by_bookmark_ ? options_.hold_tag : own_tag_;
}

/// Bookmarks are found again by the guid of the target path, which has none before it exists.
bool BaseHolds::is_named_for_good(const Scene& scene) {
  return scene.facts.target->find(scene.options.mapping.root()) != nullptr;
}

std::string BaseHolds::find_tag_so_far() {
  // Where a bookmark stands for the base no source snapshot tells which tag is ours, so it is always our own.
  if (!TargetBookmarks(own_tag_).of(source_).empty()) return own_tag_;
  if (std::string tag = tag_on_both_bases(); !tag.empty()) return tag;
  const auto is_for_us = [&](const Snapshot& s) { return &s == in_.both.base() || is_held_there_too(s); };
  return choose_tag(source_holds_, in_.both.source, options_.hold_tag, own_tag_, is_for_us);
}

/// A tag from before the target path existed, which was made of its name: only runs to this target hold its copies.
std::string BaseHolds::tag_on_both_bases() const {
  const Snapshot* const base = in_.both.base();
  if (base == nullptr) return {};
  for (const std::string& tag : source_holds_.tags(*base)) {
    if (tag != options_.hold_tag && is_of_backup(tag, options_.hold_tag) &&
        target_holds_.carries(*in_.both.base_on_target(), tag))
      return tag;
  }
  return {};
}

/// To tell the holds of a snapshot zfs opens it, and of all that is asked this takes longest. So older snapshots than
/// the base are asked about only where they are to go, or where nothing shows that the last run came to its end: then
/// any of them may carry its tag.
void BaseHolds::ask_for_holds() {
  const bool moves_base = (options_.holds || options_.bookmarks) && in_.sends();
  if (!moves_base && !in_.judgement.thins_source()) return;
  bool asked = false;
  const Snapshot* const base_there = in_.both.base_on_target();
  if (base_there != nullptr && options_.holds) {
    for (const Snapshot* snapshot : recent_and_going()) {
      if (source_holds_.are_known(*snapshot)) continue;
      needs_.holds.push_back({&source_, snapshot});
      asked = true;
    }
    if (!target_holds_.are_known(*base_there)) {
      needs_.target_holds.push_back(in_.on_target(*base_there));
      asked = true;
    }
    if (asked || last_run_ended()) return;
  }
  const auto is_unknown = [this](const Snapshot& snapshot) { return !source_holds_.are_known(snapshot); };
  if (std::ranges::any_of(source_.snapshots, is_unknown)) needs_.all_holds.push_back(&source_);
}

/// The base and what is newer, and what is to go on either side.
Snapshots BaseHolds::recent_and_going() const {
  std::unordered_set<std::uint64_t> going_there;
  for (std::size_t i = 0; i < in_.judgement.target_now; ++i) {
    if (in_.judgement.target_obsolete[i]) going_there.insert(in_.judgement.target_after[i]->guid);
  }
  const std::size_t recent = in_.both.source_base.value_or(in_.both.first_new());
  Snapshots snapshots;
  for (std::size_t i = 0; i < in_.both.source.size(); ++i) {
    const Snapshot* const snapshot = in_.both.source[i];
    const bool exists = snapshot->guid != 0;
    if (exists && (i >= recent || in_.judgement.source_obsolete[i] || going_there.contains(snapshot->guid)))
      snapshots.push_back(snapshot);
  }
  return snapshots;
}

/// The base is held on both sides, or bookmarked and held on the target. Holding it there is what a run does last.
bool BaseHolds::last_run_ended() const {
  const Snapshot& there = *in_.both.base_on_target();
  const Snapshot* const base = in_.both.base();
  const bool is_kept_here = (base != nullptr && source_holds_.carries(*base, tag_so_far_)) ||
                            TargetBookmarks(own_tag_).has(source_, there.guid);
  return is_kept_here && target_holds_.carries(there, tag_so_far_);
}

/// A plain tag on an older snapshot than the base is ours only if its copy here carries it too. That is read when
/// there is one: after a hold that failed, or where another target has it.
bool BaseHolds::is_held_there_too(const Snapshot& snapshot) {
  const Snapshot* const there = in_.both.on_target(snapshot);
  if (there == nullptr) {
    const Snapshot* const moved = read_moved(snapshot);
    return moved != nullptr && moved_holds_->carries(*moved, options_.hold_tag);
  }
  if (!target_holds_.are_known(*there)) needs_.target_holds.push_back(in_.on_target(*there));
  return target_holds_.carries(*there, options_.hold_tag);
}

/// The same snapshot in the copy that has another name, when its holds are known or asked for; null if there is none.
const Snapshot* BaseHolds::read_moved(const Snapshot& snapshot) {
  const Snapshot* const moved = in_moved(snapshot);
  if (moved != nullptr && !moved_holds_->are_known(*moved)) needs_.target_holds.push_back(name_in_moved(*moved));
  return moved;
}

const Snapshot* BaseHolds::in_moved(const Snapshot& snapshot) const {
  if (!in_.moved || snapshot.guid == 0) return nullptr;
  const auto found = std::ranges::find(in_.moved->copy->snapshots, snapshot.guid, &Snapshot::guid);
  return found == in_.moved->copy->snapshots.end() ? nullptr : &*found;
}

std::string BaseHolds::name_in_moved(const Snapshot& snapshot) const {
  return in_.moved->copy->name + "@" + snapshot.name->text;
}

bool BaseHolds::is_held_in_moved(const Snapshot& snapshot) const {
  const Snapshot* const moved = in_moved(snapshot);
  return moved != nullptr && moved_holds_->carries(*moved, tag_so_far_);
}

std::vector<Step> BaseHolds::release_left_over(const Snapshots& from_source, const Snapshots& from_target) {
  std::vector<Step> steps;
  const Snapshots tagged = tagged_;
  for (const Snapshot* snapshot : tagged) {
    const Snapshot* const there = in_.both.on_target(*snapshot);
    const bool goes_here = std::ranges::find(from_source, snapshot) != from_source.end();
    const bool goes_there = there != nullptr && std::ranges::find(from_target, there) != from_target.end();
    if (!goes_here && !goes_there) continue;
    untag(*snapshot);
    if (there != nullptr) steps.push_back(release_step(Side::target, in_.on_target(*there)));
    steps.push_back(release_step(Side::source, in_.on_source(*snapshot)));
  }
  append(steps, release_behind_bookmarks());
  return steps;
}

/// The same where bookmarks stand for bases: an older one than the base is what a run that was killed, or failed to
/// make the next, has left, and its snapshot on the target is still held.
std::vector<Step> BaseHolds::release_behind_bookmarks() const {
  std::vector<Step> steps;
  if (!options_.holds || !in_.sends()) return steps;
  for (const zfs::Bookmark* bookmark : TargetBookmarks(own_tag_).of(source_)) {
    const Snapshot* const there = in_.both.on_target(bookmark->guid);
    if (there != nullptr && there != in_.both.base_on_target())
      steps.push_back(release_step(Side::target, in_.on_target(*there)));
  }
  return steps;
}

/// On the base, or on the first to arrive. A run that breaks off would else leave a base that the other one's runs know
/// nothing of, and destroy.
std::vector<Step> BaseHolds::claim() {
  if (!options_.holds || by_bookmark_ || !in_.sends() || tag_ != own_tag_ || !tagged_.empty()) return {};
  const Snapshot* const claimed = in_.both.base() != nullptr ? in_.both.base() : in_.both.source[in_.wanted.front()];
  tagged_.push_back(claimed);
  Step step = hold_step(Side::source, in_.on_source(*claimed));
  step.why = "another target uses the plain tag";
  return {std::move(step)};
}

std::vector<Step> BaseHolds::move(const Snapshot& arrived) {
  std::vector<Step> steps{hold_step(Side::source, in_.on_source(arrived))};
  const Snapshots tagged_so_far = tagged_;  // release() takes them out there
  for (const Snapshot* snapshot : tagged_so_far) {
    if (snapshot->createtxg < arrived.createtxg) append(steps, release(*snapshot));
  }
  steps.push_back(hold_step(Side::target, in_.target_name + "@" + arrived.name->text));
  tagged_.push_back(&arrived);
  return steps;
}

std::vector<Step> BaseHolds::release(const Snapshot& old) {
  if (!untag(old)) return {};
  std::vector<Step> steps;
  if (is_on_target_by_then(old)) steps.push_back(release_step(Side::target, on_target(old)));
  if (is_held_in_moved(old)) steps.push_back(release_step(Side::target, name_in_moved(*in_moved(old))));
  steps.push_back(release_step(Side::source, in_.on_source(old)));
  return steps;
}

void BaseHolds::hold_final_base(DatasetDraft& draft) {
  if (!options_.holds) return;
  const std::optional<std::size_t> final_base =
      in_.wanted.empty() ? in_.both.source_base : std::optional(in_.wanted.back());
  if (!final_base) return;
  const Snapshot& base = *in_.both.source[*final_base];
  if (options_.bookmarks && TargetBookmarks(own_tag_).has(source_, base.guid)) return;
  const bool tagged = is_tagged(base);
  if (!tagged) draft.hold_source.push_back(in_.on_source(base));
  for (std::size_t i = 0; i < *final_base; ++i) {
    const Snapshot& old = *in_.both.source[i];
    if (!untag(old)) continue;
    draft.release_source.push_back(in_.on_source(old));
    if (is_on_target_by_then(old)) draft.release_target.push_back(on_target(old));
    release_moved(old, draft);
  }
  release_moved(base, draft);
  const bool is_held_there = in_.wanted.empty() && target_holds_.carries(*in_.both.base_on_target(), tag_);
  if (!is_held_there) draft.hold_target.push_back(on_target(base));
}

/// Not with the others: no `-r` below this target reaches it.
void BaseHolds::release_moved(const Snapshot& snapshot, DatasetDraft& draft) const {
  if (is_held_in_moved(snapshot))
    draft.post_clean.push_back(release_step(Side::target, name_in_moved(*in_moved(snapshot))));
}

void BaseHolds::bookmark_final_base(DatasetDraft& draft) {
  const TargetBookmarks bookmarks(own_tag_);
  const Snapshot& base = *in_.both.source[in_.wanted.back()];
  const std::string mark = bookmarks.name_for(base.name->text);
  draft.bookmark.push_back({CreateBookmark{in_.on_source(base), source_.name + "#" + mark}, index_, ""});
  for (const zfs::Bookmark* old : bookmarks.of(source_)) {
    if (old->name != mark) draft.unbookmark.push_back({DestroyBookmark{source_.name + "#" + old->name}, index_, ""});
  }
  if (options_.holds) {
    draft.hold_target.push_back(on_target(base));
    if (const Snapshot* const old = in_.both.base_on_target()) draft.release_target.push_back(in_.on_target(*old));
  }
  for (const Snapshot* snapshot : tagged_) draft.release_source.push_back(in_.on_source(*snapshot));
}

bool BaseHolds::is_tagged(const Snapshot& snapshot) const {
  return std::ranges::find(tagged_, &snapshot) != tagged_.end();
}

/// It is there already, or arrives before what is newer.
bool BaseHolds::is_on_target_by_then(const Snapshot& snapshot) const {
  const auto is_sent = [&](std::size_t i) { return in_.both.source[i] == &snapshot; };
  return in_.both.on_target(snapshot) != nullptr || std::ranges::any_of(in_.wanted, is_sent);
}

/// Takes our tag off in the books; false if it was not there.
bool BaseHolds::untag(const Snapshot& snapshot) {
  return std::erase(tagged_, &snapshot) != 0;
}

/// The target's name of a source snapshot: there it may have been renamed.
std::string BaseHolds::on_target(const Snapshot& snapshot) const {
  const Snapshot* const there = in_.both.on_target(snapshot);
  return in_.on_target(there == nullptr ? snapshot : *there);
}

Step BaseHolds::hold_step(Side side, std::string snapshot) const {
  return {Hold{side, tag_, {{index_, std::move(snapshot)}}}, index_, ""};
}

Step BaseHolds::release_step(Side side, std::string snapshot) const {
  return {Release{side, tag_so_far_, {{index_, std::move(snapshot)}}}, index_, ""};
}

}  // namespace plan
