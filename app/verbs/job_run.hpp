#pragma once

#include "app/manner.hpp"
#include "app/report/story.hpp"
#include "app/run/pools.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/job.hpp"
#include "app/verbs/session.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace app::verbs {

/// What a front tells around its job, in its own words.
struct Telling {
  std::function<void()> settings;            ///< before anything is looked at
  std::function<void()> after_snapshotting;  ///< before what follows
  std::string nothing_selected;              ///< why the run ends where nothing is
  std::string nothing_of_kind{};             ///< said where no selected dataset has a snapshot of the job; empty: not
  std::string remark_when_good;              ///< before the closing line; empty: none
  std::function<void(const plan::Plan&)> before_it_is_done{};  ///< may throw, then nothing is; empty: nothing is asked
  std::function<void(const run::JobReport&)> at_end{};         ///< what is said of all of it; empty: nothing
  bool counts_missing = true;                                  ///< failures with missing datasets are among the failed
  std::size_t most = 254;                                      ///< see Ending
  bool is_part = false;                                        ///< of something larger, which tells how that ended
  /// Tells what the run came to, in place of the closing line; empty: that is told.
  std::function<void(const plan::Plan& plan, const run::JobReport& report)> closing{};
};

/// What a run reads of its source, and cannot do without.
enum class Reading { none, pools, datasets, snapshots };

/// One run of a job: reads what is there, plans, and shows the plan or carries it out. A job goes in, the session's
/// record and the exit code come out.
class JobRun {
 public:
  /// `session` must outlive this.
  JobRun(Session& session, Job job, Mode mode, Telling telling);

  /// Returns the exit code. Throws RunError, NoTarget, Aborted and PlanError.
  int run();
  /// What it was reading when run() threw.
  Reading reading() const { return reading_; }

 private:
  run::Shell shell();
  int with_target_or_without();
  int without_target(const run::NoTarget& error);
  bool may_be_off(const run::RunError& error) const;
  int end_offline(const std::string& what);
  void keep_free(run::Shell& shell, run::Survey& survey, plan::Plan& plan);
  int with_target_pool();
  int rehearse_without_target(const std::string& why);
  void leave_out_target();
  std::string what_is_off() const;
  std::size_t give_back_pool();
  int with_pools_that_answer();
  bool is_named(const std::string& pool) const;
  void look_at_pools();
  void check_short_names() const;
  std::vector<std::string> pools_to_read() const;
  std::size_t tell_sick_pools();
  int with_no_pool();
  int carry_out();
  void note_listing_times(const run::Shell& shell, std::chrono::steady_clock::time_point begun);
  void execute(run::Shell& shell, run::Survey& survey, plan::Plan& plan,
               std::chrono::steady_clock::time_point listed_at);
  void check_anything_selected(const plan::Facts& facts, std::size_t bad) const;
  int conclude(const plan::Plan& plan, const run::JobReport& report);

  Session& session_;
  Job job_;
  Mode mode_;
  Telling telling_;
  report::Console& console_;
  report::Story story_;
  std::vector<run::Pool> pools_;  // of the source, where they were looked at
  bool is_planned_ = false;       // what fails from then on has done something
  bool has_target_ = true;
  std::optional<run::Shell> pool_shell_;
  std::optional<run::TargetPool> pool_;  // of the target, where it is on a disk that comes for the run
  std::string no_room_;                  // why nothing is sent; empty: there is room
  Reading reading_ = Reading::none;
};

}  // namespace app::verbs
