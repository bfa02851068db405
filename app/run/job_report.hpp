#pragma once

#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"
#include "app/run/traffic.hpp"
#include "thinner/thin.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace run {

/// Something that went wrong.
struct Problem {
  std::string dataset;    ///< empty: it concerns the whole run
  std::string kind;       ///< see kind_of; of what the plan foresees the name of the outcome
  std::string message;    ///< one line
  std::string next_step;  ///< empty: none is known, or the message says it
  std::optional<FailedCommand> command{};
};

/// What an error is about, as docs/json.md lists it.
std::string kind_of(std::string_view message, const std::optional<FailedCommand>& command);

/// What became of a selected dataset.
enum class DatasetOutcome : std::uint8_t {
  failed,
  sent,
  not_done,  ///< it was to be sent, and the run ended before
  up_to_date,
  snapshotted,  ///< without a target
  unchanged,    ///< the same, and nothing was to be snapshotted
  verified,     ///< source and target are the same
  cloned,
  rolled_back
};

/// What a run did for one.
struct DatasetReport {
  std::string source;
  std::string target;  ///< empty: snapshot-only
  DatasetOutcome outcome = DatasetOutcome::up_to_date;
  bool is_snapshotted = false;  ///< in this run
  std::string base{};           ///< what was sent is an increment from; empty: nothing, or a full stream
  Traffic traffic{};
  std::string common{};  ///< newest snapshot that both sides have now, as "@name" or "#name"; empty: none, or no target
  std::optional<thinner::Time> common_time{};  ///< nothing: its name does not tell
  std::size_t source_snapshots = 0, target_snapshots = 0;
  /// The copy has all that was there then; without a target: the newest snapshot has. Nothing: nobody knows.
  std::optional<thinner::Time> complete_until{};
};

/// What a run did, or in a dry run would do, as data: everything that is told of it afterwards is made from this.
struct JobReport {
  std::string snapshot;  ///< that this run makes, after '@'; empty: none
  std::vector<DatasetReport> datasets;
  Traffic missing;  ///< of target datasets that no selected one stands for
  std::vector<Problem> problems;
  std::vector<std::string> notes;
  bool takes_snapshots = false;                        ///< of all that has changed
  bool lost_connection = false;                        ///< before anything was snapshotted
  std::size_t streams = 0;                             ///< that were to be sent
  std::size_t failed = 0;                              ///< selected datasets
  std::size_t missing_failed = 0;                      ///< target datasets that no selected one stands for
  std::chrono::steady_clock::duration sending_time{};  ///< of all streams, side by side

  Traffic in_all() const;
  /// Of a run that began then: what it snapshotted is that old.
  void tell_time(thinner::Time begun);
  /// What an earlier run did comes before it.
  void put_before(JobReport earlier);
};

/// Of a plan that was carried out; `failed`: its datasets that did.
JobReport report_on(const plan::Plan& plan, const TrafficOf& traffic, const std::set<plan::DatasetIndex>& failed,
                    std::vector<Problem> problems);
/// Of one that was not: with what it foresees.
JobReport foretell(const plan::Plan& plan);

/// What the plan foresees of that dataset; nothing: no trouble.
std::optional<Problem> foreseen(const plan::DatasetPlan& dataset);

}  // namespace run
