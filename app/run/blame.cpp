#include "app/run/blame.hpp"

#include "transport/explain.hpp"
#include "zfs/says.hpp"

#include <algorithm>

namespace run {

namespace {

/// Bytes; the tails that the runner keeps are longer.
constexpr std::size_t k_most_to_judge_by = 60'000;

std::string_view destination_in(std::string_view said) {
  constexpr std::string_view k_before = "destination ";
  const auto at = said.find(k_before);
  if (at == std::string_view::npos) return "DATASET";
  const std::string_view rest = said.substr(at + k_before.size());
  return rest.substr(0, rest.find_first_of(" ,:"));
}

std::string filled(std::string_view text, std::string_view said) {
  const auto at = text.find("{}");
  if (at == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, at)).append(destination_in(said)).append(text.substr(at + 2));
}

}  // namespace

Reasons blamed(const transport::Result& result, const Harmless& harmless) {
  Reasons reasons;
  for (const std::string_view line : result.complaints()) {
    const auto says_it = [&](zfs::Says what) { return zfs::says(line, what); };
    if (std::ranges::any_of(harmless, says_it)) continue;
    const auto open = line.find('\'');
    const auto close = line.find('\'', open + 1);
    const bool names_one = open != std::string_view::npos && close != std::string_view::npos;
    reasons.emplace(names_one ? line.substr(open + 1, close - open - 1) : "", line);
  }
  return reasons;
}

const std::string* reason_for(const Reasons& reasons, const std::string& snapshot) {
  auto found = reasons.find(snapshot);
  if (found == reasons.end()) found = reasons.find(snapshot.substr(0, snapshot.find('@')));
  return found == reasons.end() ? nullptr : &found->second;
}

std::optional<Reasons> named_items(const std::vector<plan::Item>& items, const transport::Result& result,
                                   const Harmless& harmless) {
  if (result.ok()) return Reasons{};
  // What the tail of stderr has lost could have named others.
  const bool is_cut = !result.stages.empty() && result.stages.back().stderr_tail.size() >= k_most_to_judge_by;
  if (result.connection_failed || result.interrupted || is_cut) return std::nullopt;
  const Reasons reasons = blamed(result, harmless);
  Reasons failed;
  for (const plan::Item& item : items) {
    if (const std::string* const reason = reason_for(reasons, item.name)) failed.emplace(item.name, *reason);
  }
  const bool all_harmless = reasons.empty() && !result.stages.back().stderr_tail.empty();
  if (failed.empty() && !all_harmless) return std::nullopt;
  return failed;
}

Reasons failed_items(const std::vector<plan::Item>& items, const transport::Result& result, const Harmless& harmless) {
  if (std::optional<Reasons> named = named_items(items, result, harmless)) return std::move(*named);
  Reasons all;
  for (const plan::Item& item : items) all.emplace(item.name, result.error());
  return all;
}

std::string advice_on(std::string_view said) {
  if (transport::is_about_connection(said)) return {};
  return filled(zfs::advice_on(said), said);
}

std::string with_advice(const std::string& said) {
  const std::string next = advice_on(said);
  return next.empty() ? said : said + ": " + next;
}

}  // namespace run
