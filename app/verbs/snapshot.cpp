#include "app/cli/help.hpp"
#include "app/report/preamble.hpp"
#include "app/verbs/as_zfs_auto_snapshot.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/retrying.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/snapshot_job.hpp"
#include "app/verbs/verbs.hpp"

#include <array>
#include <optional>
#include <utility>

namespace app::verbs {

namespace {

/// What Hoster has before the name; it says nothing.
constexpr std::string_view k_new = "new";

void tell_settings(const SnapshotOptions& given, const SnapshotJob& job, Mode mode, Session& session) {
  const bool is_zfs_auto_snapshot = session.personality() == Personality::zfs_auto_snapshot;
  report::SideSettings source{
      .ssh = given.place.ssh_source, .ssh_config = given.place.ssh_config, .schedule = std::nullopt};
  if (given.counting.keep) source.schedule = job.options.keep_source.of(0);
  report::tell_preamble(session.console(),
                        {.header = cli::header_line(session.personality()),
                         .notes = {},
                         .is_test = mode == Mode::test && !is_zfs_auto_snapshot,
                         .utc = given.snapshots.utc,
                         .property = "",
                         .datasets = in_words(given.choosing),
                         .snapshot_format = job.snapshot_format,
                         .hold_tag = "",
                         .source = source},
                        job.options.now, job.format.zone());
  if (mode == Mode::test && is_zfs_auto_snapshot)
    session.console().verbose("Doing a dry run. Not running these commands...");
}

class Snapshot final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.results, reporting_, trying_, planning_, given_.place,
                       given_.choosing, given_.snapshots, given_.labelling, given_.waiting, given_.offline,
                       given_.retrying, given_.counting, given_.labelled, given_.braking, given_.rights, given_.pace,
                       monitoring_);
  }

  void take(const std::vector<std::string>& operands) override {
    std::vector<std::string>& names = given_.choosing.names = operands;
    if (!given_.choosing.whole_names && names.size() > 1 && names.front() == k_new) names.erase(names.begin());
    if (names.empty()) throw cli::MissingOperand("SEL");
    check_kind(given_.labelling);
    if (given_.labelled.destroy_only && !given_.counting.keep)
      throw cli::ImpossibleRequest("--destroy-only needs --keep: how many snapshots stay?");
    if (given_.labelled.only_if_true && given_.labelling.label.empty() && !given_.labelled.by_property)
      throw cli::ImpossibleRequest("--default-exclude needs --label: only labels go by com.sun:auto-snapshot");
    check_stdout(mode(), reporting_);
  }

  Voice voice() const override { return voice_of(mode(), reporting_); }

  int run(Session& session) override {
    SnapshotJob job = make_job(session);
    session.record().job = job.id;
    session.record().source_host = given_.place.ssh_source;
    session.record().is_test = mode() != Mode::run;
    if (mode() == Mode::run && session.lock(job.lock_name)) job = make_job(session);
    Telling telling{.settings = [&] { tell_settings(given_, job, mode(), session); },
                    .after_snapshotting = [&] { session.console().title("Thinning"); },
                    .nothing_selected = "nothing is selected: zfs list shows the datasets of imported pools",
                    .remark_when_good = ""};
    if (session.personality() == Personality::zfs_auto_snapshot)
      return run_as_zfs_auto_snapshot(session, job, mode(), std::move(telling));
    return run_with_retries(given_.retrying, session, job, mode(), telling);
  }

 private:
  SnapshotJob make_job(const Session& session) const {
    SnapshotJob job = make_snapshot_job(given_, session.now());
    job.options.explain = mode() == Mode::plan_json;
    return job;
  }

  Mode mode() const { return mode_of(trying_, planning_); }

  SnapshotOptions given_;
  cli::Reporting reporting_;
  cli::Monitoring monitoring_;
  cli::Trying trying_;
  cli::Planning planning_;
};

}  // namespace

constexpr std::array k_told_of_snapshot = {cli::Chapter::choosing, cli::Chapter::kind,   cli::Chapter::snapshotting,
                                           cli::Chapter::keeping,  cli::Chapter::places, cli::Chapter::waiting,
                                           cli::Chapter::trying,   cli::Chapter::output};

constinit const cli::VerbText k_snapshot{
    .name = "snapshot",
    .operands = "SEL…",
    .summary = "Snapshot datasets by name, and keep the newest N of each kind.",
    .description =
        "Snapshots the given datasets, atomically in each pool. SEL is a dataset, the last component of its name if "
        "that is unique, or // for all datasets of all pools. With --label the snapshots are automatic: datasets with "
        "com.sun:auto-snapshot=false or com.sun:auto-snapshot:LABEL=false are excluded. With --keep N the newest N "
        "snapshots of the label or type stay in each dataset. Older ones are destroyed unless they are held or cloned. "
        "Without a label the type is custom.",
    .failures = "that many datasets failed",
    .examples =
        "  Hourly snapshots of everything, keep 24 per dataset:\n"
        "    {} // --label hourly --keep 24\n"
        "  One snapshot of a virtual machine, found by the last component of its name:\n"
        "    {} vm-7 --type before-upgrade\n"
        "  Dry run:\n"
        "    {} -r tank/home --label daily --keep 14 --test\n"
        "  Snapshots with a time to live of two days:\n"
        "    {} -r tank --ttl 2d\n",
    .make = cli::make_verb<Snapshot>,
    .told = k_told_of_snapshot};

}  // namespace app::verbs
