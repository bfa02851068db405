#include "app/cli/substitute.hpp"
#include "app/report/fate_text.hpp"
#include "app/report/snapshot_table.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/listed.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/snapshot_job.hpp"
#include "app/verbs/verbs.hpp"

#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace app::verbs {

namespace {

/// What the command line says.
struct ListOptions {
  cli::Output output;
  cli::OnePlace place;
  cli::Choosing choosing;
  cli::Labelling labelling;
  cli::Counting counting;
  cli::Listing listing;
};

/// Of which snapshots the fates are told, and by what schedule. Nothing is snapshotted, sent or destroyed.
Job make_list_job(const ListOptions& given, thinner::Time now) {
  Job job;
  selector::ByRoots roots = roots_of(given.choosing);
  if (roots.roots.empty()) roots.roots.emplace_back(selector::k_everything);
  job.selection = std::move(roots);
  job.options.now = now;
  job.options.send = job.options.holds = job.options.check_permissions = false;
  job.options.explain = true;
  job.hosts = hosts_of(given.place);
  const thinner::Zone zone = zone_of(given.listing.utc);
  if (given.listing.backup_name.empty()) {
    const Kind kind = kind_of(given.labelling, "");
    job.series = {{kind.id, thinner::NameFormat(kind.format, zone), true}};
    job.options.keep_source = schedule_of(given.counting);
  } else {
    const std::string& name = given.listing.backup_name;
    const std::string format =
        given.labelling.snapshot_format.empty() ? cli::Snapshotting{}.snapshot_format : given.labelling.snapshot_format;
    job.series = {{name, thinner::NameFormat(cli::substitute(format, name), zone), false}};
    job.options.keep_source = schedule("--keep-source", given.listing.keep);
  }
  return job;
}

/// One table, to the exit code.
class Table {
 public:
  Table(const ListOptions& given, Job job, Session& session)
      : given_(given), job_(std::move(job)), session_(session), story_(session.console(), session.personality()) {}

  int run() {
    session_.prepare(job_.hosts);
    run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
    run::Survey survey(shell, job_.options, job_.hosts, job_.series);
    survey.read_datasets(job_.selection);
    for (const std::string& pool : survey.facts().suspended_pools)
      session_.console().warning(report::on_suspended_pool(pool, "its snapshots are not listed"));
    std::vector<report::ListedSnapshot> snapshots = read_listed(shell, survey.facts());
    if (given_.listing.why) explain(survey, snapshots);
    if (given_.listing.json) {
      report::write_snapshots_as_json(std::cout, snapshots, given_.listing.why);
    } else {
      report::write_snapshots(std::cout, snapshots,
                              {.plain = given_.listing.plain,
                               .exact = given_.listing.exact,
                               .why = given_.listing.why,
                               .zone = thinner::Zone::local()});
    }
    if (!std::cout.flush()) throw run::RunError("cannot print it: stdout is closed or its disk is full");
    return 0;
  }

 private:
  void explain(run::Survey& survey, std::vector<report::ListedSnapshot>& snapshots) const {
    survey.read_snapshots();
    const plan::Plan plan = survey.make_plan();
    std::map<std::string, const plan::Fate*, std::less<>> fates;
    for (const plan::DatasetPlan& dataset : plan.datasets) {
      for (const plan::Fate& fate : dataset.source_fates) fates[dataset.source->name + "@" + fate.name->text] = &fate;
    }
    for (report::ListedSnapshot& listed : snapshots) {
      const auto found = fates.find(listed.snapshot.name);
      if (found == fates.end()) continue;  // made since
      listed.goes = found->second->goes();
      listed.why = report::reason_of(*found->second, job_.options.keep_source);
    }
  }

  const ListOptions& given_;
  Job job_;
  Session& session_;
  report::Story story_;
};

class List final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.place, given_.choosing, given_.labelling, given_.counting, given_.listing);
  }

  void take(const std::vector<std::string>& operands) override {
    given_.choosing.names = operands;
    check_kind(given_.labelling);
    const bool has_schedule = given_.counting.keep || !given_.listing.backup_name.empty();
    if (given_.listing.why && !has_schedule)
      throw cli::ImpossibleRequest("--why needs a schedule: --keep with --label or --type, or --backup");
    if (has_schedule && !given_.listing.why)
      throw cli::ImpossibleRequest("--keep and --backup need --why: the table lists all snapshots");
    const cli::Labelling& labelling = given_.labelling;
    const bool has_kind =
        given_.counting.keep || !labelling.label.empty() || !labelling.type.empty() || !labelling.preset.empty();
    if (has_kind && !given_.listing.backup_name.empty())
      throw cli::ImpossibleRequest("--backup and a label, type or --keep are two schedules: leave one out");
  }

  Voice voice() const override { return Voice::on_stderr; }

  int run(Session& session) override { return Table(given_, make_list_job(given_, session.now()), session).run(); }

 private:
  ListOptions given_;
};

}  // namespace

constinit const cli::VerbText k_list{
    .name = "list",
    .operands = "[SEL…]",
    .summary = "List snapshots with their size, holds and clones, and why they stay or go.",
    .description =
        "Lists the snapshots of datasets, grouped by dataset, oldest first. SEL is a dataset, the last component of "
        "its name if that is unique, or // for all datasets of all pools, which is the default. The size of a snapshot "
        "is the space that destroying it alone would free.",
    .failures = "",
    .examples =
        "  All snapshots, or the snapshots of one virtual machine:\n"
        "    {}\n"
        "    {} vm-7\n"
        "  Which daily snapshots would be destroyed with --keep 14, and why do the others stay?\n"
        "    {} -r tank/home --why --label daily --keep 14\n"
        "  The same for a backup, as script output:\n"
        "    {} -H -p --why --backup offsite1 --keep-source 10,1d1w tank/home\n",
    .make = cli::make_verb<List>};

}  // namespace app::verbs
