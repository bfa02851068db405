// Random short histories: whatever they are, the plan is carried out as ZFS allows, no base is lost, and then there is
// nothing left to do.
#include "app/plan/retain/thinning.hpp"
#include "checked_run.hpp"
#include "dice.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace {

constexpr int k_histories = k_sanitized ? 8'000 : 40'000;

const std::vector<thinner::Schedule>& schedules() {
  static const std::vector<thinner::Schedule> k_all = [] {
    std::vector<thinner::Schedule> all;
    for (const char* text : {"0", "1", "2", "1,1d1w", "1d1w", "2d1w,1w1m", "1w1m", "3,1m1y", "1000"}) {
      all.push_back(thinner::parse_schedule(text));
    }
    return all;
  }();
  return k_all;
}

const std::vector<std::string>& foreign_names() {
  static const std::vector<std::string> k_names{"foreign", "manual", "test-2", "x", "y", "z"};
  return k_names;
}

/// A name that the dataset has not yet; mostly of ours, mostly newer than the last one.
std::string new_name(Dice& dice, const WorldDataset& dataset, int& ago) {
  for (;;) {
    std::string name = dice.one_in(4) ? dice.of(foreign_names()) : day(dice.one_in(15) ? dice.below(40) + 1 : ago);
    if (ago > 1) ago -= 1 + dice.below(std::min(4, ago));
    if (ago < 1) ago = 1;
    const bool taken = std::ranges::any_of(dataset.snapshots, [&](const WorldSnapshot& s) { return s.name == name; });
    if (!taken) return name;
    if (ago == 1) ago = 2 + dice.below(60);
  }
}

std::set<std::string> some_tags(Dice& dice) {
  static const std::vector<std::string> k_tags{"somebody", "tag:99999999", "tag", "tag", "own"};
  if (!dice.one_in(4)) return {};
  return {dice.of(k_tags)};
}

void random_source(Dice& dice, World& world, WorldDataset& source) {
  int ago = 10 + dice.below(50);
  source.encrypted = dice.one_in(4);
  const int count = dice.below(6);
  for (int i = 0; i < count; ++i) {
    WorldSnapshot& snapshot = world.snapshot(source, new_name(dice, source, ago), dice.one_in(3) ? 0 : 10);
    snapshot.has_clones = dice.one_in(12);
    snapshot.tags = some_tags(dice);
  }
  source.written = dice.one_in(3) ? 0 : 10;
  if (dice.one_in(12)) world.unsnapshotted.emplace("tank", "out of space");
}

/// How its copy came there: as it is now sent, or in another way; and the target may have given it another key since.
void random_encryption(Dice& dice, World& world, const WorldDataset& source, WorldDataset& target) {
  const bool raw = source.encrypted && !dice.one_in(4);
  const bool in_vault = dice.one_in(8) || (source.encrypted && !raw && dice.one_in(2));
  target.encrypted = raw || in_vault;
  for (WorldSnapshot& snapshot : target.snapshots) snapshot.in_plain = !raw;
  if (!in_vault) return;
  WorldDataset& vault = world.targets.at("backup").datasets.at("backup");
  vault.encrypted = true;
  vault.key_loaded = !dice.one_in(3);
  if (!raw || !dice.one_in(6)) target.key_from = "backup";
}

/// The target: some of what the source had, some of that gone on either side since, and some of its own.
void random_target(Dice& dice, World& world, WorldDataset& source, WorldDataset& target) {
  const std::size_t sent = static_cast<std::size_t>(dice.below(static_cast<int>(source.snapshots.size()) + 1));
  for (std::size_t i = 0; i < sent; ++i) {
    if (dice.one_in(3)) continue;
    WorldSnapshot& copy = world.copy(source.snapshots[i], target);
    copy.has_clones = dice.one_in(12);
    if (source.snapshots[i].tags.contains("tag") || dice.one_in(20)) copy.tags = {"tag"};
    if (source.snapshots[i].tags.contains("own")) copy.tags.insert("own");
    if (dice.one_in(20)) copy.name += "-renamed";
  }
  int ago = 1 + dice.below(20);
  for (int i = dice.below(6) - 3; i > 0; --i) {
    std::string name = new_name(dice, target, ago);
    if (dice.one_in(4) && !source.snapshots.empty())
      name = source.snapshots.back().name;  // of the same name, but another
    if (target.named(name) == nullptr) world.snapshot(target, name, dice.one_in(2) ? 0 : 5);
  }
  target.written = dice.one_in(6) ? 5 : 0;
  for (std::size_t i = source.snapshots.size(); i-- > 0;) {
    if (dice.one_in(10)) source.snapshots.erase(source.snapshots.begin() + static_cast<std::ptrdiff_t>(i));
  }
  // Incompatible ones that cannot be destroyed fail the dataset when it comes to that: no matter for the plan.
  for (WorldSnapshot& snapshot : target.snapshots) {
    if (source.with_guid(snapshot.guid) != nullptr) continue;
    snapshot.has_clones = false;
    snapshot.tags.clear();
  }
  random_encryption(dice, world, source, target);
}

void random_partial(Dice& dice, World& world, WorldDataset& source, WorldDataset& target) {
  if (source.snapshots.empty()) return;
  const WorldSnapshot to = dice.of(source.snapshots);
  // An increment starts from a snapshot of the target; a full stream is what a target without any can have.
  const std::uint64_t from = target.snapshots.empty() ? 0 : dice.of(target.snapshots).guid;
  world.interrupt_receive(target, to, from, dice.one_in(5) != source.encrypted);
}

/// Who turned holds (or sending, and with it holding) off has told us not to know: whose the plain tag is cannot be
/// told then.
void forget_unsure_tags(const World& world, WorldDataset& source) {
  const auto& there = world.targets.at("backup").datasets;
  const auto target = there.find("backup/tank");
  const std::string own = own_tag(world, "backup");
  const bool has_own = std::ranges::any_of(source.snapshots, [&](const auto& s) { return s.tags.contains(own); });
  for (WorldSnapshot& snapshot : source.snapshots) {
    if (has_own || target == there.end() || target->second.with_guid(snapshot.guid) == nullptr)
      snapshot.tags.erase("tag");
  }
}

/// Older than a base that is held on both sides nothing carries a tag of ours: a run that ended has released it, and
/// one that was killed has not held its base on the target yet.
void forget_tags_behind_the_base(const World& world, WorldDataset& source) {
  const auto& there = world.targets.at("backup").datasets;
  const auto target = there.find("backup/tank");
  if (target == there.end()) return;
  const std::uint64_t base_txg = common_base(source, target->second);
  const auto base = std::ranges::find(source.snapshots, base_txg, &WorldSnapshot::txg);
  if (base == source.snapshots.end()) return;
  const auto is_held_by = [&](const std::string& tag) {
    return base->tags.contains(tag) && target->second.with_guid(base->guid)->tags.contains(tag);
  };
  const std::string own = own_tag(world, "backup");
  for (auto older = source.snapshots.begin(); older != base; ++older) {
    if (is_held_by("tag")) older->tags.erase("tag");
    if (is_held_by("tag") || is_held_by(own)) older->tags.erase(own);
  }
}

plan::Options random_options(Dice& dice) {
  plan::Options options;
  options.now = k_now;
  options.hold_tag = "tag";
  options.mapping = selector::Mapping::below("backup");
  options.explain = true;
  options.keep_source = dice.of(schedules());
  options.keep_target = dice.of(schedules());
  if (!dice.one_in(3)) options.snapshot_name = day(0);
  options.min_change = dice.one_in(6) ? 0 : 1;
  options.thinning = !dice.one_in(8);
  options.send = !dice.one_in(8);
  options.holds = !dice.one_in(6);
  options.other_snapshots = dice.one_in(4);
  options.rollback = dice.one_in(4);
  options.destroy_incompatible = dice.one_in(3);
  options.rotate = !options.destroy_incompatible && dice.one_in(2);
  if (dice.one_in(12)) options.mapping = {};
  options.bookmarks = dice.one_in(5);
  options.decrypt = dice.one_in(5);
  options.encrypt = dice.one_in(5);
  if (dice.one_in(8)) options.settings.filter_properties = {"encryption"};
  return options;
}

/// Pools with one dataset, and a job.
struct History {
  World world;
  plan::Options options;

  explicit History(Dice& dice) {
    world.add_target("backup");
    WorldDataset& source = world.add_source("tank");
    random_source(dice, world, source);
    if (!dice.one_in(5)) {
      WorldDataset& target = world.add_on_target("backup", "backup/tank");
      random_target(dice, world, source, target);
      if (dice.one_in(5)) random_partial(dice, world, source, target);
    }
    const std::string own = own_tag(world, "backup");
    const auto name_own_tags = [&own](WorldDataset& dataset) {
      for (WorldSnapshot& snapshot : dataset.snapshots) {
        if (snapshot.tags.erase("own") != 0) snapshot.tags.insert(own);
      }
    };
    name_own_tags(source);
    for (auto& [name, dataset] : world.targets.at("backup").datasets) name_own_tags(dataset);
    forget_tags_behind_the_base(world, source);
    if (dice.one_in(3)) world.source.version.reset();
    options = random_options(dice);
    if (!options.holds || !options.send) forget_unsure_tags(world, source);
  }
};

const plan::Transfer* range_of(const plan::Step& step) {
  const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
  return transfer == nullptr || transfer->between.empty() ? nullptr : transfer;
}

/// Carries the plan out as far as somewhere within its first stream of several snapshots. Gives what this would have
/// brought; nothing when there is none.
std::set<std::string> break_off(Dice& dice, World& world, const plan::Plan& plan, const plan::Options& options) {
  const std::vector<plan::Step> steps = steps_of(plan);
  const auto found = std::ranges::find_if(steps, [](const plan::Step& step) { return range_of(step) != nullptr; });
  if (found == steps.end()) return {};
  for (auto step = steps.begin(); step != found; ++step) world.apply(*step, plan, options);
  const std::vector<std::string> all = range_of(*found)->snapshots();
  world.break_off(*found, static_cast<std::size_t>(dice.below(static_cast<int>(all.size()))), plan, options);
  if (dice.one_in(2)) world.targets.at("backup").datasets.at("backup/tank").partial.reset();
  return {all.begin(), all.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(properties)

BOOST_AUTO_TEST_CASE(of_random_histories) {
  zfs::SnapshotNames names(name_format());
  Tally tally;
  for (int number = 0; number < k_histories; ++number) {
    Dice dice(static_cast<std::uint32_t>(number));
    History history(dice);
    if (const std::string complaint = checked_run(history.world, history.options, names, tally); !complaint.empty()) {
      BOOST_ERROR("history " << number << ": " << complaint);
      if (tally.complaints > 5) break;
    }
  }
  // That is what they were about: each kind of outcome came up.
  BOOST_TEST(tally.runs == k_histories);
  for (std::size_t kind = 0; kind < tally.outcomes.size(); ++kind) {
    const bool possible = kind < plan::Outcome(plan::OntoItself{}).index();  // the others need more than one dataset
    BOOST_TEST((tally.outcomes[kind] > 10) == possible, "outcome " << kind << " came up " << tally.outcomes[kind]);
  }
  BOOST_TEST(tally.destroys > k_histories / 10);
  BOOST_TEST(tally.ranges > k_histories / 100);
}

BOOST_AUTO_TEST_CASE(of_streams_that_break_off) {
  // Of several snapshots some have arrived, and a part of one more or not even that: the next run sends the rest.
  zfs::SnapshotNames names(name_format());
  Tally tally;
  for (int number = 0; number < k_histories; ++number) {
    Dice dice(static_cast<std::uint32_t>(number));
    History history(dice);
    if (history.options.mapping.root().empty()) continue;
    const auto planned = history.world.plan(history.options, &names);
    std::set<std::string> promised = break_off(dice, history.world, planned->plan, history.options);
    if (promised.empty()) continue;
    std::string complaint = checked_run(history.world, history.options, names, tally);
    for (const WorldSnapshot& snapshot : history.world.targets.at("backup").datasets.at("backup/tank").snapshots)
      promised.erase(snapshot.name);
    if (complaint.empty() && !promised.empty()) complaint = "never received: " + in_days(*promised.begin());
    if (!complaint.empty()) BOOST_ERROR("history " << number << ": " << complaint);
    if (tally.complaints > 5) break;
  }
  BOOST_TEST(tally.runs > k_histories / 200);
}

BOOST_AUTO_TEST_CASE(of_thinning) {
  // Foreign ones are none of its business, the newest of ours stays, and each has its verdict.
  zfs::SnapshotNames names(name_format());
  for (int number = 0; number < k_histories / 2; ++number) {
    Dice dice(static_cast<std::uint32_t>(number));
    std::vector<zfs::Snapshot> snapshots;
    const int count = dice.below(8);
    for (int i = 0; i < count; ++i) {
      snapshots.push_back(
          {.name = &names.intern(dice.one_in(3) ? dice.of(foreign_names()) : day(dice.below(500) - 20))});
    }
    plan::Snapshots pointers;
    for (const zfs::Snapshot& snapshot : snapshots) pointers.push_back(&snapshot);
    plan::Options options;
    options.now = k_now;
    const auto [obsolete, verdicts, clock_step] = plan::schedule(pointers, dice.of(schedules()), options);
    BOOST_REQUIRE(!clock_step);
    BOOST_REQUIRE(obsolete.size() == snapshots.size());
    BOOST_REQUIRE(verdicts.size() == snapshots.size());
    bool is_newest_of_ours = true;
    for (std::size_t i = snapshots.size(); i-- > 0;) {
      const bool ours = snapshots[i].ours();
      const bool stays = !ours || is_newest_of_ours || verdicts[i].keep();
      BOOST_REQUIRE(obsolete[i] == !stays);
      if (ours) is_newest_of_ours = false;
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
