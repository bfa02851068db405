#include "app/match/find_pairs.hpp"

#include "app/plan/explain.hpp"
#include "app/plan/replicate/history.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace match {

namespace {

using plan::DatasetPlan;
using plan::Histories;
using zfs::Dataset;
using zfs::Snapshot;

std::string at(const Snapshot& snapshot) {
  return "@" + snapshot.name->text;
}

/// What else keeps a dataset from being sent, in few words.
struct Reason {
  const DatasetPlan& dataset;

  std::string operator()(const plan::WrongEncryption& /*outcome*/) const { return "encryption does not fit"; }
  std::string operator()(const plan::OntoItself& /*outcome*/) const { return "source and target are the same"; }
  std::string operator()(const plan::NameTooLong& /*outcome*/) const { return "name too long"; }
  std::string operator()(const plan::OriginMissing& /*outcome*/) const { return "no origin on target"; }
  std::string operator()(const plan::ParentMissing& outcome) const { return "parent is blocked: " + outcome.parent; }
  std::string operator()(const plan::KeyMissing& /*outcome*/) const { return "source key is not loaded"; }
  std::string operator()(const plan::EncryptionUnknown& /*outcome*/) const { return "target pool has no encryption"; }
  std::string operator()(const plan::RotationUnfinished& /*outcome*/) const { return "target is half set aside"; }
  std::string operator()(const plan::Renamed& outcome) const { return "renamed, target has " + outcome.copy; }
  template <class Other>
  std::string operator()(const Other& /*outcome*/) const {
    return std::string(plan::name_of(dataset.outcome));
  }
};

/// The target's newest snapshot after the common one whose name is that of another snapshot on the source; null: none.
const Snapshot* find_namesake(const Histories& both) {
  std::unordered_map<const zfs::SnapshotName*, std::uint64_t> names;
  for (const Snapshot* snapshot : both.source) names.emplace(snapshot->name, snapshot->guid);
  const std::size_t first = both.target_base ? *both.target_base + 1 : 0;
  for (std::size_t i = both.target.size(); i-- > first;) {
    const auto found = names.find(both.target[i]->name);
    if (found != names.end() && found->second != both.target[i]->guid) return both.target[i];
  }
  return nullptr;
}

std::size_t count_common(const Histories& both, const Dataset& source) {
  std::unordered_set<std::uint64_t> guids;
  for (const Snapshot* snapshot : both.source) guids.insert(snapshot->guid);
  for (const zfs::Bookmark& bookmark : source.bookmarks) guids.insert(bookmark.guid);
  return static_cast<std::size_t>(
      std::ranges::count_if(both.target, [&](const Snapshot* snapshot) { return guids.contains(snapshot->guid); }));
}

/// Children come right after their parent, whatever characters are in the names.
bool comes_before(const Pair& one, const Pair& other) {
  const auto rank = [](char c) { return c == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(c)); };
  return std::ranges::lexicographical_compare(one.relative, other.relative, {}, rank, rank);
}

class Finder {
 public:
  explicit Finder(const Compared& compared)
      : facts_(compared.facts),
        plan_(compared.plan),
        options_(compared.options),
        tree_(std::get_if<selector::ByTree>(&compared.selection)),
        has_target_(facts_.target != nullptr) {
    for (const std::string& snapshot : plan_.needs.written) undecided_.insert(snapshot.substr(0, snapshot.find('@')));
  }

  std::vector<Pair> run() && {
    for (const DatasetPlan& dataset : plan_.datasets) pairs_.push_back(pair_of(dataset));
    if (has_target_) add_those_on_target_alone();
    std::ranges::stable_sort(pairs_, comes_before);
    return std::move(pairs_);
  }

 private:
  // --- A selected dataset ---

  Pair pair_of(const DatasetPlan& dataset) {
    const Histories both = plan::compare(*dataset.source, nullptr, dataset.there, true);
    Pair pair;
    pair.relative = relative(has_target_ ? dataset.target : dataset.source->name);
    pair.source = source_end(*dataset.source, both);
    pair.target = target_end(dataset, both);
    if (both.base() != nullptr) {
      pair.match = at(*both.base());
    } else if (both.bookmark != nullptr) {
      pair.match = "#" + both.bookmark->name;
    }
    pair.common = count_common(both, *dataset.source);
    pair.resumes = both.is_being_received;
    pair.hint = plan::explain(dataset);
    tell_state(pair, dataset, both);
    pair.to_send = count_to_send(pair, dataset, both);
    return pair;
  }

  std::size_t count_to_send(const Pair& pair, const DatasetPlan& dataset, const Histories& both) const {
    if (pair.state == State::up_to_date || pair.state == State::source_only) return 0;
    return dataset.received.empty() ? count_after_base(*dataset.source, both) : dataset.received.size();
  }

  void tell_state(Pair& pair, const DatasetPlan& dataset, const Histories& both) {
    const plan::Outcome& outcome = dataset.outcome;
    if (!has_target_) {
      const bool has_snapshots = !dataset.source->snapshots.empty();
      tell(pair, has_snapshots ? State::source_only : State::needs_snapshot, dataset.source->name);
    } else if (const auto* const taken = std::get_if<plan::NameTaken>(&outcome)) {
      tell(pair, State::guid_mismatch, taken->snapshot.substr(taken->snapshot.find('@')));
    } else if (std::holds_alternative<plan::Diverged>(outcome) || std::holds_alternative<plan::NoCommonBase>(outcome) ||
               undecided_.contains(dataset.target)) {
      tell_divergence(pair, both);
    } else if (std::holds_alternative<plan::TargetInTheWay>(outcome)) {
      tell(pair, State::no_target_snapshots);
    } else if (std::holds_alternative<plan::TargetModified>(outcome)) {
      tell(pair, State::target_written);
    } else if (const auto* const missing = std::get_if<plan::ParentMissing>(&outcome)) {
      tell_missing_parent(pair, *missing);
    } else if (plan::is_failure(outcome)) {
      tell(pair, State::blocked, std::visit(Reason{dataset}, outcome));
    } else if (!dataset.received.empty()) {
      tell(pair, both.target.empty() ? State::syncable_full : State::syncable_incremental);
    } else {
      tell_nothing_to_send(pair, dataset);
    }
    if (pair.state == State::needs_snapshot) unsnapshotted_.emplace(dataset.source->name, pair.about);
  }

  static void tell(Pair& pair, State state, std::string about = {}) {
    pair.state = state;
    pair.about = std::move(about);
  }

  static void tell_divergence(Pair& pair, const Histories& both) {
    const Snapshot* const namesake = find_namesake(both);
    tell(pair, namesake == nullptr ? State::diverged : State::guid_mismatch, namesake == nullptr ? "" : at(*namesake));
    if (pair.hint.empty())
      pair.hint = "target has snapshots of its own after " + pair.match + ": " + pair.target.next +
                  (pair.target.next == pair.target.last ? "" : " to " + pair.target.last) +
                  ". Only where these are empty an increment passes them: see zwinnow sync --test";
  }

  /// The one that lacks a snapshot may be further above.
  void tell_missing_parent(Pair& pair, const plan::ParentMissing& missing) const {
    const auto found = unsnapshotted_.find(missing.parent);
    if (found != unsnapshotted_.end()) return tell(pair, State::needs_snapshot, found->second);
    tell(pair, State::blocked, "parent is blocked: " + missing.parent);
  }

  static void tell_nothing_to_send(Pair& pair, const DatasetPlan& dataset) {
    if (pair.target.snapshots == 0 && pair.target.exists && !pair.resumes) {
      pair.hint = "target " + dataset.target + " exists without any snapshot, so nothing can be received onto it";
      return tell(pair, State::no_target_snapshots);
    }
    if (pair.target.snapshots == 0) {
      pair.hint = "it has no snapshot that could be sent: zwinnow sync and zwinnow backup take one";
      return tell(pair, State::needs_snapshot, dataset.source->name);
    }
    if (pair.target.written != 0) {
      pair.hint = "target has been written to (" + std::to_string(*pair.target.written) + " bytes) since " +
                  pair.target.last + ": it will take no stream";
      return tell(pair, State::target_written);
    }
    tell(pair, State::up_to_date);
  }

  // --- What is known of each side ---

  bool is_left_out(const std::string& full_name) const {
    return std::ranges::any_of(options_.exclude_snapshots,
                               [&](const selector::NamePattern& pattern) { return pattern.matches(full_name); });
  }

  End source_end(const Dataset& source, const Histories& both) const {
    End end{.name = source.name, .exists = true, .written = source.written};
    end.snapshots = source.bookmarks.size();
    for (std::size_t i = 0; i < both.source.size(); ++i) {
      const std::string name = at(*both.source[i]);
      if (is_left_out(source.name + name)) continue;
      if (end.first.empty()) end.first = name;
      if (end.next.empty() && i >= both.first_new()) end.next = name;
      end.last = name;
      ++end.snapshots;
    }
    return end;
  }

  static End target_end(const DatasetPlan& dataset, const Histories& both) {
    End end{.name = dataset.target, .exists = dataset.there != nullptr};
    if (!end.exists) return end;
    end.written = dataset.there->written;
    const std::size_t next = both.target_base ? *both.target_base + 1 : 0;
    put_snapshots(both.target, next, end);
    return end;
  }

  static void put_snapshots(const plan::Snapshots& snapshots, std::size_t next, End& end) {
    end.snapshots = snapshots.size();
    if (snapshots.empty()) return;
    end.first = at(*snapshots.front());
    end.last = at(*snapshots.back());
    if (next < snapshots.size()) end.next = at(*snapshots[next]);
  }

  std::size_t count_after_base(const Dataset& source, const Histories& both) const {
    std::size_t count = 0;
    for (std::size_t i = both.first_new(); i < both.source.size(); ++i) {
      if (!is_left_out(source.name + at(*both.source[i]))) ++count;
    }
    return count;
  }

  std::string relative(const std::string& name) const {
    if (!has_target_ && tree_ == nullptr) return name;
    const std::string& root = has_target_ ? options_.mapping.root() : tree_->root;
    return name.substr(std::min(root.size(), name.size()));
  }

  // --- What is on the target alone ---

  void add_those_on_target_alone() {
    std::set<std::string, std::less<>> met, above;
    for (const DatasetPlan& dataset : plan_.datasets) {
      met.insert(dataset.target);
      for (auto name = zfs::parent_of(dataset.target); !name.empty(); name = zfs::parent_of(name)) above.emplace(name);
    }
    for (const Dataset& dataset : facts_.target->datasets()) {
      if (met.contains(dataset.name) || !zfs::is_at_or_below(dataset.name, options_.mapping.root())) continue;
      const bool counts = tree_ != nullptr ? !is_excluded(dataset.name) : is_of_backup(dataset, above);
      if (counts) pairs_.push_back(only_on_target(dataset));
    }
  }

  /// A pattern is about the names on both sides.
  bool is_excluded(const std::string& name) const {
    const std::optional<std::string> source = options_.mapping.source_of(name);
    return selector::excludes(*tree_, source.value_or(tree_->root));
  }

  /// Others may have datasets below the target path too.
  bool is_of_backup(const Dataset& dataset, const std::set<std::string, std::less<>>& above) const {
    return dataset.newest_of_ours() != nullptr && !above.contains(dataset.name) &&
           dataset.name != options_.mapping.root();
  }

  Pair only_on_target(const Dataset& dataset) const {
    Pair pair;
    pair.relative = relative(dataset.name);
    pair.state = State::target_only;
    pair.hint = "no selected source dataset belongs to " + dataset.name;
    pair.source.name = options_.mapping.source_of(dataset.name).value_or("");
    pair.target = {.name = dataset.name, .exists = true, .written = dataset.written};
    plan::Snapshots snapshots;
    for (const Snapshot& snapshot : dataset.snapshots) snapshots.push_back(&snapshot);
    put_snapshots(snapshots, 0, pair.target);
    return pair;
  }

  const plan::Facts& facts_;
  const plan::Plan& plan_;
  const plan::Options& options_;
  const selector::ByTree* tree_;  // null: the datasets of a backup
  bool has_target_;
  std::unordered_set<std::string> undecided_;                   // targets with newer snapshots, which may be empty
  std::unordered_map<std::string, std::string> unsnapshotted_;  // by source: what needs the snapshot
  std::vector<Pair> pairs_;
};

}  // namespace

std::vector<Pair> find_pairs(const Compared& compared) {
  return Finder(compared).run();
}

}  // namespace match
