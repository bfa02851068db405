#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/report/plan_json.hpp"
#include "app/report/preamble.hpp"
#include "app/report/rehearsal.hpp"
#include "app/report/script.hpp"
#include "app/report/story.hpp"
#include "app/run/execute.hpp"
#include "app/run/pools.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/backup_job.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

namespace app::verbs {

namespace {

/// One run of the main job, to the exit code.
class BackupRun {
 public:
  BackupRun(const BackupOptions& given, std::vector<std::string> notes, Mode mode, BackupJob job, Session& session)
      : given_(given),
        notes_(std::move(notes)),
        mode_(mode),
        job_(std::move(job)),
        session_(session),
        console_(session.console()),
        story_(console_, session.personality()) {}

  int run() {
    session_.prepare(job_.context);
    tell_settings();
    try {
      return with_pools_that_answer();
    } catch (const run::NoTarget& error) {
      if (is_planned_ || is_plan(mode_) || job_.options.snapshot_name.empty())
        throw;  // half a script would do half the work
      go_without_target();
      with_pools_that_answer();
      const std::string why = error.what();
      throw run::NoTarget(why + (why.ends_with('.') ? "" : ".") + " The source " +
                          (mode_ == Mode::run ? "was" : "would be") +
                          " snapshotted all the same; nothing is sent or thinned.");
    }
  }

 private:
  run::Shell shell() {
    run::Shell shell(session_.runner(), story_, job_.context.source, job_.context.target);
    shell.end_listings_after(job_.timeout);
    return shell;
  }

  /// One pool that hangs keeps the listing of all from its end.
  int with_pools_that_answer() {
    try {
      return carry_out();
    } catch (const run::NoAnswer& error) {
      if (is_planned_ || is_plan(mode_) || !pools_.empty()) throw;
      session_.runner().abandon();
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
    run::Survey survey(shell, job_.options, job_.context, job_.series());
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
    note_listing_times(shell, listed_at);
    is_planned_ = true;
    if (!plan.brake.empty() && mode_ != Mode::test) throw run::RunError(plan.brake);
    run::JobReport& report = session_.record().report;
    if (mode_ != Mode::run) report = run::foretell(plan);
    switch (mode_) {
      case Mode::plan_sh:
        report::write_script(std::cout, plan, survey.facts(), job_.context);
        check_written();
        break;
      case Mode::plan_json:
        report::write_json(std::cout, plan, survey.facts(), job_.options, job_.context);
        check_written();
        break;
      case Mode::test:
        begin_story(plan);
        report::rehearse(plan, job_.context, story_);
        break;
      case Mode::run:
        begin_story(plan);
        execute(shell, survey, plan, listed_at);
        break;
    }
    story_.end();
    story_.tell_traffic(report);
    if (!plan.brake.empty()) throw run::RunError(plan.brake);
    report.failed += bad;
    return conclude(report);
  }

  void note_listing_times(const run::Shell& shell, std::chrono::steady_clock::time_point begun) {
    report::RunRecord& record = session_.record();
    record.source_listing = shell.answered_at(plan::Side::source) - begun;
    if (!job_.options.mapping.goes_nowhere()) record.target_listing = shell.answered_at(plan::Side::target) - begun;
  }

  /// Snapshots that could not be had make another plan of the rest.
  void execute(run::Shell& shell, run::Survey& survey, plan::Plan& plan,
               std::chrono::steady_clock::time_point listed_at) {
    const auto executor = [&] {
      return run::Executor(shell, story_, plan, job_.context,
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
    run::Executor rest = executor();
    try {
      rest.run();
    } catch (...) {
      session_.record().report = rest.report();
      throw;
    }
    session_.record().report = rest.report();
  }

  /// A night without its target still has its snapshots. They are not thinned: who knows what the target still wants.
  void go_without_target() {
    session_.runner().abandon();
    job_.options.mapping = {};
    job_.options.thinning = false;
    has_target_ = false;
  }

  bool is_drop_in() const { return session_.personality() == Personality::zfs_autobackup; }
  bool stops_at_first_failure() const { return is_drop_in() && given_.output.verbosity() >= Verbosity::debug; }

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

  report::SideSettings side(const std::string& ssh, const thinner::Schedule& schedule) const {
    report::SideSettings side{.ssh = ssh, .ssh_config = given_.places.ssh_config, .schedule = std::nullopt};
    if (given_.thinning.thinning) side.schedule = schedule;
    return side;
  }

  std::vector<std::string> all_notes() const {
    std::vector<std::string> notes = notes_;
    if (given_.stream.compress.empty()) return notes;
    if (given_.places.is_local()) notes.emplace_back("Using compression, but transfer is local.");
    if (given_.stream.zfs_compressed)
      notes.emplace_back("Using --compress with --zfs-compressed, might be inefficient.");
    return notes;
  }

  void tell_settings() {
    const bool has_target_path = !given_.operands.target_path.empty();
    report::tell_preamble(console_,
                          {.header = cli::header_line(session_.personality()),
                           .notes = all_notes(),
                           .leaves_out_target_path = given_.places.is_one_host() && has_target_path,
                           .added_exclude_received = job_.added_exclude_received,
                           .is_test = mode_ == Mode::test,
                           .utc = given_.snapshotting.utc,
                           .property = job_.property,
                           .snapshot_format = job_.snapshot_format,
                           .hold_tag = given_.sending.holds ? job_.options.hold_tag : "",
                           .source = side(given_.places.ssh_source, job_.options.keep_source.of(0))},
                          job_.options.now, job_.format.zone());
  }

  report::TargetSettings target_settings() const {
    const cli::Stream& stream = given_.stream;
    const bool asked = !stream.compress.empty() || !stream.buffer.empty() || !stream.buffer_chunk_size.empty();
    return {.side = side(given_.places.ssh_target, job_.options.keep_target.of(0)),
            .path = given_.operands.target_path,
            .piping = job_.context.piping,
            .rate = stream.rate,
            .send_pipes = stream.send_pipes,
            .recv_pipes = stream.recv_pipes,
            .says_why_plain = asked && !is_drop_in()};
  }

  void begin_story(const plan::Plan& plan) {
    story_.begin(plan, job_.options, [this] {
      if (job_.options.mapping.root().empty()) {
        if (job_.options.thinning) console_.title("Thinning source");
      } else {
        report::tell_target(console_, target_settings());
      }
    });
  }

  int conclude(const run::JobReport& report) {
    const bool is_snapshot_only = given_.operands.target_path.empty();
    if (!has_target_ && !is_snapshot_only) return cli::k_could_not_run;
    const std::size_t failed = report.failed + (is_drop_in() ? 0 : report.missing_failed);
    if (failed == 0 && is_snapshot_only) {
      console_.verbose("");
      console_.verbose("(No target_path specified, only operated as snapshot tool.)");
    }
    const std::size_t most = is_drop_in() ? 255 : 254;
    const int code = session_.end({.failed = failed, .most = most, .is_test = mode_ == Mode::test});
    return failed != 0 && stops_at_first_failure() && mode_ == Mode::run ? 1 : code;
  }

  const BackupOptions& given_;
  std::vector<std::string> notes_;
  Mode mode_;
  BackupJob job_;
  Session& session_;
  report::Console& console_;
  report::Story story_;
  std::vector<run::Pool> pools_;  // of the source; looked at only when one of them hangs
  bool is_planned_ = false;       // what fails from then on has done something
  bool has_target_ = true;
};

class Backup final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, reporting_, trying_, planning_, given_.operands, given_.places, given_.selecting,
                       given_.snapshotting, given_.thinning, given_.sending, given_.stream, given_.receiving,
                       given_.pace, given_.obsolete);
  }

  void take(const std::vector<std::string>& operands) override {
    given_.operands = cli::read_operands(operands);
    notes_ = given_.settle_obsolete();
    if (reporting_.json && is_plan(mode()))
      throw cli::ImpossibleRequest("--json and --plan both print on stdout: leave one out, or use --json-file");
  }

  Voice voice() const override {
    if (is_plan(mode())) return Voice::errors_only;
    return reporting_.json ? Voice::on_stderr : Voice::on_stdout;
  }

  int run(Session& session) override {
    fill_in(session.record());
    BackupJob job = make_backup_job(given_, session.personality(), session.now());
    job.options.explain = mode() == Mode::plan_json;
    job.context.progress = session.shows_progress();
    if (mode() == Mode::run) session.lock(lock_name_of(job.property, given_.places, given_.operands.target_path));
    return BackupRun(given_, notes_, mode(), std::move(job), session).run();
  }

 private:
  void fill_in(report::RunRecord& record) const {
    record.job = given_.operands.backup_name;
    record.source_host = given_.places.ssh_source;
    record.target_host = given_.places.ssh_target;
    record.target_path = given_.operands.target_path;
    record.is_test = mode() != Mode::run;
  }

  Mode mode() const {
    if (planning_.plan.empty()) return trying_.test ? Mode::test : Mode::run;
    return planning_.plan == "sh" ? Mode::plan_sh : Mode::plan_json;
  }

  BackupOptions given_;
  cli::Reporting reporting_;
  cli::Trying trying_;
  cli::Planning planning_;
  std::vector<std::string> notes_;  // on what was given
};

}  // namespace

constinit const cli::VerbText k_backup{
    .name = "backup",
    .operands = "BACKUP-NAME [TARGET-PATH]",
    .summary = "Snapshot the selected datasets, send them to a target, thin both sides.",
    .description =
        "Snapshots every dataset that the property autobackup:BACKUP-NAME selects, sends what is missing below "
        "TARGET-PATH, and thins both sides. Without TARGET-PATH it only takes and thins snapshots.",
    .failures = "that many datasets failed",
    .examples =
        "  On the backup server, pull from server1 into backup/server1; look first, then let cron do it:\n"
        "    {} --test --ssh-source root@server1 offsite1 backup/server1\n"
        "    {} --ssh-source root@server1 offsite1 backup/server1\n"
        "  Push to the backup server, keep a week of daily snapshots here:\n"
        "    {} --ssh-target root@backup1 --keep-source 10,1d1w offsite1 backup/server1\n"
        "  Only take and thin snapshots; nothing is sent without a TARGET-PATH:\n"
        "    {} --keep-source 24,1h1d,1d1m local1\n",
    .make = cli::make_verb<Backup>};

}  // namespace app::verbs
