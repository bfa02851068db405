#include "app/cli/help.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/job_run.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/snapshot_job.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace app::verbs {

namespace {

/// What the command line says.
struct ThinOptions {
  cli::Output output;
  cli::Hearing hearing;
  cli::Reporting reporting;
  cli::Trying trying;
  cli::Planning planning;
  cli::OnePlace place;
  cli::Choosing choosing;
  cli::Labelling labelling;
  cli::Pruning pruning;
  cli::Braking braking;
  cli::Rights rights;
  cli::Pace pace;

  Mode mode() const { return pruning.print_ranges ? Mode::plan_ranges : mode_of(trying, planning); }
  bool has_schedule() const { return !pruning.schedule.empty() || pruning.days != 0 || pruning.count != 0; }
};

zfs::Series series_of(const ThinOptions& given) {
  if (!given.pruning.match.empty()) return {given.pruning.match, zfs::NamePattern{given.pruning.match}};
  const Kind kind = kind_of(given.labelling, "");
  return {kind.id, thinner::NameFormat(kind.format, thinner::Zone::local()), true};
}

std::string names_of(const ThinOptions& given) {
  return given.pruning.match.empty() ? kind_of(given.labelling, "").format : given.pruning.match;
}

thinner::Schedule pruned_by(const cli::Pruning& given) {
  thinner::Schedule schedule = verbs::schedule("--keep", given.schedule);
  schedule.keep_newest = std::max<std::size_t>(schedule.keep_newest, given.count);
  if (given.days != 0) schedule.young = verbs::ttl("--keep-days", std::to_string(given.days) + "d");
  return schedule;
}

Job make_thin_job(const ThinOptions& given, thinner::Time now) {
  Job job;
  job.selection = roots_of(given.choosing);
  job.series = {series_of(given)};
  job.options.now = now;
  job.options.settings.backup_name = job.series.front().id;
  job.options.keep_source = pruned_by(given.pruning);
  job.options.send = job.options.holds = false;
  job.options.check_permissions = given.rights.check_permissions;
  job.options.explain = given.mode() == Mode::plan_json;
  put_brake(given.braking, job.options);
  job.hosts = hosts_of(given.place);
  job.jobs = given.pace.jobs.value_or(default_jobs());
  job.timeout = timeout_of(given.pace.timeout);
  job.pools = {.only_healthy = true};
  return job;
}

/// Of one kind there may be several jobs on a host: other datasets.
std::string lock_name(const ThinOptions& given) {
  return "thin " + names_of(given) + " " + given.place.ssh_source + " " + in_words(given.choosing);
}

void tell_settings(const ThinOptions& given, const Job& job, Session& session) {
  report::tell_preamble(session.console(),
                        {.header = cli::header_line(session.personality()),
                         .notes = {},
                         .is_test = given.mode() == Mode::test,
                         .utc = false,
                         .property = "",
                         .datasets = in_words(given.choosing),
                         .snapshot_format = names_of(given),
                         .hold_tag = "",
                         .source = report::SideSettings{.ssh = given.place.ssh_source,
                                                        .ssh_config = given.place.ssh_config,
                                                        .schedule = job.options.keep_source.of(0)}},
                        job.options.now, thinner::Zone::local());
}

class Thin final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.reporting, given_.trying, given_.planning, given_.place,
                       given_.choosing, given_.labelling, given_.pruning, given_.braking, given_.rights, given_.pace);
  }

  void take(const std::vector<std::string>& operands) override {
    given_.choosing.names = operands;
    if (operands.empty()) throw cli::MissingOperand("SEL");
    check_kind(given_.labelling);
    if (given_.labelling.is_given() == !given_.pruning.match.empty())
      throw cli::ImpossibleRequest(given_.labelling.is_given()
                                       ? "--match and a label, type, preset or format are two kinds: leave one out"
                                       : "which snapshots? Name them by --label, --type, --preset, --snapshot-format "
                                         "or --match. Other snapshots are never destroyed");
    if (!given_.has_schedule())
      throw cli::ImpossibleRequest("how many snapshots stay? Say it by --keep, --keep-days or --keep-num");
    if (given_.pruning.print_ranges && !given_.planning.plan.empty())
      throw cli::ImpossibleRequest("--print-ranges and --plan are two plans for stdout: leave one out");
    check_stdout(given_.mode(), given_.reporting);
  }

  Voice voice() const override { return voice_of(given_.mode(), given_.reporting); }

  int run(Session& session) override {
    const Mode mode = given_.mode();
    Job job = make_thin_job(given_, session.now());
    session.record().job = job.options.settings.backup_name;
    session.record().source_host = given_.place.ssh_source;
    session.record().is_test = mode != Mode::run;
    if (mode == Mode::run) session.lock(lock_name(given_));
    const Telling telling{.settings = [&] { tell_settings(given_, job, session); },
                          .after_snapshotting = [&] { session.console().title("Thinning"); },
                          .nothing_selected = "nothing is selected: zfs list shows the datasets of imported pools",
                          .remark_when_good = ""};
    Job engine_job = job;
    return JobRun(session, std::move(engine_job), mode, telling).run();
  }

 private:
  ThinOptions given_;
};

}  // namespace

constexpr std::array k_told_of_thin = {cli::Chapter::choosing, cli::Chapter::snapshotting, cli::Chapter::keeping,
                                       cli::Chapter::thinning, cli::Chapter::places,       cli::Chapter::trying,
                                       cli::Chapter::output};

constinit const cli::VerbText k_thin{
    .name = "thin",
    .operands = "SEL…",
    .summary = "Destroy snapshots of one kind by a schedule, or print their ranges.",
    .description =
        "Destroys the snapshots of one kind that a schedule no longer keeps. SEL is a dataset, the last component of "
        "its "
        "name if that is unique, or // for all datasets of all pools. The kind is a label, a type, the names of "
        "another "
        "tool, or a pattern. The newest snapshot of the kind always stays in each dataset, and so does what is held or "
        "cloned. Snapshots of other kinds are never destroyed. Properties such as com.sun:auto-snapshot do not matter "
        "here.",
    .failures = "that many datasets failed",
    .examples =
        "  Thin sanoid's daily snapshots of a tree by a schedule of your own:\n"
        "    {} -r tank/home --preset sanoid --label daily --keep 7,1w1m,1m1y\n"
        "  Snapshots made by hand, by their creation: keep 90 days, and at least 5 of each dataset:\n"
        "    {} -r tank --match 'before-*' --keep-days 90 --keep-num 5\n"
        "  The same as arguments of zfs destroy, to be looked at first:\n"
        "    {} -r tank --match 'before-*' --keep-days 90 --keep-num 5 --print-ranges\n",
    .make = cli::make_verb<Thin>,
    .told = k_told_of_thin};

}  // namespace app::verbs
