#pragma once

#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/status/observer.hpp"
#include "app/status/status.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/status_job.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace app::verbs {

/// Looks at one backup, in few commands: two on each side, one for the target's pool, and more only where the listings
/// do not tell enough.
class StatusRun {
 public:
  /// All must outlive this. An empty name: no backup is looked at, but what else is asked for.
  StatusRun(const StatusOptions& given, Session& session, report::Story& story);

  /// The backup names that are set on datasets of the source. Throws run::RunError, as all of these.
  std::set<std::string> find_names();
  status::JobStatus look_at(const std::string& name);
  /// At nothing but what --assert-readonly names.
  status::JobStatus look_at_none();

 private:
  bool has_target() const { return !given_.operands.target_path.empty(); }
  plan::Side watched_side() const { return has_target() ? plan::Side::target : plan::Side::source; }

  void measure(run::Shell& shell, const Job& job, const plan::Facts& listed);
  void read_pools(run::Shell& shell, const plan::Facts& facts);
  void read_holds(run::Shell& shell, const std::string& name, const plan::Plan& plan);
  std::vector<std::string> perhaps_held(const plan::Plan& plan) const;
  void check_read_only(run::Shell& shell, const zfs::Inventory* known);
  void check_selection(const plan::Facts& facts, const std::string& property);
  run::Shell shell_for(plan::Hosts& hosts);

  const StatusOptions& given_;
  Session& session_;
  report::Story& story_;
  status::Limits limits_;
  status::JobStatus status_;
};

}  // namespace app::verbs
