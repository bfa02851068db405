#include "troubled_run.hpp"

#include "app/plan/recursive.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

using plan::DatasetIndex;

namespace {

Tags tags_of(const WorldDataset& dataset) {
  Tags tags;
  for (const WorldSnapshot& snapshot : dataset.snapshots) tags.emplace(snapshot.guid, snapshot.tags);
  return tags;
}

bool have_the_same_tags(const World& one, const World& other) {
  return all_tags(one, plan::Side::source) == all_tags(other, plan::Side::source) &&
         all_tags(one, plan::Side::target) == all_tags(other, plan::Side::target);
}

/// As zfs does it: whatever is at or below a root and has a snapshot of that name.
template <class Tagging>
void tag_by_r(World& world, const Tagging& step) {
  for (const std::string& root : step.recursive_roots) {
    const auto at = root.find('@');
    for (auto& [name, dataset] : datasets_of(world, step.side)) {
      WorldSnapshot* const snapshot = dataset.named(root.substr(at + 1));
      if (snapshot == nullptr || !zfs::is_at_or_below(name, root.substr(0, at))) continue;
      if constexpr (std::is_same_v<Tagging, plan::Hold>)
        snapshot->tags.insert(step.tag);
      else
        snapshot->tags.erase(step.tag);
    }
  }
}

std::vector<plan::Item>* items_of(plan::Action& action) {
  if (auto* const hold = std::get_if<plan::Hold>(&action)) return &hold->items;
  if (auto* const release = std::get_if<plan::Release>(&action)) return &release->items;
  if (auto* const verify = std::get_if<plan::Verify>(&action)) return &verify->items;
  if (auto* const mount = std::get_if<plan::Mount>(&action)) return &mount->items;
  return nullptr;
}

}  // namespace

std::map<std::string, WorldDataset>& datasets_of(World& world, plan::Side side) {
  return side == plan::Side::source ? world.source.datasets : world.targets.at(k_tree_target).datasets;
}
const std::map<std::string, WorldDataset>& datasets_of(const World& world, plan::Side side) {
  return datasets_of(const_cast<World&>(world), side);
}

Tags all_tags(const World& world, plan::Side side) {
  Tags tags;
  for (const auto& [name, dataset] : datasets_of(world, side)) {
    for (const auto& [guid, of_one] : tags_of(dataset)) tags[guid].insert(of_one.begin(), of_one.end());
  }
  return tags;
}

TroubledRun::TroubledRun(World& world, const plan::Plan& plan, const plan::Options& options, const Trouble& trouble,
                         Lines& story)
    : world_(world), plan_(plan), options_(options), trouble_(trouble), story_(story) {
  for (DatasetIndex i = 0; i < plan.datasets.size(); ++i) {
    if (plan::is_failure(plan.datasets[i].outcome)) failed_.insert(i);
  }
}

std::string TroubledRun::carry_out() {
  try {
    for (const plan::Phase& phase : plan_.phases) carry_out(phase);
  } catch (const std::out_of_range&) {
    complain("something that it needs is not there");
  }
  for (const std::string& violation : world_.violations) complain("ZFS would refuse: " + violation);
  world_.violations.clear();
  return complaint_;
}

void TroubledRun::fail(DatasetIndex i) {
  failed_.insert(i);
  if (i != plan::k_no_dataset && plan_.datasets[i].moves_in_lane()) copies_are_elsewhere_ = true;
}

void TroubledRun::complain(const std::string& what) {
  if (complaint_.empty()) complaint_ = what;
}

/// A lane of no dataset comes after all before it and before all after it.
void TroubledRun::carry_out(const plan::Phase& phase) {
  phase_ = phase.kind;
  const bool goes_by_names = phase_ == plan::PhaseKind::records || phase_ == plan::PhaseKind::missing;
  if (copies_are_elsewhere_ && goes_by_names) return;
  std::vector<Going> lanes;
  for (const plan::Lane& lane : phase.lanes) {
    const bool serves_several = lane.dataset == plan::k_no_dataset;
    if (serves_several || !trouble_.side_by_side) finish(lanes);
    lanes.push_back({lane.dataset, {lane.steps.begin(), lane.steps.end()}, lane.relying});
    if (serves_several) finish(lanes);
  }
  finish(lanes);
}

void TroubledRun::finish(std::vector<Going>& lanes) {
  while (!lanes.empty()) {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      if (!waits(lanes[i], lanes)) ready.push_back(i);
    }
    if (ready.empty()) return complain("they wait for one another");
    const std::size_t chosen = trouble_.dice.of(ready);
    if (phase_ == plan::PhaseKind::transfer) fail_with_what_it_needs(lanes[chosen].dataset);
    go_on(lanes[chosen]);
    if (lanes[chosen].steps.empty()) lanes.erase(lanes.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
}

bool TroubledRun::waits(const Going& lane, const std::vector<Going>& others) const {
  if (lane.dataset == plan::k_no_dataset) return false;
  return std::ranges::any_of(others, [&](const Going& other) {
    return std::ranges::count(plan_.datasets[lane.dataset].waits_for, other.dataset) != 0;
  });
}

void TroubledRun::fail_with_what_it_needs(DatasetIndex i) {
  if (i == plan::k_no_dataset) return;
  if (std::ranges::any_of(plan_.datasets[i].waits_for, [this](DatasetIndex n) { return failed_.contains(n); })) fail(i);
}

/// Its next step, unless who has failed has no share in that any more.
void TroubledRun::go_on(Going& lane) {
  plan::Step step = std::move(lane.steps.front());
  lane.steps.pop_front();
  const bool goes_on = phase_ == plan::PhaseKind::rename || !failed_.contains(step.dataset);
  if (failed_.contains(lane.dataset) || !goes_on) return;
  if (std::vector<plan::Item>* const items = items_of(step.action)) {
    const auto has_failed = [this](const plan::Item& item) { return failed_.contains(item.dataset); };
    const bool someone_has = std::erase_if(*items, has_failed) != 0 || copies_are_elsewhere_;
    if (items->empty()) return;
    if (someone_has && plan::is_recursive(step)) {  // `-r` would reach them too
      const std::vector<plan::Step> instead = plan::by_name(step);
      lane.steps.insert(lane.steps.begin(), instead.begin(), instead.end());
      return;
    }
  }
  if (is_name_to_stay(step)) return keep_names(lane, step);
  take(step);
}

/// Is it one that gives a copy its name, and fails?
bool TroubledRun::is_name_to_stay(const plan::Step& step) {
  const bool moves_in_lane = step.dataset != plan::k_no_dataset && plan_.datasets[step.dataset].moves_in_lane();
  const bool renames = std::holds_alternative<plan::Rename>(step.action);
  const bool is_harmless =
      std::holds_alternative<plan::Unmount>(step.action) || std::holds_alternative<plan::WriteRecords>(step.action);
  const bool gives_name = (phase_ == plan::PhaseKind::rename && !is_harmless) || (moves_in_lane && renames);
  return gives_name && new_names_++ == trouble_.unrenamed;
}

void TroubledRun::keep_names(Going& lane, const plan::Step& step) {
  story_.push_back("    " + to_text(step) + "  -- refused");
  copies_are_elsewhere_ = true;
  fail(step.dataset);
  for (const DatasetIndex i : lane.relying) fail(i);
  lane.steps.clear();
}

void TroubledRun::take(const plan::Step& step) {
  killed_ = killed_ || done_ == trouble_.killed_after;
  if (killed_) return;
  ++done_;
  story_.push_back("    " + to_text(step));
  if (is_to_break_off(step)) return break_off(step);
  if (is_to_be_refused(step)) return refuse(step);
  if (plan::is_recursive(step)) return tag_recursively(step);
  const std::size_t spared = world_.spared.size();
  world_.apply(step, plan_, options_);
  const auto* const destroy = std::get_if<plan::DestroySnapshots>(&step.action);
  if (destroy != nullptr && destroy->is_in_the_way && world_.spared.size() != spared) fail(step.dataset);
}

bool TroubledRun::is_to_break_off(const plan::Step& step) {
  const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
  return transfer != nullptr && transfer->source == trouble_.breaks_off && streams_++ == trouble_.good_streams;
}

bool TroubledRun::is_to_be_refused(const plan::Step& step) {
  const bool tags =
      std::holds_alternative<plan::Hold>(step.action) || std::holds_alternative<plan::Release>(step.action);
  return tags && taggings_++ == trouble_.refused;
}

/// As it is where the user may not: for all of them.
void TroubledRun::refuse(plan::Step step) {
  story_.back() += "  -- refused";
  for (const plan::Item& item : *items_of(step.action)) fail(item.dataset);
}

/// Half of them leave what has arrived so far.
void TroubledRun::break_off(const plan::Step& step) {
  story_.back() += "  -- broken off";
  fail(step.dataset);
  const auto& transfer = std::get<plan::Transfer>(step.action);
  if (!transfer.token.empty() || trouble_.dice.one_in(2)) return;
  if (!transfer.base.empty())
    return world_.break_off(step, trouble_.dice.index_of(transfer.snapshots()), plan_, options_);
  world_.interrupt_receive(world_.add_on_target(k_tree_target, transfer.target),
                           *world_.source.datasets.at(transfer.source).named(transfer.snapshot), 0);
}

/// As zfs does it, which must be the same as by name.
void TroubledRun::tag_recursively(const plan::Step& step) {
  World by_name = world_;
  for (const plan::Step& each : plan::by_name(step)) by_name.apply(each, plan_, options_);
  if (const auto* const hold = std::get_if<plan::Hold>(&step.action)) tag_by_r(world_, *hold);
  if (const auto* const release = std::get_if<plan::Release>(&step.action)) tag_by_r(world_, *release);
  world_.violations = by_name.violations;
  if (!have_the_same_tags(by_name, world_)) complain("-r does other than by name: " + to_text(step));
}
