#include "app/cli/allow.hpp"

#include "app/cli/job.hpp"
#include "app/plan/permissions.hpp"
#include "app/report/console.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "transport/runner.hpp"

#include <chrono>
#include <iostream>
#include <optional>

namespace app::cli {

namespace {

using plan::Side;

/// Finds out what a backup needs, and prints it.
class Allowing {
 public:
  Allowing(const Request& request, report::Console& console)
      : request_(request),
        job_(make_job(request, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()))),
        story_(console, request.personality) {}

  int run() {
    run::Shell shell(runner_, story_, runner_.prepare(job_.context.source), runner_.prepare(job_.context.target));
    run::Survey survey(shell, job_.options, job_.context, job_.format);
    survey.read_datasets(job_.property, job_.selection);
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
  std::optional<std::string> user_on(const std::optional<selector::Account>& account) const {
    if (!request_.user.empty()) return request_.user;
    if (!account || account->is_root) return std::nullopt;
    return account->name;
  }

  void tell(Side side, const transport::Host& host, const plan::Facts& facts) const {
    const bool at_source = side == Side::source;
    const auto user = user_on(at_source ? facts.source_account : facts.target_account);
    std::cout << "# " << (at_source ? "Source, " : "Target, ")
              << (host.is_local() ? "on this host" : "on " + host.destination());
    if (!user) {
      std::cout << ": it is root who works there and needs nothing. For somebody else: --user\n";
      return;
    }
    std::cout << ", as root:\n";
    plan::Wanted wanted = plan::wanted_on(side, facts, job_.options, job_.context);
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

  static void print(const std::string& user, const selector::Permissions& permissions, const std::string& dataset) {
    if (!permissions.empty()) std::cout << plan::allow_line(user, permissions, dataset) << '\n';
  }

  const Request& request_;
  Job job_;
  report::Story story_;
  transport::ProcessRunner runner_;
};

}  // namespace

int allow(const Request& request) {
  report::Console console(std::cerr, std::cerr, request.verbosity, false, false);
  try {
    return Allowing(request, console).run();
  } catch (const std::exception& error) {
    console.error(error.what());
  }
  return k_could_not_run;
}

}  // namespace app::cli
