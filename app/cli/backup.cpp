#include "app/cli/backup.hpp"

#include "app/cli/help.hpp"
#include "app/cli/job.hpp"
#include "app/report/console.hpp"
#include "app/report/plan_json.hpp"
#include "app/report/preamble.hpp"
#include "app/report/rehearsal.hpp"
#include "app/report/script.hpp"
#include "app/report/story.hpp"
#include "app/run/execute.hpp"
#include "app/run/lock.hpp"
#include "app/run/pools.hpp"
#include "app/run/survey.hpp"
#include "transport/quote.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>

#include <unistd.h>

namespace app::cli {

namespace {

bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

/// One run of the main job, from the parsed request to the exit code.
class Backup {
 public:
  Backup(const Request& request, Job job, report::Console& console)
      : request_(request), job_(std::move(job)), console_(console), story_(console, request.personality) {}

  int run() {
    job_.context.source = runner_.prepare(job_.context.source);
    job_.context.target = runner_.prepare(job_.context.target);
    tell_settings();
    try {
      return with_pools_that_answer();
    } catch (const run::NoTarget& error) {
      const bool is_plan = request_.mode == Mode::plan_sh || request_.mode == Mode::plan_json;
      if (is_planned_ || is_plan || job_.options.snapshot_name.empty()) throw;  // half a script would do half the work
      go_without_target();
      with_pools_that_answer();
      const std::string why = error.what();
      throw run::RunError(why + (why.ends_with('.') ? "" : ".") + " The source " +
                          (request_.mode == Mode::run ? "was" : "would be") +
                          " snapshotted all the same; nothing is sent or thinned.");
    }
  }

 private:
  run::Shell shell() {
    run::Shell shell(runner_, story_, job_.context.source, job_.context.target);
    shell.end_listings_after(job_.timeout);
    return shell;
  }

  /// One pool that hangs keeps the listing of all from its end.
  int with_pools_that_answer() {
    try {
      return carry_out();
    } catch (const run::NoAnswer& error) {
      const bool is_plan = request_.mode == Mode::plan_sh || request_.mode == Mode::plan_json;
      if (is_planned_ || is_plan || !pools_.empty()) throw;
      runner_.abandon();
      run::Shell looking = shell();
      pools_ = run::read_source_pools(looking);
      if (std::ranges::all_of(pools_, &run::Pool::answers))
        throw run::RunError(std::string(error.what()) + ". zpool list says that all of its pools are well: a longer " +
                            "--timeout may do");
      return carry_out();
    }
  }

  /// Those that do not answer; the survey gets the others.
  std::size_t leave_out_sick_pools(run::Survey& survey) {
    std::vector<std::string> healthy;
    for (const run::Pool& pool : pools_) {
      if (pool.answers()) healthy.push_back(pool.name);
    }
    if (healthy.empty() && !pools_.empty()) throw run::RunError("[Source] none of its pools answers: zpool status");
    survey.read_only(std::move(healthy));
    return static_cast<std::size_t>(
        std::ranges::count_if(pools_, [](const run::Pool& pool) { return !pool.answers(); }));
  }

  void tell_sick_pools() {
    for (const run::Pool& pool : pools_) {
      if (!pool.answers())
        story_.tell_failed_pool(
            pool.name, "the pool gives no answer (" + pool.health + "), so nothing of it is snapshotted or sent");
    }
  }

  int carry_out() {
    run::Shell shell = this->shell();
    run::Survey survey(shell, job_.options, job_.context, job_.format);
    const std::size_t sick = leave_out_sick_pools(survey);
    const auto listed_at = std::chrono::steady_clock::now();

    survey.read_ahead();
    survey.read_datasets(job_.property, job_.selection);
    console_.title("Selecting");
    tell_sick_pools();
    const std::size_t bad = sick + story_.tell_selection(survey.facts(), job_.property);
    check_anything_selected(survey.facts(), bad);
    survey.read_snapshots();
    plan::Plan plan = survey.make_plan();
    is_planned_ = true;
    if (!plan.brake.empty() && request_.mode != Mode::test) throw run::RunError(plan.brake);
    run::Summary summary;
    switch (request_.mode) {
      case Mode::plan_sh:
        report::write_script(std::cout, plan, survey.facts(), job_.context);
        check_written();
        summary.failed = plan::count_failed(plan);
        break;
      case Mode::plan_json:
        report::write_json(std::cout, plan, survey.facts(), job_.options, job_.context);
        check_written();
        summary.failed = plan::count_failed(plan);
        break;
      case Mode::test:
        begin_story(plan);
        summary.failed = report::rehearse(plan, job_.context, story_);
        break;
      case Mode::run:
        begin_story(plan);
        summary = execute(shell, survey, plan, listed_at);
        break;
    }
    story_.end();
    story_.tell_traffic(plan, summary);
    if (!plan.brake.empty()) throw run::RunError(plan.brake);
    summary.failed += bad;
    return conclude(summary);
  }

  /// Snapshots that could not be had make another plan of the rest.
  run::Summary execute(run::Shell& shell, run::Survey& survey, plan::Plan& plan,
                       std::chrono::steady_clock::time_point listed_at) {
    const auto executor = [&] {
      return run::Executor(shell, story_, plan, survey.facts(), job_.context,
                           {.jobs = stops_at_first_failure() ? 1 : job_.jobs,
                            .stop_at_first_failure = stops_at_first_failure(),
                            .listed_at = listed_at});
    };
    const run::Snapshotter::Outcome outcome = executor().make_snapshots();
    if (!outcome.made_all()) {
      survey.could_not_snapshot(plan, outcome);
      plan = survey.make_plan();
      if (!plan.brake.empty()) throw run::RunError(plan.brake);
    }
    return executor().run();
  }

  /// A night without its target still has its snapshots. They are not thinned: who knows what the target still wants.
  void go_without_target() {
    runner_.abandon();
    job_.options.target_path.clear();
    job_.options.thinning = false;
    has_target_ = false;
  }

  bool is_drop_in() const { return request_.personality == Personality::zfs_autobackup; }
  bool stops_at_first_failure() const { return is_drop_in() && request_.verbosity >= Verbosity::debug; }

  /// Half a script would do half the work.
  static void check_written() {
    if (!std::cout.flush()) throw run::RunError("cannot write the plan: stdout is closed or its disk is full");
  }

  void check_anything_selected(const plan::Facts& facts, std::size_t bad) const {
    const auto met = [](const selector::Decision& decision) {
      return decision.verdict != selector::Verdict::not_marked;
    };
    if (bad == 0 && std::ranges::none_of(facts.selection, met)) {
      throw run::RunError("No source filesystems selected, please do a 'zfs set " + job_.property +
                          "=true' on the source datasets you want to select.");
    }
  }

  void tell_settings() {
    report::tell_preamble(console_, request_, job_.options.now,
                          {.header = header_line(request_.personality),
                           .property = job_.property,
                           .snapshot_format = job_.snapshot_format,
                           .same_host = job_.same_host,
                           .added_exclude_received = job_.added_exclude_received},
                          job_.options, job_.format.zone());
  }

  void begin_story(const plan::Plan& plan) {
    story_.begin(plan, job_.options, [this] {
      if (job_.options.target_path.empty()) {
        if (job_.options.thinning) console_.title("Thinning source");
      } else {
        report::tell_target(console_, request_, job_.options, job_.context.piping);
      }
    });
  }

  int conclude(const run::Summary& summary) {
    if (!has_target_ && !request_.target_path.empty()) return k_could_not_run;
    const std::size_t failed = summary.failed + (is_drop_in() ? 0 : summary.missing_failed);
    if (failed == 0) {
      if (request_.target_path.empty()) {
        console_.verbose("");
        console_.verbose("(No target_path specified, only operated as snapshot tool.)");
      }
      console_.title(request_.mode == Mode::test ? "All tests successful." : "All operations completed successfully");
    } else {
      console_.error(std::to_string(failed) + " dataset(s) failed!");
    }
    if (request_.mode == Mode::test) {
      console_.verbose("");
      console_.warning("TEST MODE - DID NOT MAKE ANY CHANGES!");
    }
    if (failed != 0 && stops_at_first_failure() && request_.mode == Mode::run) return 1;
    return static_cast<int>(std::min<std::size_t>(failed, is_drop_in() ? 255 : 254));
  }

  const Request& request_;
  Job job_;
  report::Console& console_;
  report::Story story_;
  transport::ProcessRunner runner_;
  std::vector<run::Pool> pools_;  // of the source; looked at only when one of them hangs
  bool is_planned_ = false;       // what fails from then on has done something
  bool has_target_ = true;
};

}  // namespace

int backup(const Request& request, std::span<const std::string_view> argv) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const bool plan_only = request.mode == Mode::plan_sh || request.mode == Mode::plan_json;
  report::Console console(plan_only ? std::cerr : std::cout, std::cerr,
                          plan_only ? Verbosity::quiet : request.verbosity, !plan_only && wants_colour(),
                          request.progress);
  try {
    Job job = make_job(request, now);
    std::optional<run::Lock> lock;
    if (request.mode == Mode::run) {
      const std::vector<std::string> words(argv.begin(), argv.end());
      lock.emplace(run::Lock::default_directory(), job.lock_name,
                   "pid " + std::to_string(::getpid()) + ": " + transport::sh_join(words));
    }
    return Backup(request, std::move(job), console).run();
  } catch (const run::Aborted& aborted) {
    console.error(aborted.what());
  } catch (const run::NotAllowed& refusal) {
    for (const std::string& line : refusal.lines) console.error(line);
  } catch (const std::exception& error) {
    console.error((request.personality == Personality::zfs_autobackup ? "Exception: " : "") +
                  std::string(error.what()));
  }
  return k_could_not_run;
}

}  // namespace app::cli
