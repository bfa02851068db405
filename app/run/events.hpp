#pragma once

#include "app/plan/plan.hpp"
#include "transport/pipeline.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace run {

/// What happens in a run, told as it happens. The report room makes words of it.
class Events {
 public:
  virtual ~Events() = default;

  /// For work that goes on beside other work: what it is told comes out from come_forward() on.
  virtual std::unique_ptr<Events> beside() = 0;
  virtual void come_forward() = 0;

  // --- Every external command ---
  virtual void command_starts(plan::Side side, const transport::Pipeline& pipeline) = 0;
  virtual void output_line(plan::Side side, std::string_view line) = 0;
  virtual void error_line(plan::Side side, std::string_view line) = 0;
  virtual void command_ended(plan::Side side, const std::string& how) = 0;

  // --- The plan's progress ---
  virtual void phase_starts(const plan::Phase& phase) = 0;
  virtual void step_starts(const plan::Step& step) = 0;
  virtual void dataset_failed(const plan::DatasetPlan& dataset, const std::string& reason) = 0;
  /// Something went wrong with a target dataset that no selected dataset stands for, and that was to be thinned, or to
  /// go altogether.
  virtual void missing_failed(const std::string& dataset, bool was_to_go, const std::string& reason) = 0;
  /// What an interrupted run had begun to set aside could not be brought to its end.
  virtual void rotation_failed(const std::string& reason) = 0;
  virtual void warning(const std::string& text) = 0;
  /// How far the streams of the run are: `bytes` of all that is to be sent, `total` (0: not known yet).
  virtual void transferring(std::uint64_t bytes, std::uint64_t total) = 0;
};

}  // namespace run
