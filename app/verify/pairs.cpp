#include "app/verify/pairs.hpp"

#include <algorithm>
#include <unordered_map>

namespace verify {

namespace {

using zfs::Dataset;
using zfs::Snapshot;

std::string full_name(const Dataset& dataset, const Snapshot& snapshot) {
  return dataset.name + "@" + snapshot.name->text;
}

/// Fills in the newest common snapshot, if there is one.
void choose_snapshot(Pair& pair, const Dataset& target, const plan::Options& options, Which which) {
  std::unordered_map<std::uint64_t, const Snapshot*> copies;
  for (const Snapshot& snapshot : target.snapshots) copies.emplace(snapshot.guid, &snapshot);
  const auto& candidates = pair.source->snapshots;
  for (auto snapshot = candidates.rbegin(); snapshot != candidates.rend(); ++snapshot) {
    const auto copy = copies.find(snapshot->guid);
    if (copy == copies.end() || (which == Which::ours && !snapshot->ours())) continue;
    const std::string name = full_name(*pair.source, *snapshot);
    const auto matches = [&name](const selector::NamePattern& pattern) { return pattern.matches(name); };
    if (std::ranges::any_of(options.exclude_snapshots, matches)) continue;
    pair.source_snapshot = name;
    pair.target_snapshot = full_name(target, *copy->second);
    return;
  }
}

std::string key_problem(const Dataset& dataset, const std::string& side) {
  if (!dataset.encrypted() || dataset.key_loaded) return {};
  return "not verified: its key is not loaded on the " + side + "; there: zfs load-key " + dataset.encryption_root;
}

std::string problem_of(const Pair& pair, const Dataset* target) {
  if (target == nullptr)
    return "not verified: there is no copy of " + pair.source->name + " yet; zwinnow backup makes it";
  if (target->type != pair.source->type)
    return "not verified: it is a " + std::string(pair.is_volume() ? "filesystem" : "volume") + ", " +
           pair.source->name + " is not; is --strip-path as it was for the backup?";
  if (pair.source_snapshot.empty())
    return "not verified: it has no snapshot in common with " + pair.source->name + "; zwinnow backup says why";
  const std::string problem = key_problem(*pair.source, "source");
  return problem.empty() ? key_problem(*target, "target") : problem;
}

}  // namespace

std::vector<Pair> make_pairs(const plan::Facts& facts, const plan::Options& options, Which which) {
  std::vector<Pair> pairs;
  for (const auto& [source, copy] : selector::choose(facts.selection, options.mapping)) {
    Pair pair;
    pair.source = source;
    pair.target = copy;
    const Dataset* const target = facts.target->find(pair.target);
    if (target != nullptr) choose_snapshot(pair, *target, options, which);
    pair.problem = problem_of(pair, target);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace verify
