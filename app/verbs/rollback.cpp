#include "app/plan/local/rollback.hpp"

#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/plan/local/set_back.hpp"
#include "app/plan/words.hpp"
#include "app/run/errors.hpp"
#include "app/run/tree_survey.hpp"
#include "app/verbs/confirm.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/plan_run.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace app::verbs {

namespace {

/// What a plan was made from must live as long as that.
struct Looked {
  std::optional<run::TreeSurvey> tree, pool;
  plan::Losses losses;
  plan::Plan plan;
};

std::string newest_of(const zfs::Inventory& inventory, const std::string& name) {
  const zfs::Dataset* const dataset = inventory.find(name);
  if (dataset == nullptr || dataset->snapshots.empty())
    throw run::RunError(name + " has no snapshot to go back to: zfs list -t snapshot " + name);
  return dataset->snapshots.back().name->text;
}

class RollbackVerb final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(output_, hearing_, results_, reporting_, trying_, planning_, route_, rolling_, waiting_);
  }

  void take(const std::vector<std::string>& operands) override {
    if (operands.empty()) throw cli::MissingOperand("DATASET@SNAPSHOT");
    if (operands.size() > 1)
      throw cli::UsageError("unexpected argument " + cli::quoted(operands[1]) + " after DATASET@SNAPSHOT");
    route_.source = cli::read_endpoint(operands[0], "DATASET@SNAPSHOT");
    if (route_.source.snapshot.empty() && !rolling_.keep)
      throw cli::ImpossibleRequest(cli::quoted(operands[0]) + " names no snapshot: " + operands[0] + "@SNAPSHOT");
    check_stdout(mode(), reporting_);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    route_.source = settle(route_.source, session);
    route_.target = route_.source;
    introduce(session.record(), {.backup_name = route_.source.text, .target_path = route_.source.dataset},
              places_of(route_), mode() != Mode::run);
    if (mode() == Mode::run) session.lock(run::claims_on_tree(route_.source.host, route_.source.dataset));
    plan::RollbackRequest request = make_request(session.now());
    plan::Hosts hosts = hosts_of(places_of(route_));
    session.prepare(hosts);
    hosts.source = hosts.target;
    report::Console& console = session.console();
    console.verbose(cli::header_line(session.personality()));
    report::Story story(console, session.personality());
    run::Shell shell(session.runner(), story, hosts.source, hosts.target);
    shell.end_listings_after(timeout_of(cli::Pace{}.timeout));
    const auto listed_at = std::chrono::steady_clock::now();
    Looked looked;
    rolling_.keep ? look_to_keep(request, shell, looked) : look(request, shell, looked);
    if (mode() == Mode::run && looked.plan.brake.empty()) ask(looked.losses, console);
    console.title("Rolling back");
    const std::size_t failed = show_or_run({looked.plan, hosts, mode(), 1, listed_at}, session, shell, story);
    if (rolling_.keep && mode() == Mode::run && failed == 0)
      console.summary(request.dataset + " is what it was at @" + request.snapshot +
                      ". What it was before the rollback " + "is " +
                      plan::rolled_back_name(request.dataset, request.now));
    return session.end({.failed = failed, .is_test = mode() == Mode::test});
  }

 private:
  Mode mode() const { return mode_of(trying_, planning_); }

  plan::RollbackRequest make_request(thinner::Time now) const {
    return {.dataset = route_.source.dataset,
            .snapshot = route_.source.snapshot,
            .recursive = rolling_.recursive,
            .stop_cmds = commands("--stop-cmd", rolling_.stop_cmds),
            .start_cmds = commands("--start-cmd", rolling_.start_cmds),
            .now = now};
  }

  void look(const plan::RollbackRequest& request, run::Shell& shell, Looked& looked) const {
    const zfs::Levels levels = request.recursive ? zfs::Levels{} : zfs::Levels{1};
    const std::string aside = plan::rolling_back_name(request.dataset);
    run::TreeSurvey& tree = looked.tree.emplace(shell);
    tree.read_datasets({request.dataset, aside}, levels);
    if (tree.inventory().find(aside) != nullptr)
      throw run::RunError(
          "an earlier rollback of " + request.dataset + " was interrupted, and " + aside +
          " is what it was. To finish that: " + plan::typed({"zwinnow", "rollback", "--keep", route_.source.text}));
    tree.read_snapshots(levels);
    const zfs::Inventory* datasets = &tree.inventory();
    looked.losses = plan::losses_of(request, *datasets);
    if (looked.losses.has_clones()) {  // they may be anywhere in the pool
      run::TreeSurvey& pool = looked.pool.emplace(shell);
      pool.read_datasets({std::string(zfs::pool_of(request.dataset))}, {});
      pool.read_snapshots({});
      datasets = &pool.inventory();
      looked.losses = plan::losses_of(request, *datasets);
    }
    looked.plan =
        plan::plan_rollback(request, *datasets, looked.losses, run::read_holds(shell, looked.losses.snapshots()));
  }

  /// Where no snapshot is named, the newest is meant.
  static void look_to_keep(plan::RollbackRequest& request, run::Shell& shell, Looked& looked) {
    run::TreeSurvey& tree = looked.tree.emplace(shell);
    tree.read_datasets({request.dataset, plan::rolling_back_name(request.dataset)}, {});
    tree.read_snapshots({});
    if (request.snapshot.empty()) request.snapshot = newest_of(tree.inventory(), request.dataset);
    const plan::SetBackFacts facts{.datasets = &tree.inventory(),
                                   .properties = run::read_own_properties(shell, tree.names()),
                                   .mounted = run::read_mounted(shell, tree.names())};
    looked.plan = plan::plan_set_back(request, facts);
  }

  /// Nothing is lost by what nobody saw.
  void ask(const plan::Losses& losses, report::Console& console) const {
    if (rolling_.yes || rolling_.keep) return;
    bool loses = losses.any();
    for (const zfs::Dataset* dataset : losses.back) {
      if (dataset->written == 0) continue;
      loses = true;
      console.warning("[Target] " + dataset->name + ": " + std::to_string(dataset->written) +
                      " bytes were written since its newest snapshot, and would be lost");
    }
    const auto tell = [&](const std::string& name) { console.warning("[Target] " + name + ": Would be destroyed"); };
    std::ranges::for_each(losses.snapshots(), tell);
    std::ranges::for_each(losses.bookmarks, tell);
    for (const zfs::Dataset* clone : losses.clones) tell(clone->name);
    if (loses) confirm("Roll back " + route_.source.text + "?", false);
  }

  cli::Output output_;
  cli::Hearing hearing_;
  cli::ResultFiles results_;
  cli::Reporting reporting_;
  cli::Trying trying_;
  cli::Planning planning_;
  cli::Route route_;
  cli::Rolling rolling_;
  cli::Waiting waiting_;
};

}  // namespace

constinit const cli::VerbText k_rollback{
    .name = "rollback",
    .operands = "DATASET@SNAPSHOT",
    .summary = "Return a dataset to a snapshot, between commands that stop and start its user.",
    .description =
        "Returns DATASET to SNAPSHOT. What was written since is lost, and newer snapshots, their clones and newer "
        "bookmarks are destroyed: they are listed, and you are asked first. A rollback that would destroy a held "
        "snapshot, or a bookmark of a backup, is refused: a backup could not be continued after it. With --keep "
        "nothing "
        "is destroyed. DATASET is [user@]host:pool/dataset, or pool/dataset on this host.",
    .failures = "that many datasets failed",
    .examples =
        "  See what would be lost, then return a virtual machine to yesterday:\n"
        "    {} --test tank/vm@daily-2026-03-01\n"
        "    {} tank/vm@daily-2026-03-01 --stop-cmd 'virsh shutdown vm' --start-cmd 'virsh start vm'\n"
        "  The same for a tree, without losing anything:\n"
        "    {} -r --keep tank/vm@daily-2026-03-01\n",
    .make = cli::make_verb<RollbackVerb>};

}  // namespace app::verbs
