#include "app/cli/help.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/explaining.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/retrying.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/snapshot_job.hpp"
#include "app/verbs/thin_job.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace app::verbs {

namespace {

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
                                                        .schedule = kept_by(given)}},
                        now, zone_of(given.pruning.utc));
}

class Thin final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.results, given_.reporting, given_.trying, given_.planning,
                       given_.place, given_.choosing, given_.labelling, given_.waiting, given_.offline, given_.retrying,
                       given_.pruning, given_.braking, given_.rights, given_.pace, given_.explaining, given_.page,
                       given_.monitoring);
  }

  void take(const std::vector<std::string>& operands) override {
    given_.choosing.names = operands;
    check_explaining();
    if (operands.empty() && !given_.is_of_backup()) throw cli::MissingOperand("SEL");
    check_kind(given_.labelling);
    check_thinned_kind();
    if (!given_.has_schedule() && !given_.against() && !given_.is_of_backup())
      throw cli::ImpossibleRequest("how many snapshots stay? Say it by --keep, --keep-days, --keep-num or --against");
    if (given_.against() && (operands.size() != 1 || operands.front() == selector::k_everything))
      throw cli::ImpossibleRequest("--against takes one SEL, the dataset that TARGET is a copy of");
    if (given_.pruning.print_ranges && !given_.planning.plan.empty())
      throw cli::ImpossibleRequest("--print-ranges and --plan are two plans for stdout: leave one out");
    check_stdout(given_.mode(), given_.reporting);
  }

  /// Ranges have stdout for themselves; what is to be known of them is told all the same.
  Voice voice() const override {
    const bool has_table = given_.pruning.print_ranges || given_.explaining.explain;
    return has_table ? Voice::on_stderr : voice_of(given_.mode(), given_.reporting);
  }

  int run(Session& session) override {
    if (given_.explaining.explain) return explain(given_, session);
    const Mode mode = given_.mode();
    const Thinned thinned = thinned_by(given_);
    Job job = make_thin_job(given_, thinned, session.now());
    session.record().job = thinned.series.id;
    session.record().source_host = given_.place.ssh_source;
    session.record().is_test = mode != Mode::run;
    // Of one kind there may be several jobs on a host: other datasets.
    const std::string lock = "thin " + thinned.names + " " + given_.place.ssh_source + " " + in_words(given_.choosing);
    if (mode == Mode::run && session.lock(lock)) job = make_thin_job(given_, thinned, session.now());
    const thinner::Time now = job.options.now;
    const Telling telling{.settings = [&] { tell_settings(given_, thinned, session, now); },
                          .after_snapshotting = [&] { session.console().title("Thinning"); },
                          .nothing_selected = "nothing is selected: zfs list shows the datasets of imported pools",
                          .nothing_of_kind = "[Source] None of the selected datasets has a snapshot of this kind (" +
                                             thinned.names + "): there is nothing to thin",
                          .remark_when_good = ""};
    return run_with_retries(given_.retrying, session, job, mode, telling);
  }

 private:
  void check_explaining() const {
    const cli::Explaining& explaining = given_.explaining;
    if (!explaining.explain) {
      const bool wants_it = !explaining.at.empty() || given_.is_of_backup() || !given_.page.html.empty();
      if (wants_it) throw cli::ImpossibleRequest("--at, --backup and --html need --explain");
    } else if (given_.mode() != Mode::run) {
      throw cli::ImpossibleRequest("--explain changes nothing: leave out --test, --plan and --print-ranges");
    }
  }

  /// A kind that is meant otherwise than it was said would cost snapshots of others, or nothing for years.
  void check_thinned_kind() const {
    const cli::Labelling& labelling = given_.labelling;
    const std::string& match = given_.pruning.match;
    if (labelling.is_given() && !match.empty())
      throw cli::ImpossibleRequest("--match and a label, type, preset or format are two kinds: leave one out");
    if (match.find_first_of("@/") != std::string::npos)
      throw cli::ImpossibleRequest("--match: '" + match + "': the pattern is for the name after the @");
    const bool has_label = !labelling.label.empty() || !labelling.type.empty();
    if (given_.is_of_backup() && (has_label || !labelling.preset.empty() || !match.empty()))
      throw cli::ImpossibleRequest("--backup and a label, type, preset or --match are two kinds: leave one out");
    if (!match.empty() || given_.is_of_backup()) return;
    if (!labelling.is_given())
      throw cli::ImpossibleRequest(
          "which snapshots? Name them by --label, --type, --preset, --snapshot-format or --match. Other snapshots are "
          "never destroyed");
    const std::string names = name_template(labelling);
    const bool has_place = names.find("{}") != std::string::npos;
    if (has_label && !has_place)
      throw cli::ImpossibleRequest("the names " + names + " have no place for a label or type: leave it out");
    if (!has_label && has_place)
      throw cli::ImpossibleRequest("the names " + names + " need a --label or --type for the {}");
  }

  ThinOptions given_;
};

}  // namespace

constexpr std::array k_told_of_thin = {cli::Chapter::choosing, cli::Chapter::kind,    cli::Chapter::keeping,
                                       cli::Chapter::places,   cli::Chapter::waiting, cli::Chapter::trying,
                                       cli::Chapter::output};

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
        "  Why does each snapshot of a backup stay or go, as a table and as a page for a browser?\n"
        "    {} --explain --backup offsite1 --html /tmp/thinning.html\n"
        "  Snapshots of any name that a copy has, too, but for those of the last 90 days:\n"
        "    {} -r tank/vm --match '*' --keep-days 90 --against root@backup1:backup/vm\n",
    .make = cli::make_verb<Thin>,
    .told = k_told_of_thin};

}  // namespace app::verbs
