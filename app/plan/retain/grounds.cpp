#include "app/plan/retain/grounds.hpp"

#include "app/plan/retain/thinning.hpp"

#include <unordered_map>

namespace plan {

namespace {

using GroundOf = std::unordered_map<const zfs::SnapshotName*, Ground>;

void put_block(Ground& ground, const thinner::Schedule& schedule, std::uint8_t rule) {
  ground.rule = rule;
  ground.block = thinner::block_of(schedule.rules[rule].period, *ground.time);
}

/// Of a series, as far as its schedule goes by time.
void put_grounds(const Snapshots& snapshots, const ByTime& judged, const thinner::Schedule& schedule,
                 const Options& options, GroundOf& grounds) {
  const std::vector<thinner::Verdict> verdicts = thinner::thin(schedule, judged.times, options.now);
  const std::vector<thinner::Loss> losses = thinner::find_losses(schedule, judged.times, options.now);
  for (std::size_t k = 0; k < judged.places.size(); ++k) {
    Ground ground{judged.times[k], {}, {}, nullptr};
    if (verdicts[k].reason == thinner::Reason::oldest_in_block) put_block(ground, schedule, verdicts[k].rule);
    if (!verdicts[k].keep() && losses[k].rule) {
      put_block(ground, schedule, *losses[k].rule);
      ground.holder = snapshots[judged.places[losses[k].to]]->name;
    }
    grounds[snapshots[judged.places[k]]->name] = ground;
  }
}

}  // namespace

std::vector<Ground> grounds_on_source(const DatasetPlan& dataset, const Facts& facts, const Options& options) {
  Snapshots snapshots;
  for (const zfs::Snapshot& snapshot : dataset.source->snapshots) snapshots.push_back(&snapshot);
  const auto known = facts.created.find(dataset.source);
  const auto created =
      known == facts.created.end() ? std::span<const std::optional<thinner::Time>>{} : std::span(known->second);
  GroundOf grounds;
  for (std::size_t series = 0; series < options.keep_source.series(); ++series) {
    const auto index = static_cast<zfs::SeriesIndex>(series);
    const thinner::Schedule& schedule = options.keep_source.of(index);
    put_grounds(snapshots, by_time(snapshots, index, schedule, created, options.now), schedule, options, grounds);
  }
  std::vector<Ground> all;
  for (const Fate& fate : dataset.source_fates) {
    const auto found = grounds.find(fate.name);
    all.push_back(found == grounds.end() ? Ground{} : found->second);
  }
  return all;
}

}  // namespace plan
