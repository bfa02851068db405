#include "app/plan/replicate/intent.hpp"

#include "app/plan/features.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/replicate/records.hpp"
#include "app/plan/replicate/resume.hpp"
#include "app/plan/replicate/rotation.hpp"

#include <algorithm>

namespace plan {

namespace {

using zfs::Snapshot;

/// Question by question, in the order of the functions below.
class Inquiry {
 public:
  Inquiry(const Scene& scene, Needs& needs)
      : facts_(scene.facts),
        options_(scene.options),
        origins_(scene.origins),
        copies_(scene.copies),
        moves_(scene.moves),
        needs_(needs) {}

  Intent run(const Subject& subject) && {
    const zfs::Dataset& source = subject.source;
    in_.source = &source;
    in_.target = facts_.target->find(subject.target);
    in_.target_name = subject.target;
    in_.sending = options_.send;
    if (in_.target == nullptr || in_.target->snapshots.empty()) in_.origin = origins_.of(source);
    in_.both = compare(source, subject.fresh, in_.target, options_.guid_check);
    if (!in_.both.has_base()) in_.moved = moves_.find(source, subject.target);
    in_.form = send_form(source, options_);
    in_.copy = find_copy();
    in_.below_encrypted = !is_there() && copies_.above(subject.target).encrypted();
    if (in_.form.raw) in_.key_from = copies_.shared_root(source, in_.copy);
    in_.failure = find_failure();
    return std::move(in_);
  }

 private:
  std::optional<Outcome> find_failure() {
    if (in_.target != nullptr && in_.target->guid == in_.source->guid) return OntoItself{};
    if (in_.moved && in_.sending && !options_.resend_renamed && !is_under_way()) return renamed();
    if (!in_.both.target.empty() && !in_.both.has_base()) return no_common_base();
    find_incompatible();
    if (!in_.incompatible.empty() && !options_.destroy_incompatible && !may_rotate())
      return Diverged{in_.first_base(), full_names(in_.incompatible), could_rotate()};
    in_.judgement = judge(in_.source->name, in_.both, in_.incompatible.size(), options_, created());
    find_resumable();
    find_wanted();
    if (!in_.sends()) return std::nullopt;
    if (const std::string name = longest_name(); name.size() > k_longest_name) return NameTooLong{name};
    if (in_.origin && !in_.origin->available) return OriginMissing{in_.origin->on_target};
    if (!in_.form.raw && !in_.source->key_loaded) return KeyMissing{in_.source->encryption_root};
    if (in_.form.raw && facts_.target_features && !has_feature(facts_.target_features, in_.target_name, "encryption"))
      return EncryptionUnknown{};
    if (auto wrong = find_wrong_encryption()) return *std::move(wrong);
    find_divergence();
    find_settings();
    return obstacle_on_target();
  }

  CreationTimes created() {
    const auto known = facts_.created.find(in_.source);
    if (known != facts_.created.end()) return known->second;
    if (options_.thinning && asks_for_creation(in_.both.source, options_.keep_source))
      needs_.created.push_back(in_.source);
    return {};
  }

  /// Somebody has said before that it is to be sent anew.
  bool is_under_way() const {
    return in_.target != nullptr && in_.target->snapshots.empty() && !in_.target->resume_token.empty();
  }

  /// What the dataset above it takes along is told of there.
  Outcome renamed() const {
    if (moves_.moves_with_parent(*in_.moved, in_.target_name))
      return ParentMissing{std::string(zfs::parent_of(in_.source->name)), true};
    return moves_.outcome(*in_.moved, in_.target_name);
  }

  /// Another dataset may have that history now.
  NoCommonBase no_common_base() const {
    const std::string wanted_as = moves_.wanted_as(*in_.target);
    if (wanted_as.empty()) return {set_aside_name(in_.target_name, options_.now)};
    return {wanted_as, !options_.follow_renames && !options_.resend_renamed};
  }

  // --- Encryption ---

  bool is_there() const { return in_.target != nullptr && !in_.both.target.empty(); }

  Encryption find_copy() const {
    if (is_there()) return lies(*in_.target);
    const std::string origin = in_.origin ? in_.origin->on_target : "";
    return copies_.foretell(*in_.source, in_.target_name, std::string_view(origin).substr(0, origin.find('@')));
  }

  std::optional<WrongEncryption> find_wrong_encryption() const {
    using Kind = WrongEncryption::Kind;
    std::optional<WrongEncryption> wrong;
    if (is_there() || in_.origin) {
      wrong = copies_.refuse_onto(*in_.source, in_.copy);
    } else if (!in_.form.raw && !in_.copy.key_loaded) {
      wrong = WrongEncryption{Kind::key_not_loaded, in_.copy.root};
    }
    if (wrong && is_there()) wrong->set_aside_as = set_aside_name(in_.target_name, options_.now);
    return wrong;
  }

  // --- Divergence ---

  /// And that is to stay.
  bool was_written_to() const { return in_.target != nullptr && in_.target->written != 0 && !options_.rollback; }
  bool could_rotate() const { return !options_.rotate && in_.target_name != options_.mapping.root(); }
  bool may_rotate() const {
    return options_.rotate && in_.target != nullptr && can_rotate(facts_, options_, *in_.target);
  }

  /// Target snapshots after the base that stand in the way. Empty ones do not, unless the stream is raw, or they would
  /// go without a word by recv -F, or are set aside with what was written after them.
  void find_incompatible() {
    if (!in_.both.target_base) return;
    bool in_the_way = in_.form.raw || options_.settings.force || (was_written_to() && may_rotate());
    for (std::size_t i = *in_.both.target_base + 1; i < in_.both.target.size(); ++i) {
      const std::string name = in_.on_target(*in_.both.target[i]);
      const auto written = facts_.written.find(name);
      if (!in_the_way && written == facts_.written.end()) {
        needs_.written.push_back(name);
        undecided_ = true;
      }
      in_the_way = in_the_way || (written != facts_.written.end() && written->second != 0);
      if (in_the_way) in_.incompatible.push_back(in_.both.target[i]);
    }
    if (!in_.incompatible.empty() && may_rotate()) {
      const auto after_base = in_.both.target.begin() + static_cast<std::ptrdiff_t>(*in_.both.target_base) + 1;
      in_.incompatible.assign(after_base, in_.both.target.end());
    }
  }

  /// To be set aside: it has snapshots of its own, or was written to and that is not to be rolled back.
  void find_divergence() {
    if (!in_.both.has_base()) return;
    const bool has_diverged = !in_.incompatible.empty() || was_written_to();
    if (!has_diverged || !may_rotate()) return;  // in this order: the second looks at all of the target
    in_.rotates = true;
    in_.resume_at.reset();
    in_.abort_reason = "what it was received onto is set aside";
    if (!facts_.local_properties.contains(in_.target_name)) needs_.local_properties.push_back(in_.target_name);
  }

  /// A copy without a record may be a clone that an interrupted rotation has left: with the first stream it would lose
  /// what it was given.
  void find_settings() {
    const bool may_be_new = is_there() && !in_.target->record && in_.form.properties && !in_.rotates;
    if (!may_be_new || leave_to_record(facts_, options_) != Leave::given) return;
    if (!facts_.local_properties.contains(in_.target_name)) needs_.local_properties.push_back(in_.target_name);
  }

  /// A partial receive is worth finishing when its snapshot is still here, wanted, and starts from the base.
  void find_resumable() {
    if (in_.target == nullptr || in_.target->resume_token.empty()) return;
    const auto known = facts_.tokens.find(in_.target->resume_token);
    if (known == facts_.tokens.end()) {
      needs_.tokens.push_back(in_.target->resume_token);
      return;
    }
    const zfs::TokenContents& token = known->second;
    const auto same_guid = [&](std::size_t i) {
      return token.to_guid != 0 && in_.both.source[i]->guid == token.to_guid;
    };
    const auto found = std::ranges::find_if(in_.judgement.candidates, same_guid);
    const auto k = static_cast<std::size_t>(found - in_.judgement.candidates.begin());
    const bool candidate = found != in_.judgement.candidates.end();
    in_.abort_reason = why_useless(token, {.anything = !in_.judgement.candidates.empty(),
                                           .candidate = candidate,
                                           .wanted = candidate && in_.judgement.target_keeps(k),
                                           .base_guid = in_.base_guid(),
                                           .raw = in_.form.raw});
    if (in_.abort_reason.empty()) in_.resume_at = *found;
  }

  /// Of what is to come on the target.
  std::string longest_name() const {
    std::string longest;
    for (const std::size_t i : in_.wanted) {
      std::string name = in_.on_target(*in_.both.source[i]);
      if (name.size() > longest.size()) longest = std::move(name);
    }
    return longest;
  }

  void find_wanted() {
    for (std::size_t k = 0; k < in_.judgement.candidates.size(); ++k) {
      const std::size_t i = in_.judgement.candidates[k];
      const bool older_than_resumed = in_.resume_at && i < *in_.resume_at;
      if (in_.judgement.target_keeps(k) && !older_than_resumed) in_.wanted.push_back(i);
    }
  }

  std::optional<Outcome> obstacle_on_target() const {
    if (in_.wanted.empty() || in_.target == nullptr || !options_.send) return std::nullopt;
    // A draft must ask for all that may be needed, also when only the removal of incompatible snapshots clears the
    // way.
    if (undecided_) return std::nullopt;
    // recv -F overwrites nothing encrypted, and nothing by what is.
    const bool overwrites = options_.settings.force && !in_.form.raw && !in_.target->encrypted();
    if (in_.both.target.empty() && in_.target->resume_token.empty() && !overwrites)
      return TargetInTheWay{set_aside_name(in_.target_name, options_.now)};
    const bool cured = options_.rollback || options_.settings.force || in_.rotates || !in_.incompatible.empty();
    if (!in_.both.target.empty() && in_.target->written != 0 && !cured)
      return TargetModified{in_.target->written, in_.on_target(*in_.both.target.back()), could_rotate()};
    if (const Snapshot* const taken = named_as_wanted()) return NameTaken{in_.on_target(*taken)};
    return std::nullopt;
  }

  /// A snapshot that stays on the target and has the name of one that is to come.
  const Snapshot* named_as_wanted() const {
    std::vector<const zfs::SnapshotName*> names;
    for (const std::size_t i : in_.wanted) names.push_back(in_.both.source[i]->name);
    std::ranges::sort(names);
    const auto end = in_.both.target.end() - static_cast<std::ptrdiff_t>(in_.incompatible.size());
    const auto taken = std::find_if(in_.both.target.begin(), end, [&](const Snapshot* there) {
      return std::ranges::binary_search(names, there->name);
    });
    return taken == end ? nullptr : *taken;
  }

  std::vector<std::string> full_names(const Snapshots& snapshots) const {
    std::vector<std::string> names;
    for (const Snapshot* snapshot : snapshots) names.push_back(in_.on_target(*snapshot));
    return names;
  }

  const Facts& facts_;
  const Options& options_;
  const Origins& origins_;
  const CopyEncryption& copies_;
  const Moves& moves_;
  Needs& needs_;
  Intent in_;
  bool undecided_ = false;  // whether there are incompatible ones is to be read yet
};

}  // namespace

bool Intent::is_wanted(std::size_t i) const {
  return std::ranges::binary_search(wanted, i);
}

std::uint64_t Intent::base_guid() const {
  if (both.base() != nullptr) return both.base()->guid;
  if (both.bookmark != nullptr) return both.bookmark->guid;
  return origin ? origin->guid : 0;
}

std::string Intent::first_base() const {
  if (both.base() != nullptr) return both.base()->name->text;
  if (both.bookmark != nullptr) return "#" + both.bookmark->name;
  return origin ? source->origin : "";
}

Intent find_intent(const Scene& scene, const Subject& subject, Needs& needs) {
  return Inquiry(scene, needs).run(subject);
}

}  // namespace plan
