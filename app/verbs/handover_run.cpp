#include "app/verbs/handover_run.hpp"

#include "app/cli/verb.hpp"
#include "app/plan/rights.hpp"
#include "app/plan/words.hpp"
#include "app/run/account.hpp"
#include "app/run/errors.hpp"
#include "app/verbs/job_run.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <utility>

namespace app::verbs {

namespace {

using plan::Side;
using plan::StageKind;

/// What the steps of one side take of a user who is not root.
struct Taken {
  zfs::Permissions permissions;
  bool mounts = false;
};

void add(const plan::Step& step, Taken& taken) {
  if (const auto* const set = std::get_if<plan::SetProperties>(&step.action)) {
    for (const std::string& assignment : set->assignments)
      taken.permissions.emplace(plan::permission_for(assignment.substr(0, assignment.find('='))));
  } else if (const auto* const cleared = std::get_if<plan::ClearProperty>(&step.action)) {
    taken.permissions.emplace(plan::permission_for(cleared->property));
  } else if (std::holds_alternative<plan::MountDataset>(step.action) ||
             std::holds_alternative<plan::Unmount>(step.action)) {
    taken.permissions.emplace("mount");
    taken.mounts = true;
  }
}

std::map<Side, Taken> taken_by(const plan::Handover& handover) {
  std::map<Side, Taken> taken;
  for (const plan::Stage& stage : handover.stages) {
    for (const plan::Step& step : stage.steps) add(step, taken[plan::side_of(step)]);
    for (const plan::Step& step : stage.undo) add(step, taken[plan::side_of(step)]);
  }
  return taken;
}

/// For a user who is not root: what is missing, a line each.
std::vector<std::string> lacks(const zfs::Account& account, const Taken& taken, const std::string& root,
                               const std::string& side) {
  std::vector<std::string> lines;
  if (taken.mounts && account.system == "Linux")
    lines.push_back(side + " user " + account.name + " cannot mount or unmount below " + root +
                    ": on Linux only root can. Run zwinnow as root there, or give --no-mount and let the hooks mount");
  const zfs::Permissions allowed = plan::Allowed(account).on(root);
  zfs::Permissions missing;
  std::ranges::set_difference(taken.permissions, allowed, std::inserter(missing, missing.end()));
  if (missing.empty() || account.rights.empty()) return lines;
  std::string list;
  for (const std::string& permission : missing) list.append(list.empty() ? "" : ", ").append(permission);
  lines.push_back(side + " user " + account.name + " lacks " + list + " on " + root +
                  ". As root there: " + plan::allow_line(account.name, missing, root));
  return lines;
}

}  // namespace

HandoverRun::HandoverRun(Session& session, HandoverJob job, Mode mode)
    : session_(session),
      job_(std::move(job)),
      mode_(mode),
      console_(session.console()),
      story_(console_, session.personality()),
      context_{job_.settings, job_.hosts},
      shell_(session.runner(), story_, job_.hosts.source, job_.hosts.target) {}

int HandoverRun::run() {
  const plan::Handover handover = look();
  if (handover.is_done_already) {
    session_.record().handover = "done_already";
    console_.summary("Nothing to do: " + job_.request.target + " is in use" +
                     (knows_source() ? ", and " + job_.request.source + " is its copy" : ""));
    return session_.end({.is_test = mode_ == Mode::test});
  }
  check_permissions(handover);
  return mode_ == Mode::run ? carry_out(handover) : show(handover);
}

/// What is there, and what is therefore left to do.
plan::Handover HandoverRun::look() {
  const plan::HandoverRequest& request = job_.request;
  if (knows_source())
    twins_ = run::read_twins(shell_, request.source, request.target);
  else
    twins_.target = run::read_promoted(shell_, request.target);
  if (knows_source() && twins_.source.empty())
    throw run::RunError("[Source] there is no dataset '" + request.source + "': zfs list shows those that there are");
  if (!knows_source() && twins_.target.empty())
    throw run::RunError("[Target] there is no dataset '" + request.target + "': zfs list shows those that there are");
  plan::Handover handover =
      knows_source() ? plan_handover(request, twins_.source, twins_.target) : plan_promotion(request, twins_.target);
  if (!handover.refusal.empty()) throw run::RunError(handover.refusal);
  return handover;
}

/// Before anything is changed.
void HandoverRun::check_permissions(const plan::Handover& handover) {
  if (!job_.check_permissions) return;
  std::vector<std::string> lines;
  for (const auto& [side, taken] : taken_by(handover)) {
    if (run::is_known_to_be_root(shell_.host(side))) continue;
    const bool at_source = side == Side::source;
    const std::string& root = at_source ? job_.request.source : job_.request.target;
    const bool exists = !(at_source ? twins_.source : twins_.target).empty();
    const auto account = run::read_account(shell_, side, exists ? std::vector{root} : std::vector<std::string>{});
    if (!account || account->is_root) continue;
    const std::vector<std::string> of_side = lacks(*account, taken, root, at_source ? "[Source]" : "[Target]");
    lines.insert(lines.end(), of_side.begin(), of_side.end());
  }
  if (lines.empty()) return;
  lines.emplace_back("Nothing was done.");
  throw run::NotAllowed(std::move(lines));
}

int HandoverRun::show(const plan::Handover& handover) {
  const report::HandoverCommands commands{context_, job_.sync_command};
  if (mode_ == Mode::plan_sh) {
    report::write_script(std::cout, handover, commands);
  } else if (mode_ == Mode::plan_json) {
    report::write_json(std::cout, handover, commands);
  } else {
    for (const plan::Stage& stage : handover.stages) {
      if (stage.kind != StageKind::sync) {
        report::rehearse(stage, commands, console_, story_);
      } else if (const int failed = sync(Mode::test, session_.now()); failed != 0) {
        return session_.end({.failed = static_cast<std::size_t>(failed), .is_test = true});
      }
    }
    return session_.end({.is_test = true});
  }
  if (!std::cout.flush()) throw run::RunError("cannot write the plan: stdout is closed or its disk is full");
  return 0;
}

/// The first sync may take hours, and makes datasets: what is to be done then is decided anew.
int HandoverRun::carry_out(plan::Handover handover) try {
  std::size_t next = 0;
  if (handover.stages.front().kind == StageKind::sync) {
    if (const int failed = sync(Mode::run, session_.now()); failed != 0) {
      tell_error("The first sync failed, so nothing was handed over.");
      return session_.end({.failed = static_cast<std::size_t>(failed)});
    }
    handover = look();
    check_permissions(handover);
    next = 1;
  }
  for (; next < handover.stages.size(); ++next) {
    const plan::Stage& stage = handover.stages[next];
    const std::string why = do_stage(stage);
    if (why.empty()) continue;
    if (stage.kind != StageKind::tidy) return undo(handover, next, why);
    console_.warning(why + ". The same command, run again, tidies up");
  }
  session_.record().handover = "done";
  console_.summary(job_.request.target + " is in use now" +
                   (knows_source() ? ", and " + job_.request.source + " is its copy" : ""));
  return session_.end({});
} catch (const run::Aborted&) {
  session_.record().handover = "unfinished";
  tell_error("Interrupted. The same command, run again, goes on from here.");
  throw;
}

/// Why it failed; empty: it did not.
std::string HandoverRun::do_stage(const plan::Stage& stage) {
  if (stage.kind == StageKind::last_sync) return last_sync();
  if (stage.steps.empty()) return {};
  console_.title(report::title_of(stage.kind));
  run::Steps steps(shell_, story_, context_);
  for (const plan::Step& step : stage.steps) {
    if (std::string why = steps.carry_out(step); !why.empty())
      return (plan::side_of(step) == Side::source ? "[Source] " : "[Target] ") + why;
  }
  return {};
}

int HandoverRun::sync(Mode mode, thinner::Time now) {
  SyncJob job = make_sync_job(job_.sync, now);
  job.options.settings.progress = session_.shows_progress();
  Telling telling{.settings = [] {},
                  .after_snapshotting = [this] { console_.title("Sending"); },
                  .nothing_selected = "nothing of " + job_.request.source + " can be sent",
                  .remark_when_good = ""};
  telling.is_part = true;
  return JobRun(session_, job, mode, telling).run();
}

std::string HandoverRun::last_sync() {
  console_.title(report::title_of(StageKind::last_sync));
  try {
    const int failed = sync(Mode::run, session_.later());
    return failed == 0 ? "" : "the last sync failed for " + std::to_string(failed) + " dataset(s)";
  } catch (const run::Aborted&) {
    throw;
  } catch (const std::exception& error) {
    return std::string("the last sync failed: ") + error.what();
  }
}

/// In reverse. So long as the target may be writable nothing of the source is taken back.
int HandoverRun::undo(const plan::Handover& handover, std::size_t failed_stage, const std::string& why) {
  tell_error("FAILED: " + why);
  console_.title("Undoing");
  run::Steps steps(shell_, story_, context_);
  std::vector<plan::Step> left;
  bool goes_on = true;
  for (std::size_t i = failed_stage + 1; i-- > 0;) {
    for (const plan::Step& step : handover.stages[i].undo) {
      const std::string reason = goes_on ? steps.carry_out(step) : "";
      if (goes_on && reason.empty()) continue;
      if (!reason.empty()) console_.error("cannot undo: " + reason);
      if (std::holds_alternative<plan::SetProperties>(step.action)) goes_on = false;
      left.push_back(step);
    }
  }
  if (!left.empty()) return leave_unfinished(left);
  session_.record().handover = "undone";
  if (knows_source()) tell_error("Undone: " + job_.request.source + " is in use again.");
  if (handover.stages[failed_stage].kind == StageKind::start)
    console_.warning("If the start wrote to " + job_.request.target +
                     ", zfs refuses the next sync. --rollback loses what it wrote");
  const std::size_t datasets = std::max(twins_.source.size(), twins_.target.size());
  session_.record().report.failed = datasets;
  return session_.end({.failed = datasets});
}

/// It is for people now: how both sides are, and what is left to do.
int HandoverRun::leave_unfinished(const std::vector<plan::Step>& left) {
  session_.record().handover = "unfinished";
  tell_error("The handover failed, and could not be undone. What is left:");
  try {
    const run::Twins now = run::read_twins(shell_, job_.request.source, job_.request.target);
    for (const std::string& line : report::state_of("[Source]", now.source)) tell_error(line);
    for (const std::string& line : report::state_of("[Target]", now.target)) tell_error(line);
  } catch (const run::RunError& error) {
    tell_error(std::string("the state of both sides cannot be read: ") + error.what());
  }
  tell_error("To finish undoing it, these commands in this order:");
  const report::HandoverCommands commands{context_, job_.sync_command};
  for (const plan::Step& step : left) tell_error("  " + commands.of(step));
  session_.record().result = "not_done";
  return cli::k_could_not_run;
}

void HandoverRun::tell_error(const std::string& text) {
  console_.error(text);
  session_.record().report.problems.push_back(
      {.dataset = "", .kind = "handover", .message = text, .next_step = "", .command = shell_.take_failure()});
}

}  // namespace app::verbs
