#pragma once

#include "app/match/pair.hpp"
#include "app/report/explanation.hpp"
#include "app/run/job_report.hpp"
#include "app/status/status.hpp"
#include "thinner/thin.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace report {

/// A hold, as `zwinnow holds` tells it.
struct HeldSnapshot {
  plan::Side side = plan::Side::source;
  std::string snapshot;  ///< full name
  std::string tag;
  thinner::Time since;
  std::string target;  ///< whom it serves, as in the table
  bool is_base = false;
  bool is_released = false;  ///< it is to be; what cannot be is among the errors
};

/// A run as its JSON object tells it: docs/json.md explains each field.
struct RunRecord {
  std::string verb, job;
  std::string source_host, target_host;  ///< as ssh knows them; empty: this host
  std::string target_path;               ///< empty: none
  bool is_test = false;
  thinner::Time start, end;
  int exit_code = 0;
  std::string result;  ///< "ok", "failed", "not_done", "aborted" or "offline"
  std::chrono::steady_clock::duration source_listing{}, target_listing{};
  run::JobReport report;
  std::optional<std::vector<HeldSnapshot>> holds;        ///< of `zwinnow holds` alone
  std::optional<std::vector<match::Pair>> pairs;         ///< of `zwinnow match` alone
  std::optional<std::vector<status::JobStatus>> status;  ///< of `zwinnow status` alone
  std::optional<Explanation> explained;                  ///< of `zwinnow thin --explain` alone
  /// Of `zwinnow handover` alone: "done", "done_already", "undone", or "unfinished". Empty: nothing was handed over.
  std::string handover;
};

/// One line, without its end. There is no brace within a string: whoever takes such objects apart by counting braces
/// gets them whole.
std::string to_json(const RunRecord& record);

}  // namespace report
