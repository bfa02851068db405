// Random trees of a few datasets through a few days, with whatever happens to them: holds and releases reach what is
// meant and nothing else, and nothing is sent before what it needs.
#include "checked_run.hpp"
#include "dice.hpp"
#include "job.hpp"
#include "tree_run.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace {

constexpr int k_trees = k_sanitized ? 1000 : 3000;
/// The days of the runs; between them others make snapshots.
constexpr int k_first_run = 6, k_days_between = 2;

/// Some sort before the '/' of their sibling's children.
const std::vector<std::string> k_children{"a", "a-1", "a.b", "b"};

const std::vector<thinner::Schedule>& tree_schedules() {
  static const std::vector<thinner::Schedule> k_each = [] {
    std::vector<thinner::Schedule> all;
    for (const char* text : {"0", "1", "2", "1,1d1w", "1,4d2w", "1000"}) all.push_back(thinner::parse_schedule(text));
    return all;
  }();
  return k_each;
}

class TreeHistory {
 public:
  TreeHistory(std::uint32_t seed, zfs::SnapshotNames& names, TreeTally& tally)
      : dice_(seed), names_(names), tally_(tally) {
    world_.add_target(k_tree_target);
    own_ = own_tag(world_, k_tree_target);
    choose_options();
    plant();
  }

  /// What is not as it must be, and how it came to that; empty when all is well.
  std::string complaint() {
    for (int ago = k_first_run; ago >= 0; ago -= k_days_between) {
      happen_on_source(ago + 1);
      happen_on_target(ago + 1);
      const std::string complaint = run(ago);
      if (complaint.empty()) continue;
      std::string text = complaint;
      for (const std::string& line : story_) text += "\n" + in_days(line);
      return text;
    }
    return {};
  }

 private:
  void tell(const std::string& line) { story_.push_back("  " + line); }

  // --- The beginning ---

  void choose_options() {
    options_.hold_tag = "tag";
    options_.mapping = selector::Mapping::below(k_tree_target);
    options_.keep_source = dice_.of(tree_schedules());
    options_.keep_target = dice_.of(tree_schedules());
    options_.thinning = !dice_.one_in(3);
    options_.holds = !dice_.one_in(6);
    options_.other_snapshots = dice_.one_in(5);
    options_.rotate = dice_.one_in(2);
    options_.rollback = dice_.one_in(6);
    options_.destroy_incompatible = !options_.rotate && dice_.one_in(3);
    options_.resend_renamed = dice_.one_in(3);
    options_.follow_renames = !options_.resend_renamed && dice_.one_in(2);
    if (dice_.one_in(2)) options_.destroy_missing = thinner::parse_ttl(dice_.one_in(2) ? "1s" : "4d");
    options_.destroys_leaves_only = dice_.one_in(2);
    world_.one_host = dice_.one_in(4);
    if (world_.one_host) world_.rules.exclude_path = k_tree_target;
    tell(std::string(world_.one_host ? "one host, options:" : "options:") +
         (options_.thinning ? "" : " --no-thinning") + (options_.holds ? "" : " --no-holds") +
         (options_.other_snapshots ? " --other-snapshots" : "") + (options_.rotate ? " --on-diverge=rotate" : "") +
         (options_.rollback ? " --rollback" : "") + (options_.destroy_incompatible ? " --destroy-incompatible" : "") +
         (options_.resend_renamed ? " --resend-renamed" : "") + (options_.follow_renames ? " --follow-renames" : "") +
         (options_.destroy_missing ? " --destroy-missing" : ""));
  }

  /// Two to five datasets, which may have snapshots of ours from an earlier time, and tags of others.
  void plant() {
    grow("tank");
    for (int more = 1 + dice_.below(4); more > 0; --more) grow_somewhere();
    for (int ago = k_first_run + 4; ago > k_first_run + 1; --ago) {
      for (auto& [name, dataset] : world_.source.datasets) {
        if (!dice_.one_in(3)) continue;
        WorldSnapshot& snapshot = take(name, dataset, day(ago));
        if (dice_.one_in(10)) hold(name, snapshot, options_.holds && dice_.one_in(2) ? "tag" : "somebody");
      }
    }
    if (dice_.one_in(2)) seed();
  }

  /// As `zfs send -R | zfs receive` does it: what has its key from another has it there, too.
  void seed() {
    tell("send -R tank");
    for (const auto& [name, dataset] : world_.source.datasets) {
      WorldDataset& copy = world_.add_on_target(k_tree_target, k_tree_target + "/" + name);
      for (const WorldSnapshot& snapshot : dataset.snapshots) world_.copy(snapshot, copy);
      copy.encrypted = dataset.encrypted;
      copy.key_loaded = false;
      copy.key = dataset.key;
      copy.locked_by = dataset.locked_by;
      if (!dataset.key_from.empty()) copy.key_from = k_tree_target + "/" + dataset.key_from;
    }
  }

  void grow(const std::string& name) {
    if (world_.source.datasets.contains(name)) return;
    WorldDataset& dataset = world_.add_source(name);
    dataset.written = 1;
    encrypt(name, dataset);
    if (dice_.one_in(5)) dataset.selection = {"false", "local"};
    if (dice_.one_in(6)) dataset.selection.source = "received";
    tell("new " + name + (dataset.selection.value == "true" ? "" : ", not selected"));
  }
  void encrypt(const std::string& name, WorldDataset& dataset) {
    const auto parent = world_.source.datasets.find(std::string(zfs::parent_of(name)));
    const bool inherits = parent != world_.source.datasets.end() && parent->second.encrypted && !dice_.one_in(5);
    dataset.encrypted = inherits || dice_.one_in(3);
    if (!inherits) return;
    dataset.key_from = World::root_of(parent->first, parent->second);
    dataset.locked_by = world_.source.datasets.at(dataset.key_from).key;
    tell(name + " has its key from " + dataset.key_from);
  }
  void grow_somewhere() { grow(any(world_.source.datasets) + "/" + dice_.of(k_children)); }

  // --- What happens between runs ---

  void happen_on_source(int ago) {
    if (dice_.one_in(6) && world_.source.datasets.size() < 5) grow_somewhere();
    if (dice_.one_in(8)) vanish(any(world_.source.datasets));
    const bool is_about_that = options_.follow_renames;
    if (dice_.one_in(is_about_that ? 2 : 6)) rename_somewhere();
    if (dice_.one_in(is_about_that ? 4 : 12)) exchange(any(world_.source.datasets), any(world_.source.datasets));
    if (dice_.one_in(is_about_that ? 2 : 12))
      promote(any(world_.source.datasets), any(world_.source.datasets) + "/" + dice_.of(k_children));
    for (auto& [name, dataset] : world_.source.datasets) {
      if (dice_.one_in(2)) write(name, dataset, 1);
      if (dice_.one_in(8)) take(name, dataset, "manual" + std::to_string(ago));
      if (dice_.one_in(8)) take(name, dataset, day(ago));  // another job with the same names
      if (dice_.one_in(12)) select_or_not(name, dataset);
      if (dice_.one_in(12)) hold_some(name, dataset, {"somebody", "tag:99999999"});
      if (dice_.one_in(12)) lose_some(name, dataset);
      if (dice_.one_in(40)) recreate(name, dataset);
      if (dice_.one_in(8) && dataset.encrypted && dataset.key_from.empty()) {
        tell("change-key " + name);
        World::change_key(world_.source, name);
      }
    }
  }

  void happen_on_target(int ago) {
    auto& datasets = world_.targets.at(k_tree_target).datasets;
    if (dice_.one_in(8)) add_copies_of_another_job();
    for (auto& [name, dataset] : datasets) {
      if (name == k_tree_target || dataset.partial || is_half_made(name)) continue;
      if (dice_.one_in(8)) write(name, dataset, 5);
      if (dice_.one_in(12)) take(name, dataset, "mine" + std::to_string(ago));
      if (dice_.one_in(12)) diverge(name, dataset, dice_.one_in(2) ? day(ago) : day(ago - 1));
      if (dice_.one_in(12)) hold_some(name, dataset, {"somebody"});
      if (dice_.one_in(12)) inherit_key(name, dataset);
    }
  }

  /// A clone that is not mounted.
  static bool is_half_made(const std::string& copy) {
    return copy.ends_with(".zwinnow-rotating") || copy.find(".zwinnow-moving") != copy.npos;
  }

  /// With all below it.
  void vanish(const std::string& name) {
    if (name == "tank" || has_clones_elsewhere(name)) return;
    tell("destroy -r " + name);
    std::erase_if(world_.source.datasets, [&](const auto& one) { return zfs::is_at_or_below(one.first, name); });
  }

  bool has_clones_elsewhere(const std::string& name) const {
    return std::ranges::any_of(world_.source.datasets, [&](const auto& one) {
      const std::string& origin = one.second.origin;
      return !zfs::is_at_or_below(one.first, name) && zfs::is_at_or_below(origin.substr(0, origin.find('@')), name);
    });
  }

  /// Another one may get its name.
  void rename_somewhere() {
    const std::string from = any(world_.source.datasets);
    rename(from, any(world_.source.datasets) + "/" + dice_.of(k_children));
    if (dice_.one_in(3) && world_.source.datasets.contains(std::string(zfs::parent_of(from)))) grow(from);
  }

  /// The names of two datasets; their copies keep theirs.
  void exchange(const std::string& one, const std::string& other) {
    const std::string between = "tank/between";
    auto& datasets = world_.source.datasets;
    if (one == "tank" || other == "tank" || zfs::is_at_or_below(one, other) || zfs::is_at_or_below(other, one)) return;
    if (!can_be_renamed(datasets, one, between) || !can_be_renamed(datasets, other, between)) return;
    tell("exchange " + one + " and " + other);
    move(datasets, one, between);
    move(datasets, other, one);
    move(datasets, between, other);
  }

  /// A clone of an older snapshot takes all up to that along.
  void promote(const std::string& from, const std::string& name) {
    auto& datasets = world_.source.datasets;
    WorldDataset& former = datasets.at(from);
    if (from == "tank" || former.encrypted || former.snapshots.empty() || datasets.contains(name)) return;
    const std::size_t last = dice_.index_of(former.snapshots);
    tell("clone " + from + "@" + former.snapshots[last].name + " " + name + ", and promote it");
    WorldDataset& clone = world_.add_source(name);
    clone.written = 1;
    clone.origin = former.origin;
    const auto end = former.snapshots.begin() + static_cast<std::ptrdiff_t>(last) + 1;
    clone.snapshots.assign(former.snapshots.begin(), end);
    clone.snapshots.back().has_clones = true;
    for (auto& [other, dataset] : datasets) {
      const auto at = dataset.origin.find('@');
      const bool moves = &dataset != &clone && dataset.origin.substr(0, at) == from &&
                         clone.named(dataset.origin.substr(at + 1)) != nullptr;
      if (moves) dataset.origin.replace(0, at, name);
    }
    former.snapshots.erase(former.snapshots.begin(), end);
    former.origin = name + "@" + clone.snapshots.back().name;
  }

  /// With all below it; its copy, too, or not.
  void rename(const std::string& from, const std::string& to) {
    if (from == "tank" || !can_be_renamed(world_.source.datasets, from, to)) return;
    tell("rename " + from + " " + to);
    move(world_.source.datasets, from, to);
    auto& copies = world_.targets.at(k_tree_target).datasets;
    const std::string copy = k_tree_target + "/" + from, copy_to = k_tree_target + "/" + to;
    if (dice_.one_in(2) || !can_be_renamed(copies, copy, copy_to)) return;
    tell("rename " + copy + " " + copy_to);
    move(copies, copy, copy_to);
  }
  /// What has its key from above must stay below that.
  static bool can_be_renamed(const std::map<std::string, WorldDataset>& datasets, const std::string& from,
                             const std::string& to) {
    const auto dataset = datasets.find(from);
    return dataset != datasets.end() && !datasets.contains(to) && !zfs::is_at_or_below(to, from) &&
           datasets.contains(std::string(zfs::parent_of(to))) &&
           (dataset->second.key_from.empty() || zfs::is_at_or_below(to, dataset->second.key_from));
  }
  static void move(std::map<std::string, WorldDataset>& datasets, const std::string& from, const std::string& to) {
    const auto renamed = [&](const std::string& name) {
      return zfs::is_at_or_below(name, from) ? to + name.substr(from.size()) : name;
    };
    std::map<std::string, WorldDataset> all;
    for (auto& [name, dataset] : datasets) {
      dataset.key_from = renamed(dataset.key_from);
      const auto at = std::min(dataset.origin.find('@'), dataset.origin.size());
      dataset.origin.replace(0, at, renamed(dataset.origin.substr(0, at)));
      all.emplace(renamed(name), std::move(dataset));
    }
    datasets = std::move(all);
  }

  /// Destroyed and made anew: what is there of it is a copy of what is gone.
  void recreate(const std::string& name, WorldDataset& dataset) {
    if (name == "tank" || has_clones_elsewhere(name)) return;
    tell("recreate " + name);
    dataset.guid = world_.new_guid();
    dataset.origin.clear();
    dataset.snapshots.clear();
    dataset.written = 1;
  }

  /// `zfs change-key -i`, when somebody has loaded both keys.
  void inherit_key(const std::string& name, WorldDataset& dataset) {
    auto& side = world_.targets.at(k_tree_target);
    const std::string parent(zfs::parent_of(name));
    const auto above = side.datasets.find(parent);
    const bool is_root =
        std::ranges::any_of(side.datasets, [&](const auto& one) { return one.second.key_from == name; });
    if (above == side.datasets.end() || !above->second.encrypted || !dataset.encrypted || is_root) return;
    tell("change-key -i " + name);
    dataset.key_from = World::root_of(parent, above->second);
    dataset.locked_by = side.datasets.at(dataset.key_from).key;
  }

  /// Below ours, beside it or above: with snapshots that are called as ours are and held by the same tag.
  void add_copies_of_another_job() {
    const std::string parent = any(world_.targets.at(k_tree_target).datasets);
    const std::string name = dice_.one_in(6) ? "lake" : parent + (parent == k_tree_target ? "/other" : "/theirs");
    if (world_.targets.at(k_tree_target).datasets.contains(name) || is_half_made(parent)) return;
    tell("new " + name);
    WorldDataset& dataset = world_.add_on_target(k_tree_target, name);
    if (dice_.one_in(2)) dataset.record = zfs::SourceRecord{1'000'000'000, 1, name};  // another host's
    for (int ago = k_first_run + 4; ago >= 0; --ago) {
      if (!dice_.one_in(3)) continue;
      WorldSnapshot& snapshot = take(name, dataset, day(ago));
      if (dice_.one_in(3)) hold(name, snapshot, dice_.one_in(2) ? "tag" : own_);
    }
  }

  void write(const std::string& name, WorldDataset& dataset, std::uint64_t bytes) {
    tell("write to " + name);
    dataset.written += bytes;
  }
  WorldSnapshot& take(const std::string& name, WorldDataset& dataset, const std::string& snapshot) {
    if (WorldSnapshot* const there = dataset.named(snapshot)) return *there;
    tell("snapshot " + name + "@" + snapshot);
    return world_.snapshot(dataset, snapshot, std::exchange(dataset.written, 0));
  }
  /// By a snapshot that is called as one of the source's, maybe the coming run's.
  void diverge(const std::string& name, WorldDataset& dataset, const std::string& snapshot) {
    write(name, dataset, 5);
    take(name, dataset, snapshot);
  }
  void select_or_not(const std::string& name, WorldDataset& dataset) {
    const bool is_selected = dataset.selection.value == "true";
    tell((is_selected ? "deselect " : "select ") + name);
    dataset.selection.value = is_selected ? "false" : "true";
  }
  void hold(const std::string& name, WorldSnapshot& snapshot, const std::string& tag) {
    tell("hold " + name + "@" + snapshot.name + " as " + tag);
    snapshot.tags.insert(tag);
  }
  void hold_some(const std::string& name, WorldDataset& dataset, const std::vector<std::string>& tags) {
    if (!dataset.snapshots.empty()) hold(name, dataset.snapshots[dice_.index_of(dataset.snapshots)], dice_.of(tags));
  }
  void lose_some(const std::string& name, WorldDataset& dataset) {
    if (dataset.snapshots.empty()) return;
    const auto lost = dataset.snapshots.begin() + static_cast<std::ptrdiff_t>(dice_.index_of(dataset.snapshots));
    if (!lost->tags.empty() || lost->has_clones) return;
    tell("destroy " + name + "@" + lost->name);
    dataset.snapshots.erase(lost);
  }

  std::string any(const std::map<std::string, WorldDataset>& datasets) {
    return std::next(datasets.begin(), static_cast<std::ptrdiff_t>(dice_.index_of(datasets)))->first;
  }

  // --- The runs ---

  std::string run(int ago) {
    options_.now = k_now - std::chrono::hours{24 * ago};
    options_.snapshot_name = dice_.one_in(8) ? "" : day(ago);
    Trouble trouble{.dice = dice_};
    if (dice_.one_in(4)) trouble.breaks_off = any(world_.source.datasets);
    if (dice_.one_in(3)) trouble.good_streams = 1;
    if (dice_.one_in(6)) trouble.refused = static_cast<std::size_t>(dice_.below(6));
    if (dice_.one_in(5)) trouble.unrenamed = static_cast<std::size_t>(dice_.below(4));
    if (dice_.one_in(6)) trouble.killed_after = static_cast<std::size_t>(dice_.below(25));
    trouble.side_by_side = dice_.one_in(2);
    tell("run " + options_.snapshot_name);
    world_.unsnapshotted.clear();
    if (dice_.one_in(6)) world_.unsnapshotted.emplace(any(world_.source.datasets), "out of space");
    return checked_tree_run(world_, options_, trouble, names_, {tally_, story_});
  }

  Dice dice_;
  zfs::SnapshotNames& names_;
  TreeTally& tally_;
  World world_;
  plan::Options options_;
  std::string own_;
  Lines story_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(trees)

BOOST_AUTO_TEST_CASE(of_random_histories) {
  zfs::SnapshotNames names(name_format());
  TreeTally tally;
  int complaints = 0;
  for (int seed = 0; seed < k_trees && complaints < 5; ++seed) {
    TreeHistory history(static_cast<std::uint32_t>(seed), names, tally);
    const std::string complaint = history.complaint();
    if (complaint.empty()) continue;
    ++complaints;
    BOOST_ERROR("history of seed " << seed << ": " << complaint);
  }
  BOOST_TEST_MESSAGE(tally.runs << " runs: " << tally.good << " good, " << tally.failed << " failed, " << tally.killed
                                << " killed; " << tally.recursive_holds << " hold -r, " << tally.recursive_releases
                                << " release -r, " << tally.first_receives_below_others << " first receives below, "
                                << tally.rotations << " rotations, " << tally.families << " after their key, "
                                << tally.out_of_order << " out of order, " << tally.renamed << " renamed, "
                                << tally.missing_destroyed << " destroyed as missing, " << tally.followed
                                << " followed, " << tally.promoted << " promoted");
  if (complaints != 0) return;
  // That is what they were about.
  for (const int came_up : {tally.good, tally.failed, tally.killed, tally.recursive_holds, tally.recursive_releases,
                            tally.first_receives_below_others, tally.rotations, tally.out_of_order})
    BOOST_TEST(came_up > k_trees / 10);
  for (const int came_up : {tally.families, tally.renamed, tally.missing_destroyed, tally.followed})
    BOOST_TEST(came_up > k_trees / 30);
  BOOST_TEST(tally.promoted > k_trees / 60);
}

BOOST_AUTO_TEST_SUITE_END()
