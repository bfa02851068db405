#include "app/plan/replicate/records.hpp"

#include "app/plan/lots.hpp"
#include "app/plan/replicate/history.hpp"
#include "app/plan/rights.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace plan {

namespace {

using zfs::Dataset;

/// Those that a receive of this plan sets it on.
std::unordered_set<std::string_view> set_by_receives(const Plan& plan) {
  std::unordered_set<std::string_view> copies;
  for (const Phase& phase : plan.phases) {
    if (phase.kind != PhaseKind::transfer) continue;
    for (const Lane& lane : phase.lanes) {
      for (const Step& step : lane.steps) {
        const auto* const transfer = std::get_if<Transfer>(&step.action);
        if (transfer != nullptr && !transfer->record.empty()) copies.insert(transfer->target);
      }
    }
  }
  return copies;
}

}  // namespace

std::optional<zfs::SourceRecord> record_of(const Facts& facts, const Dataset& source) {
  const Dataset* const root = facts.source->find(source.pool());
  if (root == nullptr || root->guid == 0) return std::nullopt;
  return zfs::SourceRecord{root->guid, source.guid, source.name};
}

Leave leave_to_record(const Facts& facts, const Options& options) {
  if (!facts.target_account) return facts.target_user_is_unknown ? Leave::unknown : Leave::given;
  const bool given =
      facts.target_account->is_root || may_set_user_properties(*facts.target_account, options.mapping.root());
  return given ? Leave::given : Leave::lacking;
}

std::string record_to_receive(const Facts& facts, const Options& options, const Dataset& source, const Dataset* there) {
  if (options.restoring) return {};
  const auto record = record_of(facts, source);
  const bool is_there = there != nullptr && there->record == record;
  if (!record || is_there || leave_to_record(facts, options) != Leave::given) return {};
  return zfs::to_text(*record);
}

Lane record_lane(const Facts& facts, const Options& options, const Plan& plan, std::vector<CopyRecord> adopted) {
  if (options.restoring) return {};
  const Leave leave = leave_to_record(facts, options);
  if (leave == Leave::lacking || (leave == Leave::unknown && plan.phases.empty())) return {};
  std::vector<CopyRecord> missing = std::move(adopted);
  const auto received = set_by_receives(plan);
  for (const DatasetPlan& dataset : plan.datasets) {
    const Dataset* const there = dataset.there;
    const bool is_copy = there != nullptr && there->guid != dataset.source->guid && !dataset.rotates;
    if (!is_copy || received.contains(there->name)) continue;
    const auto record = record_of(facts, *dataset.source);
    if (record && there->record != record && have_common_base(*dataset.source, *there))
      missing.push_back({there->name, zfs::to_text(*record)});
  }
  Lane lane;
  for (auto& lot : lots_of(std::move(missing))) lane.steps.push_back({WriteRecords{std::move(lot)}, k_no_dataset, ""});
  return lane;
}

}  // namespace plan
