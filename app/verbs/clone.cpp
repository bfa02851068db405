#include "app/cli/help.hpp"
#include "app/plan/local/clone_tree.hpp"
#include "app/plan/words.hpp"
#include "app/run/errors.hpp"
#include "app/run/tree_survey.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/plan_run.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace app::verbs {

namespace {

class CloneVerb final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(output_, hearing_, results_, reporting_, trying_, planning_, route_, pace_);
  }

  void take(const std::vector<std::string>& operands) override {
    take_route(operands, route_);
    check_stdout(mode(), reporting_);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    settle(route_, session);
    check_one_pool();
    introduce(session.record(), {.backup_name = route_.source.text, .target_path = route_.target.dataset},
              places_of(route_), mode() != Mode::run);
    plan::Hosts hosts = hosts_of(places_of(route_));
    session.prepare(hosts);
    hosts.source = hosts.target;
    if (mode() == Mode::run) session.lock("clone " + route_.target.text);
    report::Console& console = session.console();
    console.verbose(cli::header_line(session.personality()));
    report::Story story(console, session.personality());
    run::Shell shell(session.runner(), story, hosts.source, hosts.target);
    shell.end_listings_after(timeout_of(pace_.timeout));
    const auto listed_at = std::chrono::steady_clock::now();
    run::TreeSurvey tree(shell), place(shell);
    const plan::Plan plan = read_and_plan(shell, tree, place);
    console.title("Cloning");
    const std::size_t failed =
        show_or_run({plan, hosts, mode(), pace_.jobs.value_or(default_jobs()), listed_at}, session, shell, story);
    if (!is_plan(mode())) tell_end(console, plan.datasets.size() - failed, tree.names().size());
    return session.end({.failed = failed, .is_test = mode() == Mode::test});
  }

 private:
  Mode mode() const { return mode_of(trying_, planning_); }

  void check_one_pool() const {
    const cli::Endpoint &source = route_.source, &target = route_.target;
    if (source.host == target.host && zfs::pool_of(source.dataset) == zfs::pool_of(target.dataset)) return;
    throw run::RunError(
        "a clone lies in the pool of its origin, and " + source.text + " and " + target.text +
        " are in two pools. To send a copy there: " + plan::typed({"zwinnow", "sync", source.text, target.text}));
  }

  plan::Plan read_and_plan(run::Shell& shell, run::TreeSurvey& tree, run::TreeSurvey& place) const {
    const plan::CloneRequest request{
        .source = route_.source.dataset, .snapshot = route_.source.snapshot, .target = route_.target.dataset};
    const std::string parent(zfs::parent_of(request.target));
    std::vector<std::string> around{request.target};
    if (!parent.empty()) around.push_back(parent);
    tree.read_datasets({request.source}, {});
    tree.read_snapshots({});
    place.read_datasets(around, 1);
    plan::CloneFacts facts{.tree = &tree.inventory(), .place = &place.inventory(), .properties = {}, .mounts = true};
    std::vector<std::string> names = tree.names();
    for (std::string& name : place.names()) {
      if (tree.inventory().find(name) == nullptr) names.push_back(std::move(name));
    }
    facts.properties = run::read_own_properties(shell, names);
    facts.mounts = run::read_whether_it_mounts(shell);
    return plan::plan_clones(request, facts);
  }

  void tell_end(report::Console& console, std::size_t cloned, std::size_t all) const {
    const std::string& target = route_.target.dataset;
    const std::string on_host = route_.target.host.empty() ? "" : " on " + route_.target.host;
    console.summary((mode() == Mode::test ? "would clone " : "cloned ") + std::to_string(cloned) + "/" +
                    std::to_string(all) + " datasets to " + route_.target.text + ". To destroy the clones" + on_host +
                    ": " + plan::typed({"zfs", "destroy", "-r", target}));
  }

  cli::Output output_;
  cli::Hearing hearing_;
  cli::ResultFiles results_;
  cli::Reporting reporting_;
  cli::Trying trying_;
  cli::Planning planning_;
  cli::Route route_;
  cli::Pace pace_;
};

}  // namespace

constexpr std::array k_told_of_clone = {cli::Chapter::places, cli::Chapter::trying, cli::Chapter::output};

constinit const cli::VerbText k_clone{
    .name = "clone",
    .operands = "SRC[@SNAPSHOT] DST",
    .summary = "Make a writable clone of a tree, such as of a backup, in the same pool.",
    .description =
        "Clones SRC and its descendants to DST, each from its newest snapshot, or from SNAPSHOT. Datasets without such "
        "a snapshot are left out, with a NOTE. SRC stays as it is, and the clones take space only for what is written "
        "to them. DST must not exist, and its parent must. SRC and DST are [user@]host:pool/dataset, or pool/dataset "
        "on "
        "this host; both are in one pool. The clones are writable and mounted below DST. They get canmount=noauto, and "
        "backup jobs do not select them: autobackup:* and com.sun:auto-snapshot are false. Clones of encrypted "
        "datasets "
        "need the key of their origin. To get single files back, look into .zfs/snapshot of the original filesystem "
        "first.",
    .failures = "that many datasets failed",
    .examples =
        "  Try out a disaster recovery from a backup, then destroy the clones:\n"
        "    {} -v backup/server1/tank/vm backup/vm-test\n"
        "    zfs destroy -r backup/vm-test\n"
        "  The state of one day, on the backup server:\n"
        "    {} root@backup1:backup/vm@offsite1-20260301120000 root@backup1:backup/vm-march\n",
    .make = cli::make_verb<CloneVerb>,
    .told = k_told_of_clone};

}  // namespace app::verbs
