#include "app/verbs/as_zfs_auto_snapshot.hpp"

#include "app/cli/drop_ins.hpp"
#include "app/run/errors.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace app::verbs {

namespace {

constexpr int k_no_such_dataset = 138;

/// Its exit code when that cannot be read.
int code_of(Reading reading) {
  if (reading == Reading::pools) return 135;
  if (reading == Reading::datasets) return 136;
  return reading == Reading::snapshots ? 137 : cli::k_could_not_run;
}

std::size_t created(const run::JobReport& report) {
  return static_cast<std::size_t>(std::ranges::count_if(report.datasets, &run::DatasetReport::is_snapshotted));
}

std::size_t to_be_destroyed(const plan::Plan& plan) {
  std::size_t count = 0;
  for (const plan::Phase& phase : plan.phases) {
    for (const plan::Lane& lane : phase.lanes) {
      for (const plan::Step& step : lane.steps) {
        if (const auto* const destroy = std::get_if<plan::DestroySnapshots>(&step.action))
          count += destroy->snapshots.size();
      }
    }
  }
  return count;
}

std::string last_line(const std::string& snapshot, std::size_t created, std::size_t destroyed, std::size_t warnings) {
  return "@" + snapshot + ", " + std::to_string(created) + " created, " + std::to_string(destroyed) + " destroyed, " +
         std::to_string(warnings) + " warnings.";
}

}  // namespace

int run_as_zfs_auto_snapshot(Session& session, const SnapshotJob& job, Mode mode, Telling telling) {
  report::Console& console = session.console();
  // What is said of the command line itself is no warning of the run.
  const std::size_t before = console.complaints();
  telling.most = cli::k_zfs_auto_snapshot.most_failed;
  telling.closing = [&console, before, mode, name = job.format.name_at(job.options.now)](const plan::Plan& plan,
                                                                                         const run::JobReport& report) {
    const std::size_t destroyed = mode == Mode::run ? report.in_all().destroyed_on_source : to_be_destroyed(plan);
    console.notice(last_line(name, created(report), destroyed, console.complaints() - before));
  };
  JobRun job_run(session, job, mode, std::move(telling));
  try {
    return job_run.run();
  } catch (const selector::RootError& error) {
    throw cli::Refusal(k_no_such_dataset, error.root + " is not a ZFS filesystem or volume.");
  } catch (const run::Aborted&) {
    throw;
  } catch (const run::RunError& error) {
    if (job_run.reading() == Reading::none) throw;
    throw cli::Refusal(code_of(job_run.reading()), error.what());
  }
}

}  // namespace app::verbs
