#include "app/cli/options.hpp"

#include "app/cli/backup_options.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/drop_ins.hpp"
#include "app/cli/explaining_options.hpp"
#include "app/cli/handover_options.hpp"
#include "app/cli/match_options.hpp"
#include "app/cli/monitoring_options.hpp"
#include "app/cli/operating_options.hpp"
#include "app/cli/restore_options.hpp"
#include "app/cli/snapshot_options.hpp"
#include "app/cli/sync_options.hpp"
#include "app/cli/verb_options.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace app::cli {

namespace {

constexpr auto k_options = [] {
  std::array<Option, std::size(k_sync_options) + std::size(k_backup_options) + std::size(k_snapshot_options) +
                         std::size(k_common_options) + std::size(k_handover_options) + std::size(k_verb_options) +
                         std::size(k_match_options) + std::size(k_restore_options) + std::size(k_explaining_options) +
                         std::size(k_monitoring_options) + std::size(k_operating_options)>
      all{};
  auto* next = std::ranges::copy(k_sync_options, all.data()).out;
  next = std::ranges::copy(k_match_options, next).out;
  next = std::ranges::copy(k_restore_options, next).out;
  next = std::ranges::copy(k_backup_options, next).out;
  next = std::ranges::copy(k_snapshot_options, next).out;
  next = std::ranges::copy(k_explaining_options, next).out;
  next = std::ranges::copy(k_monitoring_options, next).out;
  next = std::ranges::copy(k_common_options, next).out;
  next = std::ranges::copy(k_operating_options, next).out;
  next = std::ranges::copy(k_handover_options, next).out;
  std::ranges::copy(k_verb_options, next);
  return all;
}();

template <class Matches>
const Option* find_known(const Front& front, Matches matches) {
  const std::span<const Option> table = options_of(front);
  const auto found =
      std::ranges::find_if(table, [&](const Option& option) { return matches(option) && option.known_under(front); });
  return found == table.end() ? nullptr : &*found;
}

/// Whether the group that it fills is among them.
struct IsOfferedBy {
  const Groups& groups;

  template <class Filled>
  bool operator()(const Filled& filled) const {
    if constexpr (requires { filled.field; }) return filled.field(groups) != nullptr;
    return true;  // a question, or something that only one tool's table has
  }
};

}  // namespace

std::span<const Option> options() {
  return k_options;
}

std::span<const Option> options_of(const Front& front) {
  const bool has_its_own = front.is_drop_in() && !front.guise()->options.empty();
  return has_its_own ? front.guise()->options : options();
}

bool Option::known_under(const Front& front) const {
  const bool by_name = known == Names::both || (known == Names::drop_in) == front.is_drop_in();
  return by_name && std::visit(IsOfferedBy{front.verb().groups()}, fills);
}

bool Option::told_under(const Front& front) const {
  const auto told = front.text().told;
  const bool in_told_chapter = told.empty() || std::ranges::find(told, chapter) != told.end();
  return !hidden && in_told_chapter && known_under(front);
}

const Option* find_option(std::string_view name, const Front& front) {
  if (name.empty()) return nullptr;  // the alias of most options
  return find_known(front, [name](const Option& option) { return name == option.name || name == option.alias; });
}

const Option* find_option(char letter, const Front& front) {
  if (letter == '\0') return nullptr;
  return find_known(front, [letter](const Option& option) { return option.letter == letter; });
}

std::vector<const Option*> options_beginning(std::string_view prefix, const Front& front) {
  std::vector<const Option*> found;
  if (prefix.empty()) return found;
  for (const Option& option : options_of(front)) {
    const bool begins = option.name.starts_with(prefix) || option.alias.starts_with(prefix);
    if (begins && option.known_under(front)) found.push_back(&option);
  }
  return found;
}

}  // namespace app::cli
