#pragma once

#include "transport/runner.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace transport {

/// Exit statuses of the stages of a half-pipeline, those it did not name as -1.
using StageReport = std::vector<int>;

/// The report in a line on stderr, if it is one for that many stages; see k_stage_report.
std::optional<StageReport> read_stage_report(std::string_view line, std::size_t stage_count);

/// Two reports of different stages, or of the same: then the later one counts.
StageReport report_of_both(StageReport earlier, const StageReport& later);

/// One process that has ended.
struct Ended {
  int wait_status = 0;
  std::string stderr_tail;
  std::optional<StageReport> report;
  std::string far_stderr_tail{};  ///< what came by a far ssh
};

/// The result of a pipeline from how each of its processes ended.
Result assemble(const Pipeline& pipeline, const std::vector<Process>& processes, const std::vector<Ended>& ended,
                const Dialect& dialect);

/// The wait statuses of an exit with `status` and of a death by `signal`.
int exit_status(int status);
int killed_status(int signal);

}  // namespace transport
