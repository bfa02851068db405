#pragma once

#include "app/run/job_report.hpp"
#include "thinner/thin.hpp"

#include <chrono>
#include <string>

namespace report {

/// A run as its JSON object tells it: docs/json.md explains each field.
struct RunRecord {
  std::string verb, job;
  std::string source_host, target_host;  ///< as ssh knows them; empty: this host
  std::string target_path;               ///< empty: none
  bool is_test = false;
  thinner::Time start, end;
  int exit_code = 0;
  std::string result;  ///< "ok", "failed", "not_done" or "aborted"
  std::chrono::steady_clock::duration source_listing{}, target_listing{};
  run::JobReport report;
};

/// One line, without its end. There is no brace within a string: whoever takes such objects apart by counting braces
/// gets them whole.
std::string to_json(const RunRecord& record);

}  // namespace report
