#include "app/plan/replicate/judgement.hpp"

#include <algorithm>

namespace plan {

namespace {

bool is_excluded(const std::string& full_name, const Options& options) {
  const auto matches = [&](const selector::NamePattern& pattern) { return pattern.matches(full_name); };
  if (std::ranges::any_of(options.exclude_snapshots, matches)) return true;
  const bool is_of_this_run = full_name.substr(full_name.find('@') + 1) == options.snapshot_name;
  return !options.include_snapshots.empty() && !is_of_this_run &&
         std::ranges::none_of(options.include_snapshots, matches);
}

/// The source snapshots that may be sent, by their indices, oldest first.
std::vector<std::size_t> sendable(const std::string& source, const Histories& both, const Options& options) {
  const auto is_last = [&](const zfs::Snapshot* snapshot) { return snapshot->name->text == options.up_to; };
  const auto last = options.up_to.empty() ? both.source.end() : std::ranges::find_if(both.source, is_last);
  const auto end = options.up_to.empty()       ? both.source.size()
                   : last == both.source.end() ? 0
                                               : static_cast<std::size_t>(last - both.source.begin()) + 1;
  std::vector<std::size_t> found;
  for (std::size_t i = both.first_new(); i < end; ++i) {
    if (!both.source[i]->ours() && !options.other_snapshots) continue;
    if (!is_excluded(source + "@" + both.source[i]->name->text, options)) found.push_back(i);
  }
  return found;
}

}  // namespace

Judgement judge(const std::string& source, const Histories& both, std::size_t incompatible, const Options& options,
                CreationTimes created) {
  Judgement result;
  result.target_now = both.target.size() - incompatible;
  result.target_after.reserve(result.target_now + both.source.size() - both.first_new());
  result.target_after.assign(both.target.begin(), both.target.begin() + static_cast<std::ptrdiff_t>(result.target_now));
  result.candidates = sendable(source, both, options);
  if (options.newest_only && !both.is_being_received && result.candidates.size() > 1)
    result.candidates.erase(result.candidates.begin(), result.candidates.end() - 1);
  for (const std::size_t i : result.candidates) result.target_after.push_back(both.source[i]);
  result.source_obsolete.assign(both.source.size(), false);
  result.source_expired.assign(both.source.size(), false);
  result.target_obsolete.assign(result.target_after.size(), false);
  if (!options.thinning) return result;
  Scheduled on_source = schedule(both.source, options.keep_source, options, created);
  Scheduled on_target = schedule(result.target_after, options.keep_target, options);
  std::transform(on_source.verdicts.begin(), on_source.verdicts.end(), result.source_expired.begin(),
                 [](thinner::Verdict verdict) { return !verdict.keep(); });
  result.source_obsolete = std::move(on_source.obsolete);
  result.target_obsolete = std::move(on_target.obsolete);
  result.source_clock = on_source.clock_step;
  result.target_clock = on_target.clock_step;
  if (!options.explain) return result;
  result.source_verdicts = std::move(on_source.verdicts);
  result.target_verdicts = std::move(on_target.verdicts);
  return result;
}

}  // namespace plan
