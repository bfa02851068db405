#include "app/run/destroyer.hpp"

#include "app/run/blame.hpp"
#include "app/run/holds.hpp"
#include "app/run/survey.hpp"
#include "selector/commands.hpp"
#include "selector/parse.hpp"

#include <algorithm>
#include <stdexcept>

namespace run {

namespace {

std::vector<std::string> full_names(const plan::DestroySnapshots& what) {
  std::vector<std::string> names;
  for (const std::string& snapshot : what.snapshots) names.push_back(what.dataset + "@" + snapshot);
  return names;
}

/// Whether the snapshots still are what was planned on could not be found out.
class LookFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Somebody else has destroyed them all meanwhile.
bool says_gone(const transport::Result& result) {
  return result.stages.back().stderr_tail.find("could not find any snapshots to destroy") != std::string::npos;
}

}  // namespace

std::vector<std::string> Destroyer::destroy(const plan::Step& step, const plan::DestroySnapshots& what,
                                            const std::string& own_tag, bool look_first) {
  plan::DestroySnapshots rest = what;
  try {
    if (look_first) rest.snapshots = still_the_same(what);
  } catch (const LookFailed& failure) {
    return {failure.what()};
  }
  if (rest.snapshots.empty()) return {};

  const transport::Result first = attempt(step, rest);
  if (first.ok() || says_gone(first)) return {};
  if (first.connection_failed) return {first.error()};

  // All or nothing: so nothing has gone yet. Leave out what cannot go, and try the others once more.
  std::vector<std::string> reasons;
  spare_held(rest, step, own_tag);
  const auto refused = blamed(first, "dataset is busy");  // that is how zfs says "held"
  std::erase_if(rest.snapshots, [&](const std::string& snapshot) {
    const auto found = refused.find(what.dataset + "@" + snapshot);
    if (found != refused.end()) reasons.push_back(found->second);
    return found != refused.end();
  });
  if (rest.snapshots.empty()) return reasons;
  const transport::Result second = attempt(step, rest);
  if (!second.ok()) reasons.push_back(second.error());
  return reasons;
}

transport::Result Destroyer::attempt(const plan::Step& step, const plan::DestroySnapshots& what) {
  transport::Result result = shell_.run(what.side, plan::compile({what, step.dataset, step.why}, context_));
  if (result.interrupted) throw Aborted();
  return result;
}

/// Takes out what others hold. Our own tag on a target snapshot that is to go is what a killed run left: it serves
/// nobody.
void Destroyer::spare_held(plan::DestroySnapshots& what, const plan::Step& step, const std::string& own_tag) {
  selector::HoldTags holds;
  start_reading_holds(shell_, what.side, full_names(what), holds, {});
  shell_.wait();
  std::erase_if(what.snapshots, [&](const std::string& snapshot) {
    const std::string name = what.dataset + "@" + snapshot;
    std::vector<std::string>& tags = holds[name];
    if (what.side == plan::Side::target && std::erase(tags, own_tag) != 0 && tags.empty()) {
      shell_.run(what.side, plan::compile({plan::Release{what.side, own_tag, {{step.dataset, name}}}, step.dataset, ""},
                                          context_));
    }
    if (tags.empty()) return false;
    events_.warning(std::string(what.side == plan::Side::source ? "[Source] " : "[Target] ") + name +
                    ": Keeping, it is held by '" + tags.front() + "'");
    return true;
  });
}

/// The snapshots that still have the guid which the plan went by.
std::vector<std::string> Destroyer::still_the_same(const plan::DestroySnapshots& what) {
  const selector::Inventory& inventory = what.side == plan::Side::source ? *facts_.source : *facts_.target;
  const selector::Dataset* const dataset = inventory.find(what.dataset);
  selector::Guids now;
  const transport::Result result = shell_.run(what.side, selector::list_guids(full_names(what)),
                                              [&now](std::string_view l) { selector::parse_guid_line(l, now); });
  if (result.interrupted) throw Aborted();
  if (result.connection_failed) throw LookFailed(result.error());
  std::vector<std::string> same;
  for (const std::string& name : what.snapshots) {
    const auto found = now.find(what.dataset + "@" + name);
    if (found == now.end() || dataset == nullptr) continue;
    const auto planned =
        std::ranges::find(dataset->snapshots, name, [](const auto& s) -> const std::string& { return s.name->text; });
    // One that was not there when listed arrived in this run, under our eyes.
    const bool arrived_since = planned == dataset->snapshots.end();
    if (arrived_since || planned->guid == found->second) same.push_back(name);
  }
  return same;
}

}  // namespace run
