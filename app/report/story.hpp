#pragma once

#include "app/manner.hpp"
#include "app/report/console.hpp"
#include "app/run/events.hpp"
#include "app/run/job_report.hpp"
#include "selector/select.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// A pool of the source whose I/O is suspended is in no listing. `consequence`: what therefore is not known.
std::string on_suspended_pool(const std::string& pool, const std::string& consequence);

/// Tells a run, or the plan of one, on the console. A dry run tells the very same lines and the commands that it skips.
class Story : public run::Events {
 public:
  Story(Console& console, app::Personality personality) : console_(console), personality_(personality) {}

  /// The verdict on each dataset, and what is with pools that no listing shows. Returns how many of those were backed
  /// up, and how many subtrees have a bad value: each is an error.
  std::size_t tell_selection(const plan::Facts& facts, const std::string& property);
  /// A pool of the source of which nothing is backed up, and why.
  void tell_failed_pool(const std::string& pool, const std::string& why);
  /// What a step would run, in a dry run.
  void tell_skipped(plan::Side side, const transport::Pipeline& pipeline);
  /// Which encryption root each target has or will have, in a dry run; nothing where none is encrypted.
  void tell_encryption(const plan::Plan& plan);
  /// Begins the chapter on snapshots: which datasets get none, as nothing changed. `next_chapter` tells the titles of
  /// what comes after it.
  void begin(const plan::Plan& plan, const plan::Options& options, std::function<void()> next_chapter);
  /// Ends it all; also when nothing came after the snapshots.
  void end();

  std::unique_ptr<run::Events> beside() override;
  void come_forward() override { console_.come_forward(); }
  void command_starts(plan::Side side, const transport::Pipeline& pipeline) override;
  void output_line(plan::Side side, std::string_view line) override;
  void error_line(plan::Side side, std::string_view line) override;
  void command_ended(plan::Side side, const std::string& how) override;
  void phase_starts(const plan::Phase& phase) override;
  void step_starts(const plan::Step& step) override;
  void dataset_failed(const plan::DatasetPlan& dataset, const std::string& reason) override;
  void missing_failed(const std::string& dataset, bool was_to_go, const std::string& reason) override;
  void rotation_failed(const std::string& reason) override;
  void warning(const std::string& text) override { console_.warning(text); }
  void transferring(std::uint64_t bytes, std::uint64_t total) override;
  /// At the end, what was sent and destroyed of each dataset and in all; nothing under the drop-in names.
  void tell_traffic(const run::JobReport& report);

 private:
  Console& console_;
  app::Personality personality_;
  std::string spelled(plan::Side side, std::string_view mark, const transport::Pipeline& pipeline) const;
  std::size_t tell_suspended_pools(const plan::Facts& facts);
  void turn_to_next_chapter();

  std::function<void()> next_chapter_;
  std::vector<std::string> kept_bases_;
  std::vector<std::string> remarks_;  // told at the end
  std::chrono::steady_clock::time_point transfer_began_;
};

}  // namespace report
