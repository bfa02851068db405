#include "app/plan/retain/numbering.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace plan {

namespace {

/// 0: the name has none.
std::uint64_t number_in(std::string_view name, const Numbering& numbering) {
  const std::size_t around = numbering.before.size() + numbering.after.size();
  if (name.size() <= around || !name.starts_with(numbering.before) || !name.ends_with(numbering.after)) return 0;
  const std::string_view digits = name.substr(numbering.before.size(), name.size() - around);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

std::uint64_t highest_in(const zfs::Inventory& side, const Numbering& numbering) {
  std::uint64_t highest = 0;
  for (const zfs::Dataset& dataset : side.datasets()) {
    for (const zfs::Snapshot& snapshot : dataset.snapshots)
      highest = std::max(highest, number_in(snapshot.name->text, numbering));
  }
  return highest;
}

}  // namespace

std::string next_name(const Numbering& numbering, const Facts& facts) {
  const std::uint64_t on_source = highest_in(*facts.source, numbering);
  const std::uint64_t on_target = facts.target == nullptr ? 0 : highest_in(*facts.target, numbering);
  return numbering.before + std::to_string(std::max(on_source, on_target) + 1) + numbering.after;
}

}  // namespace plan
