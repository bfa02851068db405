#include "app/cli/holds.hpp"

#include "app/cli/help.hpp"
#include "app/cli/job.hpp"
#include "app/cli/substitute.hpp"
#include "app/holds/holds.hpp"
#include "app/report/console.hpp"
#include "app/report/held.hpp"
#include "app/report/story.hpp"
#include "app/run/blame.hpp"
#include "app/run/held.hpp"
#include "app/run/lock.hpp"
#include "transport/quote.hpp"
#include "transport/runner.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>
#include <set>

#include <unistd.h>

namespace app::cli {

using selector::Says;

namespace {

/// The job of a backup that would neither snapshot nor send nor thin. Where no name is given any will do for what is
/// made of it.
Request as_listing(Request request) {
  request.snapshot = request.send = request.thinning = false;
  if (request.backup_name.empty()) request.backup_name = "any";
  return request;
}

/// One listing, with the releases that follow, from the parsed request to the exit code.
class Listing {
 public:
  Listing(const Request& request, Job job, report::Console& console)
      : request_(request), job_(std::move(job)), console_(console), story_(console, request.personality) {
    if (!request.release.empty()) age_ = ttl("--release", request.release);
  }

  int run() {
    job_.context.source = runner_.prepare(job_.context.source);
    job_.context.target = runner_.prepare(job_.context.target);
    run::Shell shell(runner_, story_, job_.context.source, job_.context.target);
    console_.verbose(header_line(request_.personality));
    const std::vector<::holds::Hold> found = find(shell);
    const report::HeldTable table{.target_path = request_.target_path, .age = age_, .now = job_.options.now};
    report::write_holds(std::cout, found, table);
    if (!age_) return 0;
    for (const std::string& note : report::notes_on_releases(found, table)) console_.warning(note);
    return release(found, shell);
  }

 private:
  bool has_target() const { return !request_.target_path.empty(); }

  std::vector<::holds::Hold> find(run::Shell& shell) {
    selector::SnapshotNames names(job_.format);
    run::HeldSurvey survey(shell, names);
    const run::Within on_source{.root = "", .left_out = job_.same_host ? request_.target_path : ""};
    const run::Within on_target{.root = request_.target_path, .left_out = ""};
    survey.read(on_source, has_target() ? &on_target : nullptr);
    const auto read = [](const run::Held& held) { return ::holds::SideFacts{&held.inventory, &held.holds}; };
    ::holds::Facts facts{.source = read(survey.source()),
                         .target = std::nullopt,
                         .target_path = request_.target_path,
                         .plain_tag = job_.options.hold_tag};
    if (has_target()) facts.target = read(survey.target());
    return ::holds::find_holds(facts, own_tags());
  }

  ::holds::OwnTags own_tags() const {
    if (!request_.backup_name.empty()) return ::holds::OwnTags::of(job_.options.hold_tag);
    return ::holds::OwnTags::of_any_name(
        [format = request_.hold_format](std::string_view name) { return substitute(format, name); });
  }

  int release(const std::vector<::holds::Hold>& found, run::Shell& shell) {
    console_.title("Releasing");
    for (const plan::Step& step : ::holds::releases(found, *age_, job_.options.now)) {
      if (request_.mode == Mode::test)
        story_.tell_skipped(plan::side_of(step), plan::compile(step, job_.context));
      else
        carry_out(step, shell);
    }
    return conclude();
  }

  void carry_out(const plan::Step& step, run::Shell& shell) {
    const auto& release = std::get<plan::Release>(step.action);
    const std::string side = release.side == plan::Side::source ? "[Source] " : "[Target] ";
    for (const plan::Item& item : release.items) console_.verbose(side + item.name + ": Releasing " + release.tag);
    const transport::Result result = shell.run(release.side, plan::compile(step, job_.context));
    if (result.interrupted) throw run::Aborted();
    for (const auto& [snapshot, reason] : run::failed_items(release.items, result, {Says::no_such_tag, Says::gone})) {
      console_.error(std::string(side).append(snapshot).append(": FAILED: ").append(reason));
      failed_.insert(side + snapshot.substr(0, snapshot.find('@')));
    }
  }

  int conclude() {
    if (!failed_.empty())
      console_.error(std::to_string(failed_.size()) + " dataset(s) failed!");
    else
      console_.title(request_.mode == Mode::test ? "All tests successful." : "All operations completed successfully");
    if (request_.mode == Mode::test) {
      console_.verbose("");
      console_.warning("TEST MODE - DID NOT MAKE ANY CHANGES!");
    }
    return static_cast<int>(std::min<std::size_t>(failed_.size(), k_could_not_run - 1));
  }

  const Request& request_;
  Job job_;
  report::Console& console_;
  report::Story story_;
  std::optional<thinner::Span> age_;  ///< nothing: only list
  std::set<std::string> failed_;      // datasets, each with its side
  transport::ProcessRunner runner_;
};

}  // namespace

int holds(const Request& request, std::span<const std::string_view> argv) {
  report::Console console(std::cout, std::cerr, request.verbosity, false, request.progress);
  try {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    Job job = make_job(as_listing(request), now);
    const std::string lock_name = job.lock_name;
    Listing listing(request, std::move(job), console);
    std::optional<run::Lock> lock;
    if (!request.release.empty() && request.mode == Mode::run) {
      const std::vector<std::string> words(argv.begin(), argv.end());
      lock.emplace(run::Lock::default_directory(), lock_name,
                   "pid " + std::to_string(::getpid()) + ": " + transport::sh_join(words));
    }
    return listing.run();
  } catch (const std::exception& error) {
    console.error(error.what());
  }
  return k_could_not_run;
}

}  // namespace app::cli
