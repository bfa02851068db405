#include "app/plan/replicate/sources.hpp"

#include "app/plan/replicate/history.hpp"
#include "app/plan/replicate/records.hpp"

#include <algorithm>

namespace plan {

namespace {

using selector::Decision;
using zfs::Dataset;

/// Is it sure that its copy has something of it?
bool has_copy(const DatasetPlan& dataset) {
  if (dataset.there == nullptr || is_failure(dataset.outcome)) return false;
  const auto* const transfers = std::get_if<Transfers>(&dataset.outcome);
  return transfers == nullptr || (!transfers->base.empty() && transfers->base.find('@') == std::string::npos);
}

/// The snapshots of a dataset that its copy has none of.
void add_uncopied(std::unordered_set<std::uint64_t>& guids, const DatasetPlan& dataset) {
  if (dataset.there != nullptr && have_common_base(*dataset.source, *dataset.there)) return;
  for (const zfs::Snapshot& snapshot : dataset.source->snapshots) guids.insert(snapshot.guid);
}

}  // namespace

Sources::Sources(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled)
    : facts_(facts), options_(options) {
  for (const Decision& decision : facts.selection) {
    const Dataset& dataset = *decision.dataset;
    if (dataset.name == dataset.pool()) pools_.emplace(dataset.name, dataset.guid);
    if (dataset.guid != 0) by_guid_.emplace(dataset.guid, &decision);
    const auto name = options.mapping.shared_part_of_source(dataset.name);
    if (!name) continue;
    // Without their first components several may have one name: any that was left out is enough.
    const auto [known, is_new] = by_part_.emplace(*name, &decision);
    if (!is_new && selector::is_left_out(decision.verdict)) known->second = &decision;
  }
  for (const DatasetPlan& dataset : handled) {
    if (!has_copy(dataset)) add_uncopied(uncopied_, dataset);
  }
}

Whereabouts Sources::whereabouts_of(const Dataset& copy) const {
  if (copy.record) return by_record(copy);
  return looks_missing(copy.name) ? Whereabouts::no_record : Whereabouts::not_ours;
}

Whereabouts Sources::by_record(const Dataset& copy) const {
  const zfs::SourceRecord& record = *copy.record;
  const bool is_imported = std::ranges::any_of(pools_, [&](const auto& pool) { return pool.second == record.pool; });
  if (!is_imported) return Whereabouts::not_ours;
  if (options_.mapping.shared_part_of_source(record.name) != options_.mapping.shared_part_of_copy(copy.name))
    return Whereabouts::moved;
  if (const auto found = by_guid_.find(record.dataset); found != by_guid_.end()) {
    const selector::Verdict verdict = found->second->verdict;
    if (selector::is_left_out(verdict)) return Whereabouts::not_ours;
    if (verdict == selector::Verdict::selected) return Whereabouts::lives_on;
  }
  return is_needed(copy) ? Whereabouts::lives_on : Whereabouts::missing;
}

/// After a promotion, or a move by send and receive, its snapshots are those of another dataset, which goes on from
/// them once this copy is given its name.
bool Sources::is_needed(const Dataset& copy) const {
  return std::ranges::any_of(copy.snapshots,
                             [&](const zfs::Snapshot& snapshot) { return uncopied_.contains(snapshot.guid); });
}

bool Sources::looks_missing(std::string_view copy) const {
  if (const Decision* const decision = find(copy))
    return !selector::is_left_out(decision->verdict) && decision->verdict != selector::Verdict::selected;
  const auto source = options_.mapping.source_of(copy);
  return !source || pools_.contains(zfs::pool_of(*source));
}

std::optional<zfs::SourceRecord> Sources::by_name(std::string_view copy) const {
  if (const Decision* const decision = find(copy)) return record_of(facts_, *decision->dataset);
  const auto source = options_.mapping.source_of(copy);
  if (!source) return std::nullopt;
  const auto pool = pools_.find(zfs::pool_of(*source));
  return pool == pools_.end() ? std::nullopt : std::optional(zfs::SourceRecord{pool->second, 0, *source});
}

const Decision* Sources::find(std::string_view copy) const {
  const auto found = by_part_.find(options_.mapping.shared_part_of_copy(copy));
  return found == by_part_.end() ? nullptr : found->second;
}

}  // namespace plan
