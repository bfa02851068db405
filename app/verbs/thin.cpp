#include "app/cli/help.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/job_run.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/snapshot_job.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <array>
#include <optional>
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
  std::optional<cli::Endpoint> against() const {
    if (pruning.against.empty()) return std::nullopt;
    return cli::read_endpoint(pruning.against, "--against");
  }
  bool has_schedule() const { return !pruning.schedule.empty() || pruning.days != 0 || pruning.count != 0; }
};

/// Which snapshots are meant.
struct Thinned {
  zfs::Series series;
  std::string names;  ///< their format or pattern
};

/// What has a time to live ends by that, with the next `snapshot` of its kind.
Thinned thinned_by(const ThinOptions& given) {
  const std::string& match = given.pruning.match;
  if (!match.empty()) return {{match, zfs::ShellPattern{match}}, match};
  const Kind kind = kind_of(given.labelling, "");
  const bool says_its_kind = !given.labelling.label.empty() || !given.labelling.type.empty();
  return {{says_its_kind ? kind.id : kind.format, thinner::NameFormat(kind.format, zone_of(given.pruning.utc))},
          kind.format};
}

thinner::Schedule kept_by(const cli::Pruning& given) {
  thinner::Schedule schedule = verbs::schedule("--keep", given.schedule);
  schedule.keep_newest = std::max<std::size_t>(schedule.keep_newest, given.count);
  if (given.days != 0) schedule.young = verbs::ttl("--keep-days", std::to_string(given.days) + "d");
  return schedule;
}

/// Its snapshots alone are looked at: nothing is done there.
void put(const cli::Endpoint& target, const ThinOptions& given, Job& job) {
  job.options.mapping = selector::Mapping::tree(given.choosing.names.front(), target.dataset);
  job.options.only_replicated = true;
  job.options.keep_target = thinner::Schedule{.keep_newest = thinner::k_keep_all};
  job.hosts = hosts_of(cli::Places{
      .ssh_config = given.place.ssh_config, .ssh_source = given.place.ssh_source, .ssh_target = target.host});
}

Job make_thin_job(const ThinOptions& given, const Thinned& thinned, thinner::Time now) {
  Job job;
  job.selection = roots_of(given.choosing);
  job.series = {thinned.series};
  job.options.now = now;
  job.options.settings.backup_name = thinned.series.id;
  job.options.keep_source = kept_by(given.pruning);
  job.options.send = job.options.holds = false;
  job.options.check_permissions = given.rights.check_permissions;
  job.options.explain = given.mode() == Mode::plan_json;
  put_brake(given.braking.max_destroy, job.options);
  job.hosts = hosts_of(given.place);
  if (const auto target = given.against()) put(*target, given, job);
  job.jobs = given.pace.jobs.value_or(default_jobs());
  job.timeout = timeout_of(given.pace.timeout);
  job.pools = {.only_healthy = true};
  return job;
}

void tell_settings(const ThinOptions& given, const Thinned& thinned, Session& session, thinner::Time now) {
  report::tell_preamble(session.console(),
                        {.header = cli::header_line(session.personality()),
                         .notes = {},
                         .is_test = given.mode() == Mode::test,
                         .utc = given.pruning.utc,
                         .property = "",
                         .datasets = in_words(given.choosing),
                         .snapshot_format = thinned.names,
                         .hold_tag = "",
                         .source = report::SideSettings{.ssh = given.place.ssh_source,
                                                        .ssh_config = given.place.ssh_config,
                                                        .schedule = kept_by(given.pruning)}},
                        now, zone_of(given.pruning.utc));
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
    check_thinned_kind();
    if (!given_.has_schedule() && !given_.against())
      throw cli::ImpossibleRequest("how many snapshots stay? Say it by --keep, --keep-days, --keep-num or --against");
    if (given_.against() && (operands.size() != 1 || operands.front() == selector::k_everything))
      throw cli::ImpossibleRequest("--against takes one SEL, the dataset that TARGET is a copy of");
    if (given_.pruning.print_ranges && !given_.planning.plan.empty())
      throw cli::ImpossibleRequest("--print-ranges and --plan are two plans for stdout: leave one out");
    check_stdout(given_.mode(), given_.reporting);
  }

  /// Ranges have stdout for themselves; what is to be known of them is told all the same.
  Voice voice() const override {
    return given_.pruning.print_ranges ? Voice::on_stderr : voice_of(given_.mode(), given_.reporting);
  }

  int run(Session& session) override {
    const Mode mode = given_.mode();
    const Thinned thinned = thinned_by(given_);
    Job job = make_thin_job(given_, thinned, session.now());
    session.record().job = thinned.series.id;
    session.record().source_host = given_.place.ssh_source;
    session.record().is_test = mode != Mode::run;
    // Of one kind there may be several jobs on a host: other datasets.
    if (mode == Mode::run)
      session.lock("thin " + thinned.names + " " + given_.place.ssh_source + " " + in_words(given_.choosing));
    const thinner::Time now = job.options.now;
    const Telling telling{.settings = [&] { tell_settings(given_, thinned, session, now); },
                          .after_snapshotting = [&] { session.console().title("Thinning"); },
                          .nothing_selected = "nothing is selected: zfs list shows the datasets of imported pools",
                          .nothing_of_kind = "[Source] None of the selected datasets has a snapshot of this kind (" +
                                             thinned.names + "): there is nothing to thin",
                          .remark_when_good = ""};
    return JobRun(session, std::move(job), mode, telling).run();
  }

 private:
  /// A kind that is meant otherwise than it was said would cost snapshots of others, or nothing for years.
  void check_thinned_kind() const {
    const cli::Labelling& labelling = given_.labelling;
    const std::string& match = given_.pruning.match;
    if (labelling.is_given() && !match.empty())
      throw cli::ImpossibleRequest("--match and a label, type, preset or format are two kinds: leave one out");
    if (match.find_first_of("@/") != std::string::npos)
      throw cli::ImpossibleRequest("--match: '" + match + "': the pattern is for the name after the @");
    if (!match.empty()) return;
    if (!labelling.is_given())
      throw cli::ImpossibleRequest(
          "which snapshots? Name them by --label, --type, --preset, --snapshot-format or --match. Other snapshots are "
          "never destroyed");
    const std::string names = name_template(labelling);
    const bool has_place = names.find("{}") != std::string::npos;
    const bool has_label = !labelling.label.empty() || !labelling.type.empty();
    if (has_label && !has_place)
      throw cli::ImpossibleRequest("the names " + names + " have no place for a label or type: leave it out");
    if (!has_label && has_place)
      throw cli::ImpossibleRequest("the names " + names + " need a --label or --type for the {}");
  }

  ThinOptions given_;
};

}  // namespace

constexpr std::array k_told_of_thin = {cli::Chapter::choosing, cli::Chapter::kind,   cli::Chapter::keeping,
                                       cli::Chapter::places,   cli::Chapter::trying, cli::Chapter::output};

constinit const cli::VerbText k_thin{
    .name = "thin",
    .operands = "SEL…",
    .summary = "Destroy snapshots of one kind by a schedule, or print their ranges.",
    .description =
        "Destroys the snapshots of one kind that a schedule no longer keeps. SEL is a dataset, the last component of "
        "its "
        "name if that is unique, or // for all datasets of all pools. The kind is a label or type, the names of "
        "another "
        "tool, or a pattern. The newest snapshot of the kind always stays in each dataset, and so does what is held or "
        "cloned. The common snapshots of another tool's replication stay only if that tool holds them. Properties such "
        "as com.sun:auto-snapshot do not matter here. Snapshots with a time to live in their name stay.",
    .failures = "that many datasets failed",
    .examples =
        "  Thin sanoid's daily snapshots of a tree by a schedule of your own:\n"
        "    {} -r tank/home --preset sanoid --label daily --keep 7,1w1m,1m1y\n"
        "  Snapshots made by hand, by their creation: keep 90 days, and at least 5 of each dataset:\n"
        "    {} -r tank --match 'before-*' --keep-days 90 --keep-num 5\n"
        "  The same as arguments of zfs destroy, to be looked at first:\n"
        "    {} -r tank --match 'before-*' --keep-days 90 --keep-num 5 --print-ranges\n"
        "  Snapshots of any name that a copy has, too, but for those of the last 90 days:\n"
        "    {} -r tank/vm --match '*' --keep-days 90 --against root@backup1:backup/vm\n",
    .make = cli::make_verb<Thin>,
    .told = k_told_of_thin};

}  // namespace app::verbs
