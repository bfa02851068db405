#include "app/cli/options.hpp"

#include "app/cli/backup_options.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/verb_options.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace app::cli {

namespace {

constexpr auto k_options = [] {
  std::array<Option, std::size(k_backup_options) + std::size(k_common_options) + std::size(k_verb_options)> all{};
  auto* const next = std::ranges::copy(k_backup_options, all.data()).out;
  std::ranges::copy(k_verb_options, std::ranges::copy(k_common_options, next).out);
  return all;
}();

constexpr bool names_are_unique() {
  for (std::size_t i = 0; i < std::size(k_options); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Option& a = k_options[i];
      const Option& b = k_options[j];
      if (!a.of.meets(b.of)) continue;
      if (a.name == b.name || a.name == b.alias || a.alias == b.name) return false;
      if (a.letter != '\0' && a.letter == b.letter) return false;
    }
  }
  return true;
}
static_assert(names_are_unique());

template <class Matches>
const Option* find_known(Front front, Matches matches) {
  const auto found = std::ranges::find_if(
      k_options, [&](const Option& option) { return option.known_under(front) && matches(option); });
  return found == k_options.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Option> options() {
  return k_options;
}

bool Option::known_under(Front front) const {
  const bool by_name = known == Names::both || (known == Names::drop_in) == front.is_drop_in();
  return by_name && of.contains(front.verb);
}

bool Option::told_under(Front front) const {
  const bool told_by_backup = front.verb == Verb::allow && of.contains(Verb::backup);
  return !hidden && known_under(front) && (!told_by_backup || group == Group::places || group == Group::output);
}

const Option* find_option(std::string_view name, Front front) {
  if (name.empty()) return nullptr;  // the alias of most options
  return find_known(front, [&](const Option& option) { return option.name == name || option.alias == name; });
}

const Option* find_option(char letter, Front front) {
  if (letter == '\0') return nullptr;
  return find_known(front, [&](const Option& option) { return option.letter == letter; });
}

std::vector<const Option*> options_beginning(std::string_view prefix, Front front) {
  std::vector<const Option*> found;
  if (prefix.empty()) return found;
  for (const Option& option : options()) {
    const bool begins = option.name.starts_with(prefix) || option.alias.starts_with(prefix);
    if (begins && option.known_under(front)) found.push_back(&option);
  }
  return found;
}

}  // namespace app::cli
