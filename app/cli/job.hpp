#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/options.hpp"
#include "app/request.hpp"
#include "selector/select.hpp"
#include "thinner/name_format.hpp"

#include <chrono>
#include <string>

namespace app::cli {

/// The exit code of what was not done at all: nothing was selected, wrong options, a lock that another run holds.
inline constexpr int k_could_not_run = 255;

/// A request made ready: every text in it parsed, so that nothing is changed before all of it is known to be good.
struct Job {
  std::string property;  ///< the selection property
  std::string snapshot_format;
  thinner::NameFormat format;
  plan::Options options;
  selector::SelectionRules selection;
  plan::Context context;            ///< its hosts not yet asked for their ssh settings
  std::size_t jobs = 1;             ///< datasets at a time
  std::chrono::seconds timeout{0};  ///< of listings; 0: none
  std::string lock_name;
  bool same_host = false;  ///< no ssh between source and target
  bool added_exclude_received = false;
};

/// Throws std::invalid_argument (schedule, format, host) with what and why.
Job make_job(const Request& request, std::chrono::sys_seconds now);

/// So many datasets at a time where nobody says: one for each core, as more only wait for each other; and no more than
/// 4, as more wait for the disks.
std::size_t default_jobs(unsigned cores);

/// The time span given with that option, such as 30d. Throws std::invalid_argument that names the option.
thinner::Span ttl(const std::string& option, const std::string& text);

}  // namespace app::cli
