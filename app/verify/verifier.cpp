#include "app/verify/verifier.hpp"

#include "app/run/blame.hpp"
#include "app/run/survey.hpp"
#include "app/verify/script.hpp"
#include "transport/explain.hpp"

#include <utility>

namespace verify {

namespace {

std::string node(Side side) {
  return side == Side::source ? "[Source] " : "[Target] ";
}

const std::string& snapshot_of(const Pair& pair, Side side) {
  return side == Side::source ? pair.source_snapshot : pair.target_snapshot;
}

std::string summary(const Findings& findings) {
  const std::size_t count = findings.differences.size();
  std::string text = count == 1 ? "1 difference" : std::to_string(count) + " differences";
  if (findings.unreadable[0] || findings.unreadable[1])
    return text + "; look at zpool status -v there, and scrub the pool";
  return text +
         ": what is there is not what was sent. Scrub both pools; if the copy is what is wrong, zfs rename -u it to a "
         "name that ends in .diverged-1, and let zwinnow backup send it anew";
}

}  // namespace

std::string clone_for(const Pair& pair, Side side, const Settings& settings) {
  const std::string_view volume = side == Side::source ? std::string_view(pair.source->name) : pair.target;
  return std::string(zfs::parent_of(volume)) + "/" + settings.prefix + "-" +
         std::string(volume.substr(volume.rfind('/') + 1));
}

transport::Argv command_for(const Pair& pair, Side side, const Settings& settings) {
  const std::string& snapshot = snapshot_of(pair, side);
  if (!pair.is_volume()) return list_filesystem(snapshot, settings.percent, settings.prefix);
  return list_volume(snapshot, clone_for(pair, side, settings), settings.percent, settings.selection_property);
}

std::size_t Verifier::run() {
  fill();
  shell_.wait();
  if (!interrupted_) return failed_;
  clear_up();
  throw run::Aborted();
}

void Verifier::fill() {
  while (tasks_.size() < settings_.jobs && next_ < pairs_.size() && !interrupted_) start_next();
}

void Verifier::start_next() {
  const Pair& pair = pairs_[next_++];
  if (!pair.problem.empty()) {
    ++done_;
    return fail(pair, pair.problem);
  }
  listener_.verifying(pair);
  auto comparison = pair.is_volume() ? compare_volumes(settings_.percent) : compare_trees(settings_.percent);
  tasks_.push_back({.pair = &pair, .comparison = std::move(comparison), .trouble = {}, .said = {}});
  for (const Side side : k_sides) start_side(std::prev(tasks_.end()), side);
}

void Verifier::start_side(TaskAt task, Side side) {
  const auto line = [task, side](std::string_view text) {
    if (!task->trouble[index(side)].empty()) return;
    try {
      task->comparison->line(side, text);
    } catch (const ListingError& error) {
      task->trouble[index(side)] = error.what();
    }
  };
  shell_.start(
      side, transport::Pipeline{{{shell_.host(side), command_for(*task->pair, side, settings_)}}}, line,
      [this, task, side](const transport::Result& result) { side_ended(task, side, result); },
      [this](std::string_view /*sign of life*/) { listener_.at_work(done_, pairs_.size()); });
}

void Verifier::side_ended(TaskAt task, Side side, const transport::Result& result) {
  if (result.interrupted) {
    interrupted_ = true;
    if (task->pair->is_volume()) to_be_cleared_[index(side)].push_back(clone_for(*task->pair, side, settings_));
  }
  std::string& said = task->said[index(side)];
  said = transport::telling_line(result.stages.front().stderr_tail, *result.dialect);
  // Before what is wrong with its listing: it explains one that is cut.
  const bool speaks_for_itself = !said.empty() && !result.connection_failed;
  if (!result.ok()) task->trouble[index(side)] = run::with_advice(speaks_for_itself ? said : result.error());
  if (--task->sides_running > 0) return;
  if (!interrupted_) judge(*task);
  tasks_.erase(task);
  ++done_;
  fill();
}

void Verifier::judge(const Task& task) {
  for (const Side side : k_sides) {
    const std::string& trouble = task.trouble[index(side)];
    if (!trouble.empty()) return fail(*task.pair, "not verified: " + node(side) + trouble);
  }
  try {
    Findings findings = task.comparison->finish();
    if (findings.equal()) return listener_.verified(*task.pair, findings);
    for (const Side side : k_sides) {
      const std::string& said = task.said[index(side)];
      if (findings.unreadable[index(side)] && !said.empty()) findings.differences.push_back(node(side) + said);
    }
    fail(*task.pair, summary(findings), findings.differences);
  } catch (const ListingError& error) {
    fail(*task.pair, std::string("not verified: ") + error.what());
  }
}

void Verifier::fail(const Pair& pair, const std::string& reason, const std::vector<std::string>& details) {
  ++failed_;
  listener_.failed(pair, reason, details);
}

/// What runs on another host does not hear our signal, only that nobody reads any more.
void Verifier::clear_up() {
  shell_.go_on_after_signal();
  for (const Side side : k_sides) {
    const transport::Result result =
        shell_.run(side, wait_until_cleared(settings_.prefix, to_be_cleared_[index(side)]));
    if (!result.ok()) listener_.left_behind(side, result.error());
  }
}

}  // namespace verify
