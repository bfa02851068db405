#include "app/plan/replicate/judgement.hpp"

#include <algorithm>

namespace plan {

namespace {

bool is_excluded(const std::string& full_name, const Options& options) {
  return std::ranges::any_of(options.exclude_snapshots,
                             [&](const selector::NamePattern& pattern) { return pattern.matches(full_name); });
}

}  // namespace

Judgement judge(const std::string& source, const Histories& both, std::size_t incompatible, const Options& options) {
  Judgement result;
  result.target_now = both.target.size() - incompatible;
  result.target_after.reserve(result.target_now + both.source.size() - both.first_new());
  result.target_after.assign(both.target.begin(), both.target.begin() + static_cast<std::ptrdiff_t>(result.target_now));
  for (std::size_t i = both.first_new(); i < both.source.size(); ++i) {
    if (!both.source[i]->ours() && !options.other_snapshots) continue;
    if (is_excluded(source + "@" + both.source[i]->name->text, options)) continue;
    result.candidates.push_back(i);
    result.target_after.push_back(both.source[i]);
  }
  result.source_obsolete.assign(both.source.size(), false);
  result.source_expired.assign(both.source.size(), false);
  result.target_obsolete.assign(result.target_after.size(), false);
  if (!options.thinning) return result;
  Scheduled on_source = schedule(both.source, options.keep_source, options);
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
