#include "app/cli/operands.hpp"
#include "app/plan/rights.hpp"
#include "app/plan/whole/permissions.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/backup_job.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <string>

namespace app::verbs {

namespace {

using plan::Side;

/// Finds out what a backup needs, and prints it.
class Permissions {
 public:
  Permissions(const cli::Allowing& allowing, BackupJob job, Session& session)
      : allowing_(allowing),
        job_(std::move(job)),
        session_(session),
        story_(session.console(), session.personality()) {}

  int run() {
    session_.prepare(job_.hosts);
    run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
    run::Survey survey(shell, job_.options, job_.hosts, job_.series);
    survey.read_datasets(job_.selection);
    for (const std::string& pool : survey.facts().suspended_pools)
      session_.console().warning(
          report::on_suspended_pool(pool, "it cannot be told whether this job selects anything there"));
    if (plan::tops_of(Side::source, survey.facts(), job_.options).empty())
      throw run::RunError("No source filesystems selected: nothing to allow. Datasets are selected by 'zfs set " +
                          job_.property + "=true' on the source.");
    survey.read_all_permissions();
    tell(Side::source, shell.host(Side::source), survey.facts());
    if (survey.facts().target != nullptr) tell(Side::target, shell.host(Side::target), survey.facts());
    if (!std::cout.flush()) throw run::RunError("cannot print it: stdout is closed or its disk is full");
    return 0;
  }

 private:
  /// Nothing: root, who may do everything.
  std::optional<std::string> user_on(const std::optional<zfs::Account>& account) const {
    if (!allowing_.user.empty()) return allowing_.user;
    if (!account || account->is_root) return std::nullopt;
    return account->name;
  }

  void tell(Side side, const transport::Host& host, const plan::Facts& facts) const {
    const bool at_source = side == Side::source;
    const auto user = user_on(at_source ? facts.source_account : facts.target_account);
    std::cout << "# " << (at_source ? "Source, " : "Target, ")
              << (host.is_local() ? "on this host" : "on " + host.destination());
    if (!user) {
      std::cout << ": zwinnow runs as root there, so nothing needs to be delegated. For another user: --user\n";
      return;
    }
    std::cout << ", as root:\n";
    plan::Wanted wanted = plan::wanted_on(side, facts, job_.options);
    for (const std::string& permission : wanted.records) wanted.properties.erase(permission);
    wanted.needed.merge(wanted.records);
    const auto tops = plan::tops_of(side, facts, job_.options);
    for (const std::string& top : tops) print(*user, wanted.needed, top);
    if (!wanted.on_new.empty()) std::cout << "# For new copies; without it they stay writable:\n";
    for (const std::string& top : tops) print(*user, wanted.on_new, top);
    if (wanted.properties.empty()) return;
    std::cout << "# Properties that are set on the source; without these they do not arrive, the data does:\n";
    for (const std::string& top : tops) print(*user, wanted.properties, top);
  }

  static void print(const std::string& user, const zfs::Permissions& permissions, const std::string& dataset) {
    if (!permissions.empty()) std::cout << plan::allow_line(user, permissions, dataset) << '\n';
  }

  const cli::Allowing& allowing_;
  BackupJob job_;
  Session& session_;
  report::Story story_;
};

/// It becomes a word of a command for root, and zfs allow takes lists of users.
void check_user(std::string_view user) {
  const bool plain = std::ranges::all_of(user, [](char c) { return c > ' ' && c <= '~' && c != ',' && c != ':'; });
  if (user.starts_with('-') || !plain)
    throw cli::ImpossibleRequest("--user: " + cli::quoted(user) + " is not the name of a user");
}

/// Takes what a backup takes, for that decides what is needed.
class Allow final : public cli::Verb {
 public:
  cli::Groups groups() override {
    return cli::Groups(given_.output, given_.operands, given_.places, given_.selecting, given_.snapshotting,
                       given_.snapshots, given_.pace, given_.thinning, given_.scope, given_.sending, given_.rights,
                       given_.stream, given_.receiving, given_.obsolete, given_.results, given_.room, given_.removable,
                       given_.waiting, given_.offline, given_.retrying, allowing_);
  }

  void take(const std::vector<std::string>& operands) override {
    check_user(allowing_.user);
    given_.operands = cli::read_operands(operands);
    given_.settle_obsolete();
  }

  Voice voice() const override { return Voice::on_stderr; }

  int run(Session& session) override {
    introduce(session.record(), given_.operands, given_.places, true);
    return Permissions(allowing_, make_backup_job(given_, session.personality(), session.now()), session).run();
  }

 private:
  BackupOptions given_;
  cli::Allowing allowing_;
};

constexpr std::array k_told = {cli::Chapter::allowing, cli::Chapter::places, cli::Chapter::output};

}  // namespace

constinit const cli::VerbText k_allow{
    .name = "allow",
    .operands = "BACKUP-NAME [TARGET-PATH]",
    .summary = "Print the zfs allow commands for running a backup without root.",
    .description =
        "Prints the zfs allow commands that root must run once on the source and on the target, so that an "
        "unprivileged user can run the backup. It only reads. Give it the options of the job, except --test, --plan "
        "and --json: "
        "they decide which permissions are needed. Mounting cannot be delegated on Linux.",
    .failures = "",
    .examples =
        "  On the backup server, as user keeper, who pulls from server1 as user keeper:\n"
        "    {} --ssh-source keeper@server1 offsite1 backup/server1\n"
        "  As root, for user keeper on both sides, for a job that destroys nothing:\n"
        "    {} --user keeper --no-thinning --ssh-source root@server1 offsite1 backup/server1\n",
    .make = cli::make_verb<Allow>,
    .told = k_told};

}  // namespace app::verbs
