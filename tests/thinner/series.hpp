#pragma once

#include "thinner/thin.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

using Times = std::vector<thinner::Time>;
using Verdicts = std::vector<thinner::Verdict>;

inline thinner::Time at(std::int64_t time) {
  return thinner::Time{std::chrono::seconds{time}};
}

inline Times times_at(std::initializer_list<std::int64_t> times) {
  Times result;
  for (const std::int64_t time : times) result.push_back(at(time));
  return result;
}

inline thinner::Rule rule_of(std::int64_t period, std::int64_t ttl) {
  return {{period, period, "second"}, {ttl, ttl, "second"}};
}

/// One letter for each: `x` destroyed, `n` among the newest, a digit for the rule in whose block it is the oldest.
inline std::string in_letters(const Verdicts& verdicts) {
  std::string letters;
  for (const auto& verdict : verdicts) {
    const bool newest = verdict.reason == thinner::Reason::newest;
    const bool young = verdict.reason == thinner::Reason::young;
    letters += !verdict.keep() ? 'x' : newest ? 'n' : young ? 'y' : static_cast<char>('0' + verdict.rule);
  }
  return letters;
}

inline Times kept(const Times& times, const Verdicts& verdicts) {
  Times result;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (verdicts[i].keep()) result.push_back(times[i]);
  }
  return result;
}
