#include "app/cli/operands.hpp"
#include "app/report/match_table.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/compared.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/match_job.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <iostream>
#include <utility>

namespace app::verbs {

namespace {

using ::match::Pair;
using ::match::Standing;

constexpr std::size_t k_most = 254;

std::vector<report::MatchColumn> columns_of(const MatchOptions& given) {
  if (!given.matching.columns.empty()) return report::match_columns(given.matching.columns);
  return report::match_columns(given.target().empty() ? "ds_suffix,src_last,src_snaps,src_written,info"
                                                      : "ds_suffix,match,last,info");
}

/// One comparison, to the exit code.
class Comparison {
 public:
  Comparison(const MatchOptions& given, Job job, Session& session)
      : given_(given),
        job_(std::move(job)),
        session_(session),
        console_(session.console()),
        story_(console_, session.personality()),
        table_{.columns = columns_of(given),
               .top = top(),
               .plain = given.matching.plain,
               .exact = given.matching.exact,
               .compares = has_target()} {}

  int run() {
    session_.prepare(job_.hosts);
    run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
    shell.end_listings_after(job_.timeout);
    run::Survey survey(shell, job_.options, job_.hosts, job_.series);
    std::vector<Pair> pairs = read(shell, survey);
    if (asks_for_sizes()) put_sizes(shell, pairs);
    note(survey.facts(), pairs);
    return tell(std::move(pairs));
  }

 private:
  bool has_target() const { return !given_.target().empty(); }

  std::string top() const {
    const std::string& name = given_.is_of_backup() ? given_.target() : given_.route.source.dataset;
    return name.substr(name.rfind('/') + 1);
  }

  std::vector<Pair> read(run::Shell& shell, run::Survey& survey) {
    const auto begun = std::chrono::steady_clock::now();
    std::vector<Pair> pairs = compare(survey, job_).pairs;
    report::RunRecord& record = session_.record();
    record.source_listing = shell.answered_at(plan::Side::source) - begun;
    if (has_target()) record.target_listing = shell.answered_at(plan::Side::target) - begun;
    return pairs;
  }

  bool asks_for_sizes() const {
    const bool are_told = table_.shows(report::MatchColumn::size) || given_.reporting.is_asked_for();
    return has_target() && given_.matching.written && are_told;
  }

  /// What may come of a mistyped name.
  void note(const plan::Facts& facts, const std::vector<Pair>& pairs) {
    for (const std::string& pool : facts.suspended_pools) note(report::on_suspended_pool(pool, "it is not compared"));
    if (facts.target != nullptr && facts.target->find(given_.target()) == nullptr)
      note("[Target] invalid target: " + given_.target() + " does not exist yet, zwinnow sync creates it");
    const auto lacks_snapshots = [](const Pair& pair) { return pair.source.snapshots == 0; };
    if (std::ranges::all_of(pairs, lacks_snapshots))
      note("[Source] no source snapshots found" +
           (given_.is_of_backup() ? std::string() : " in " + given_.route.source.text));
  }

  void note(const std::string& text) {
    console_.warning(text);
    session_.record().report.notes.push_back(text);
  }

  int tell(std::vector<Pair> pairs) {
    if (!given_.reporting.json) {
      report::write_pairs(std::cout, pairs, table_);
      if (!std::cout.flush()) throw run::RunError("cannot print it: stdout is closed or its disk is full");
    }
    for (const Pair& pair : pairs) {
      const std::string& name = pair.source.exists ? pair.source.name : pair.target.name;
      if (!pair.hint.empty()) console_.verbose(name + ": " + pair.hint);
    }
    const auto is_behind = [](const Pair& pair) { return standing_of(pair.state) != Standing::up_to_date; };
    const auto behind = static_cast<std::size_t>(std::ranges::count_if(pairs, is_behind));
    session_.record().pairs = std::move(pairs);
    if (!given_.matching.check) return 0;
    session_.record().report.failed = behind;
    return static_cast<int>(std::min(behind, k_most));
  }

  const MatchOptions& given_;
  Job job_;
  Session& session_;
  report::Console& console_;
  report::Story story_;
  report::MatchTable table_;
};

class Match final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.hearing, given_.results, given_.reporting, given_.covering,
                       given_.selecting, given_.backup, given_.places, given_.matching);
  }

  void take(const std::vector<std::string>& operands) override {
    given_.backup.name = given_.matching.backup;
    given_.is_of_backup() ? take_backup(operands) : take_trees(operands);
  }

  Voice voice() const override { return Voice::on_stderr; }

  int run(Session& session) override {
    given_.route.source = settle(given_.route.source, session);
    given_.route.target = settle(given_.route.target, session);
    const std::string& job = given_.is_of_backup() ? given_.backup.name : given_.route.source.text;
    introduce(session.record(), {.backup_name = job, .target_path = given_.target()}, given_.hosts(), false);
    return Comparison(given_, make_match_job(given_, session.now()), session).run();
  }

 private:
  void take_backup(const std::vector<std::string>& operands) {
    if (operands.empty()) throw cli::MissingOperand("TARGET-PATH");
    if (operands.size() > 1)
      throw cli::UsageError("unexpected argument " + cli::quoted(operands[1]) + " after TARGET-PATH");
    given_.route.target.dataset = cli::read_operands({given_.backup.name, operands[0]}).target_path;
    if (given_.covering.levels || !given_.covering.excluded.empty())
      throw cli::ImpossibleRequest("--backup compares what its property selects: leave out --depth and --exclude");
  }

  void take_trees(const std::vector<std::string>& operands) {
    if (operands.empty()) throw cli::MissingOperand("SRC");
    if (operands.size() > 2) throw cli::UsageError("unexpected argument " + cli::quoted(operands[2]) + " after DST");
    given_.route.source = endpoint(operands[0], "SRC");
    if (operands.size() == 2) given_.route.target = endpoint(operands[1], "DST");
    if (operands.size() == 1 && given_.matching.check)
      throw cli::ImpossibleRequest("--check needs DST: what is to be up to date with SRC?");
    if (!given_.places.is_local())
      throw cli::ImpossibleRequest("--ssh-source and --ssh-target go with --backup: write user@host:" + operands[0]);
    if (given_.backup.has_rules())
      throw cli::ImpossibleRequest("--strip-path, --other-snapshots and --exclude-snapshot-pattern go with --backup");
  }

  static cli::Endpoint endpoint(const std::string& text, std::string_view what) {
    cli::Endpoint endpoint = cli::read_endpoint(text, what);
    if (!endpoint.snapshot.empty())
      throw cli::ImpossibleRequest(std::string(what) + " " + cli::quoted(text) +
                                   ": all snapshots are compared: leave out the @" + endpoint.snapshot);
    return endpoint;
  }

  MatchOptions given_;
};

}  // namespace

constinit const cli::VerbText k_match{
    .name = "match",
    .operands = "SRC [DST]",
    .summary = "Compare two trees: what is up to date, what can be sent, what is in the way.",
    .description =
        "Tells of the dataset SRC and each of its descendants whether its copy below DST is up to date, what a run of "
        "sync would send, or what is in its way. Each is [user@]host:pool/dataset, or pool/dataset on this host. "
        "Without DST the snapshots of SRC are told. match --backup BACKUP-NAME TARGET-PATH does the same for a backup; "
        "--ssh-source and --ssh-target tell its hosts. Snapshots belong together by their guids. Nothing is changed, "
        "and no permission is needed.",
    .failures = "with --check: that many datasets are not up to date",
    .examples =
        "  Is the backup of tank complete?\n"
        "    {} tank root@backup1:backup/tank\n"
        "  How much is there to send, in bytes, for a script?\n"
        "    {} -Hp -o src_name,xfer_num,xfer_size,info tank backup/tank\n"
        "  For a monitor, every hour:\n"
        "    {} --check tank root@backup1:backup/tank >/dev/null || echo 'backup of tank is behind'\n"
        "  The backup offsite1 of server1, seen from the backup server; -v tells the next step:\n"
        "    {} -v --backup offsite1 --ssh-source root@server1 backup/server1\n",
    .make = cli::make_verb<Match>};

}  // namespace app::verbs
