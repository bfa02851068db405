#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/spell.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/handover_run.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/sending.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <utility>

namespace app::verbs {

namespace {

/// Those of sync's options that say what it does.
cli::Groups groups_of(SyncOptions& sync) {
  return cli::Groups(sync.route, sync.snapshots, sync.syncing, sync.sending, sync.rights, sync.stream, sync.receiving,
                     sync.pace);
}

std::vector<std::string> command_of(SyncOptions sync) {
  SyncOptions fresh;
  std::vector<std::string> command{"zwinnow", "sync"};
  for (std::string& word : cli::spell(groups_of(sync), groups_of(fresh))) command.push_back(std::move(word));
  command.push_back(sync.route.source.text);
  command.push_back(sync.route.target.text);
  return command;
}

std::vector<std::string> hook_of(const std::string& option, const std::string& text) {
  return text.empty() ? std::vector<std::string>{} : commands(option, {text}).front();
}

class HandingOver final : public cli::Verb {
 public:
  cli::Groups groups() override {
    SyncOptions& sync = sync_;
    return cli::Groups(sync.output, sync.hearing, sync.results, reporting_, trying_, planning_, handing_, sync.route,
                       sync.snapshots, sync.sending, sync.rights, sync.stream, sync.receiving, sync.pace, sync.waiting);
  }

  void take(const std::vector<std::string>& operands) override {
    sync_.syncing.name = handing_.name;
    sync_.syncing.snapshot_format = handing_.snapshot_format;
    cli::check_name(handing_.name, "--name");
    check_stdout(mode(), reporting_);
    if (promotes()) return take_promoted(operands);
    take_route(operands, sync_.route);
    if (!sync_.route.source.snapshot.empty())
      throw cli::ImpossibleRequest("SRC: all of the dataset is handed over: leave out the @" +
                                   sync_.route.source.snapshot);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    settle_all(session);
    const cli::Route& route = sync_.route;
    introduce(session.record(), {.backup_name = handing_.name, .target_path = route.target.dataset}, places_of(route),
              mode() != Mode::run);
    if (mode() == Mode::run) session.lock(claims_on_both(route));
    HandoverJob job = make_job(session.now());
    session.prepare(job.hosts);
    session.console().verbose(cli::header_line(session.personality()));
    if (!promotes()) tell_crossing(sync_.stream, places_of(route), session.console());
    return HandoverRun(session, std::move(job), mode()).run();
  }

 private:
  Mode mode() const { return mode_of(trying_, planning_); }
  bool promotes() const { return !handing_.promoted.empty(); }

  void take_promoted(const std::vector<std::string>& operands) {
    if (!operands.empty())
      throw cli::ImpossibleRequest("--promote-only names the target, and there is no source: leave out " +
                                   cli::quoted(operands.front()));
    sync_.route.target = cli::read_endpoint(handing_.promoted, "--promote-only");
    if (!sync_.route.target.snapshot.empty())
      throw cli::ImpossibleRequest("--promote-only: a dataset is promoted, as it is: leave out the @" +
                                   sync_.route.target.snapshot);
  }

  void settle_all(Session& session) {
    cli::Route& route = sync_.route;
    if (promotes()) {
      route.target = settle(route.target, session);
      return;
    }
    settle(route, session);
    const std::string &source = route.source.dataset, &target = route.target.dataset;
    const bool overlap = zfs::is_at_or_below(source, target) || zfs::is_at_or_below(target, source);
    if (places_of(route).is_one_host() && overlap)
      throw cli::ImpossibleRequest("SRC and DST lie within each other: a tree cannot be handed over to a part of it");
  }

  /// The syncs are looked at too, so that nothing is wrong with them later.
  HandoverJob make_job(thinner::Time now) const {
    HandoverJob job;
    job.request = {.source = sync_.route.source.dataset,
                   .target = sync_.route.target.dataset,
                   .stop = hook_of("--stop-cmd", handing_.stop_cmd),
                   .start = hook_of("--start-cmd", handing_.start_cmd),
                   .mounts = handing_.mounts};
    job.sync = sync_;
    job.promotes = promotes();
    job.check_permissions = sync_.rights.check_permissions;
    job.settings.backup_name = handing_.name;
    job.hosts = hosts_of(places_of(sync_.route));
    if (job.promotes) return job;
    job.sync_command = command_of(sync_);
    make_sync_job(sync_, now);
    return job;
  }

  SyncOptions sync_;
  cli::Handing handing_;
  cli::Reporting reporting_;
  cli::Trying trying_;
  cli::Planning planning_;
};

}  // namespace

constinit const cli::VerbText k_handover{
    .name = "handover",
    .operands = "SRC DST",
    .summary = "Hand the use of a tree over to its copy, and back.",
    .description =
        "Moves a service from the tree SRC to its twin DST: syncs while SRC is in use, runs --stop-cmd, makes SRC "
        "read-only and unmounts it, syncs what was written since, makes DST writable, mounts it and runs --start-cmd. "
        "Exchange the operands to go back. SRC and DST are as for zwinnow sync. If a step fails, all is undone, and "
        "the "
        "service runs at SRC again. If a run was killed, the same command goes on from there. Nothing is destroyed or "
        "rolled back.",
    .failures = "that many datasets were not handed over, and SRC is in use again",
    .examples =
        "  Move a virtual machine to host2, dry run first:\n"
        "    {} --test ssd1/vm/win11 host2:ssd2/vm/win11\n"
        "    {} --stop-cmd 'vm stop win11' --start-cmd 'vm start win11' ssd1/vm/win11 host2:ssd2/vm/win11\n"
        "  And back, still on host1:\n"
        "    {} --stop-cmd 'vm stop win11' --start-cmd 'vm start win11' host2:ssd2/vm/win11 ssd1/vm/win11\n"
        "  host1 is dead; on host2:\n"
        "    {} --promote-only ssd2/vm/win11 --start-cmd 'vm start win11'\n",
    .make = cli::make_verb<HandingOver>};

}  // namespace app::verbs
