#include "app/verbs/job_run.hpp"

#include "app/report/amounts.hpp"
#include "app/report/plan_json.hpp"
#include "app/report/ranges.hpp"
#include "app/report/rehearsal.hpp"
#include "app/report/script.hpp"
#include "app/run/execute.hpp"
#include "app/verbs/plan_run.hpp"

#include <algorithm>
#include <iostream>
#include <utility>

namespace app::verbs {

namespace {

std::string explain_no_room(const run::FreeSpace& space, const run::MinFree& wanted, std::uint64_t taken,
                            const std::string& path) {
  const std::string pool(zfs::pool_of(path));
  std::string text = wanted.is_percent ? "the pool " + pool + " has " + report::bytes_text(space.free) + " free of " +
                                             report::bytes_text(space.size)
                                       : path + " has " + report::bytes_text(space.free) + " available";
  if (taken != 0) text += ", at least " + report::bytes_text(taken) + " would be sent";
  const std::string limit = wanted.is_percent ? std::to_string(wanted.amount) + "%" : report::bytes_text(wanted.amount);
  return text + ", and --min-free wants " + limit +
         ": nothing is sent; snapshots and thinning are done. Make room there (zfs list -o space -r " + pool +
         "), thin more with a shorter --keep-target, or lower --min-free";
}

}  // namespace

JobRun::JobRun(Session& session, Job job, Mode mode, Telling telling)
    : session_(session),
      job_(std::move(job)),
      mode_(mode),
      telling_(std::move(telling)),
      console_(session.console()),
      story_(console_, session.personality()) {}

int JobRun::run() {
  session_.prepare(job_.hosts);
  telling_.settings();
  try {
    return with_target_or_without();
  } catch (const run::NoTarget&) {
    throw;
  } catch (const run::RunError& error) {
    if (is_planned_ || !may_be_off(error)) throw;
    return end_offline("[Source] " + job_.hosts.source.destination() + " is offline: nothing was done");
  }
}

int JobRun::with_target_or_without() {
  try {
    if (job_.pools.only_healthy) look_at_pools();
    return job_.import ? with_target_pool() : with_pools_that_answer();
  } catch (const run::NoTarget& error) {
    if (is_planned_ || is_plan(mode_)) throw;  // half a script would do half the work
    if (!job_.options.snapshot_name.empty()) return without_target(error);
    if (!may_be_off(error)) throw;
    return end_offline(what_is_off() + ": nothing was sent");
  }
}

/// The disk comes for the run, and may go whatever came of that.
int JobRun::with_target_pool() {
  pool_shell_.emplace(shell());
  pool_.emplace(*pool_shell_, std::string(zfs::pool_of(job_.options.mapping.root())), *job_.import);
  if (pool_->is_imported()) return with_pools_that_answer();
  if (mode_ != Mode::run) {
    const std::string why = "[Target] pool " + pool_->name() +
                            " is not imported, and a dry run imports nothing: what would be sent is not known. A run " +
                            "begins with: " + pool_->command();
    if (is_plan(mode_)) throw run::NoTarget(why);
    return rehearse_without_target(why);
  }
  console_.verbose("[Target] Importing pool " + pool_->name());
  pool_->import();
  try {
    return with_pools_that_answer();
  } catch (...) {
    give_back_pool();
    throw;
  }
}

int JobRun::rehearse_without_target(const std::string& why) {
  console_.warning(why);
  session_.record().report.notes.push_back(why);
  leave_out_target();
  with_pools_that_answer();
  return session_.end({.failed = session_.record().report.failed, .most = telling_.most, .is_test = true});
}

/// Says whether the disk may go. Returns how many failures that is.
std::size_t JobRun::give_back_pool() {
  if (!pool_ || !pool_->is_ours()) return 0;
  const std::string complaint = pool_->export_again();
  if (complaint.empty()) {
    console_.summary("[Target] pool " + pool_->name() + " is exported: its disk may be unplugged");
    return 0;
  }
  console_.error("[Target] " + complaint);
  session_.record().report.problems.push_back(
      {.dataset = "", .kind = "not_exported", .message = "[Target] " + complaint, .next_step = ""});
  return 1;
}

run::Shell JobRun::shell() {
  run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
  shell.end_listings_after(job_.timeout);
  return shell;
}

/// A night without its target still has its snapshots. They are not thinned: who knows what the target still wants.
int JobRun::without_target(const run::NoTarget& error) {
  session_.runner().abandon();
  leave_out_target();
  with_pools_that_answer();
  const bool is_whole = session_.record().report.failed == 0;
  if (may_be_off(error) && is_whole)
    return end_offline(what_is_off() + ": nothing was sent. The source " + (mode_ == Mode::run ? "was" : "would be") +
                       " snapshotted");
  const std::string why = error.what();
  throw run::NoTarget(why + (why.ends_with('.') ? "" : ".") + " The source " +
                          (mode_ == Mode::run ? "was" : "would be") +
                          " snapshotted all the same; nothing is sent or thinned.",
                      error.lasting());
}

void JobRun::leave_out_target() {
  job_.options.mapping = {};
  job_.options.thinning = false;
  telling_.after_snapshotting = [] {};
  has_target_ = false;
}

std::string JobRun::what_is_off() const {
  if (pool_) return "[Target] the disk of pool " + pool_->name() + " is not there";
  return "[Target] " + job_.hosts.target.destination() + " is offline";
}

bool JobRun::may_be_off(const run::RunError& error) const {
  return job_.offline_ok && error.lasting() == run::Lasting::off;
}

int JobRun::end_offline(const std::string& what) {
  session_.runner().abandon();
  console_.warning(what);
  session_.record().report.notes.push_back(what);
  session_.record().result = "offline";
  return 0;
}

/// Looks whether what is to be sent leaves enough free, and makes a plan without it where it does not.
void JobRun::keep_free(run::Shell& shell, run::Survey& survey, plan::Plan& plan) {
  const auto is_sent = [](const plan::DatasetPlan& dataset) {
    return std::holds_alternative<plan::Transfers>(dataset.outcome);
  };
  if (!job_.min_free || !job_.options.send || std::ranges::none_of(plan.datasets, is_sent)) return;
  const std::string& path = job_.options.mapping.root();
  const run::FreeSpace space = run::read_free_space(shell, *survey.facts().target, path, *job_.min_free);
  const std::uint64_t taken = run::known_to_be_sent(plan);
  if (!space.falls_short(*job_.min_free, taken)) return;
  no_room_ = "[Target] " + explain_no_room(space, *job_.min_free, taken, path);
  if (is_plan(mode_)) throw run::NoRoom(no_room_);
  job_.options.send = false;
  plan = survey.make_plan();
}

/// One pool that hangs keeps the listing of all from its end.
int JobRun::with_pools_that_answer() {
  try {
    return carry_out();
  } catch (const run::NoAnswer& error) {
    const bool is_of_one_pool = std::holds_alternative<selector::ByTree>(job_.selection);
    if (is_planned_ || is_plan(mode_) || is_of_one_pool || !pools_.empty()) throw;
    session_.runner().abandon();
    run::Shell looking = shell();
    pools_ = run::read_source_pools(looking);
    if (std::ranges::all_of(pools_, &run::Pool::answers))
      throw run::RunError(std::string(error.what()) + ". zpool list says that all of its pools are well: a longer " +
                          "--timeout may do");
    return carry_out();
  }
}

/// Does the command line name this one?
bool JobRun::is_named(const std::string& pool) const {
  const auto* const by_roots = std::get_if<selector::ByRoots>(&job_.selection);
  return by_roots == nullptr || by_roots->name(pool);
}

/// Those that the job may be about: where each root says its pool, no other.
void JobRun::look_at_pools() {
  run::Shell looking = shell();
  reading_ = Reading::pools;
  pools_ = run::read_source_pools(looking);
  const auto* const by_roots = std::get_if<selector::ByRoots>(&job_.selection);
  const auto says_its_pool = [this](const std::string& root) {
    return std::ranges::find(pools_, zfs::pool_of(root), &run::Pool::name) != pools_.end();
  };
  if (by_roots != nullptr && std::ranges::all_of(by_roots->roots, says_its_pool))
    std::erase_if(pools_, [this](const run::Pool& pool) { return !is_named(pool.name); });
  if (job_.pools.skip_scrubbed) run::read_scrubs(looking, pools_, job_.pools.skips_resilvered);
  reading_ = Reading::none;
  check_short_names();
}

/// What is the only dataset of that last name in the pools that are read may have a namesake in one that is not. Where
/// that costs a snapshot too many, so be it; where snapshots are only destroyed, they may be those of a copy.
void JobRun::check_short_names() const {
  if (!job_.options.snapshot_name.empty()) return;
  const auto* const by_roots = std::get_if<selector::ByRoots>(&job_.selection);
  const auto left_out =
      std::ranges::find_if(pools_, [](const run::Pool& pool) { return !pool.answers() || pool.is_scrubbed; });
  if (by_roots == nullptr || left_out == pools_.end()) return;
  for (const std::string& root : by_roots->roots) {
    const bool is_short = root.find('/') == std::string::npos && root != selector::k_everything &&
                          std::ranges::find(pools_, root, &run::Pool::name) == pools_.end();
    if (is_short)
      throw run::RunError("'" + root + "' may be a dataset of pool " + left_out->name + ", which is left out (" +
                          (left_out->is_scrubbed ? "it is being scrubbed or resilvered" : left_out->health) +
                          "): give its whole name");
  }
}

/// Empty: all.
std::vector<std::string> JobRun::pools_to_read() const {
  std::vector<std::string> pools;
  for (const run::Pool& pool : pools_) {
    if (pool.answers() && !pool.is_scrubbed) pools.push_back(pool.name);
  }
  return pools;
}

/// Returns how many of them fail. One that is not named is only left out.
std::size_t JobRun::tell_sick_pools() {
  std::size_t failed = 0;
  for (const run::Pool& pool : pools_) {
    if (pool.is_scrubbed) {
      console_.verbose("[Source] " + pool.name + ": Skipped: it is being scrubbed or resilvered");
    } else if (!pool.answers() && !is_named(pool.name)) {
      console_.warning("[Source] " + pool.name + ": Skipped: it is " + pool.health + ". zpool status says why");
    } else if (!pool.answers()) {
      ++failed;
      story_.tell_failed_pool(pool.name, "the pool gives no answer (" + pool.health + "), so it is skipped");
    }
  }
  return failed;
}

/// All are skipped, or none answers.
int JobRun::with_no_pool() {
  if (std::ranges::none_of(pools_, &run::Pool::is_scrubbed))
    throw run::RunError("[Source] none of its pools answers: zpool status");
  run::JobReport report;
  report.failed = tell_sick_pools();
  return conclude({}, report);
}

int JobRun::carry_out() {
  run::Shell shell = this->shell();
  run::Survey survey(shell, job_.options, job_.hosts, job_.series);
  const std::vector<std::string> pools = pools_to_read();
  if (pools.empty() && !pools_.empty()) return with_no_pool();
  survey.read_only(pools);
  const auto listed_at = std::chrono::steady_clock::now();

  survey.read_ahead();
  reading_ = Reading::datasets;
  survey.read_datasets(job_.selection);
  reading_ = Reading::none;
  console_.title("Selecting");
  const std::size_t sick = tell_sick_pools();
  const std::size_t bad = sick + story_.tell_selection(survey.facts(), selector::property_of(job_.selection));
  check_anything_selected(survey.facts(), bad);
  reading_ = Reading::snapshots;
  survey.read_snapshots();
  reading_ = Reading::none;
  if (job_.numbering) job_.options.snapshot_name = plan::next_name(*job_.numbering, survey.facts());
  plan::Plan plan = survey.make_plan();
  note_listing_times(shell, listed_at);
  keep_free(shell, survey, plan);
  if (telling_.before_it_is_done && mode_ == Mode::run) telling_.before_it_is_done(plan);
  is_planned_ = true;
  const auto has_none = [](const plan::DatasetPlan& dataset) { return dataset.source->newest_of_ours() == nullptr; };
  if (!telling_.nothing_of_kind.empty() && std::ranges::all_of(plan.datasets, has_none))
    console_.warning(telling_.nothing_of_kind);
  if (!plan.brake.empty() && mode_ != Mode::test) throw run::RunError(plan.brake);
  run::JobReport& report = session_.record().report;
  if (mode_ != Mode::run) report = run::foretell(plan);
  switch (mode_) {
    case Mode::plan_sh:
      report::write_script(std::cout, plan, survey.facts(), job_.hosts);
      check_written();
      break;
    case Mode::plan_json:
      report::write_json(std::cout, plan, survey.facts(), job_.options, job_.hosts);
      check_written();
      break;
    case Mode::plan_ranges:
      story_.begin(plan, job_.options, [] {});
      report::tell_failed(plan, story_);
      report::write_ranges(std::cout, plan);
      check_written();
      break;
    case Mode::test:
      story_.begin(plan, job_.options, telling_.after_snapshotting);
      report::rehearse(plan, job_.hosts, story_);
      break;
    case Mode::run:
      story_.begin(plan, job_.options, telling_.after_snapshotting);
      execute(shell, survey, plan, listed_at);
      break;
  }
  report.takes_snapshots = !job_.options.snapshot_name.empty();
  story_.end();
  story_.tell_traffic(report);
  if (telling_.at_end) telling_.at_end(report);
  if (!plan.brake.empty()) throw run::RunError(plan.brake);
  report.failed += bad;
  if (!no_room_.empty()) throw run::NoRoom(no_room_);
  return conclude(plan, report);
}

void JobRun::note_listing_times(const run::Shell& shell, std::chrono::steady_clock::time_point begun) {
  report::RunRecord& record = session_.record();
  record.source_listing = shell.answered_at(plan::Side::source) - begun;
  if (!job_.options.mapping.goes_nowhere()) record.target_listing = shell.answered_at(plan::Side::target) - begun;
}

/// Snapshots that could not be had make another plan of the rest.
void JobRun::execute(run::Shell& shell, run::Survey& survey, plan::Plan& plan,
                     std::chrono::steady_clock::time_point listed_at) {
  const auto executor = [&] {
    return run::Executor(shell, story_, plan, job_.hosts,
                         {.jobs = job_.stop_at_first_failure ? 1 : job_.jobs,
                          .stop_at_first_failure = job_.stop_at_first_failure,
                          .listed_at = listed_at});
  };
  const run::Snapshotter::Outcome outcome = executor().make_snapshots();
  if (!outcome.made_all()) {
    survey.could_not_snapshot(plan, outcome);
    plan = survey.make_plan();
    if (!plan.brake.empty()) throw run::RunError(plan.brake);
  }
  run::Executor rest = executor();
  try {
    rest.run();
  } catch (...) {
    session_.record().report = rest.report();
    throw;
  }
  session_.record().report = rest.report();
  session_.record().report.lost_connection = outcome.lost_connection;
}

void JobRun::check_anything_selected(const plan::Facts& facts, std::size_t bad) const {
  const auto met = [](const selector::Decision& decision) { return decision.verdict != selector::Verdict::not_marked; };
  if (bad == 0 && std::ranges::none_of(facts.selection, met)) throw run::RunError(telling_.nothing_selected);
}

int JobRun::conclude(const plan::Plan& plan, const run::JobReport& report) {
  if (!has_target_) return cli::k_could_not_run;
  const std::size_t failed = report.failed + give_back_pool() + (telling_.counts_missing ? report.missing_failed : 0);
  if (telling_.closing) {
    telling_.closing(plan, report);
    return static_cast<int>(std::min(failed, telling_.most));
  }
  if (failed == 0 && !telling_.remark_when_good.empty()) {
    console_.verbose("");
    console_.verbose(telling_.remark_when_good);
  }
  if (telling_.is_part) return static_cast<int>(std::min(failed, telling_.most));
  const int code = session_.end({.failed = failed, .most = telling_.most, .is_test = mode_ == Mode::test});
  return failed != 0 && job_.stop_at_first_failure && mode_ == Mode::run ? 1 : code;
}

}  // namespace app::verbs
