#include "app/verbs/two_way_sync.hpp"

#include "app/plan/handover/direction.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/sending.hpp"

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace app::verbs {

namespace {

using plan::Way;
using DatasetNames = std::set<std::string, std::less<>>;

std::vector<plan::Direction> find_directions(Session& session, SyncJob job) {
  session.prepare(job.hosts);
  report::Story story(session.console(), session.personality());
  run::Shell shell(session.runner(), story, job.hosts.source, job.hosts.target);
  shell.end_listings_after(job.timeout);
  run::Survey survey(shell, job.options, job.hosts, job.series);
  survey.read_datasets(job.selection);
  survey.read_snapshots();
  return plan::directions(survey.facts(), job.options.mapping);
}

SyncOptions turned(SyncOptions given) {
  std::swap(given.route.source, given.route.target);
  std::swap(given.syncing.keep_source, given.syncing.keep_target);
  turn_crossing(given.stream);
  return given;
}

int sync_only(const SyncOptions& given, Session& session, DatasetNames names, const OneWay& one_way) {
  if (names.empty()) return 0;
  SyncJob job = make_sync_job(given, session.now());
  std::get<selector::ByTree>(job.selection).only = std::move(names);
  run::JobReport earlier = std::exchange(session.record().report, {});
  const int failed = one_way(given, std::move(job));
  session.record().report.put_before(std::move(earlier));
  return failed;
}

}  // namespace

int sync_two_ways(Session& session, const SyncOptions& given, Mode mode, const OneWay& one_way) {
  DatasetNames forth, back;
  std::size_t failed = 0;
  for (plan::Direction& direction : find_directions(session, make_sync_job(given, session.now()))) {
    if (direction.way == Way::forth) forth.insert(direction.source);
    if (direction.way == Way::back) back.insert(direction.target);
    if (direction.way == Way::nowhere)
      session.console().verbose(direction.source + ": the same as " + direction.target);
    if (direction.way != Way::refused) continue;
    session.console().error(direction.source + ": FAILED: " + direction.why);
    session.record().report.problems.push_back(
        {.dataset = direction.source, .kind = "both_written", .message = direction.why, .next_step = ""});
    session.record().report.failed = ++failed;
  }
  failed += static_cast<std::size_t>(sync_only(given, session, std::move(forth), one_way));
  failed += static_cast<std::size_t>(sync_only(turned(given), session, std::move(back), one_way));
  return session.end({.failed = failed, .is_test = mode == Mode::test});
}

}  // namespace app::verbs
