#include "app/cli/options.hpp"

#include <algorithm>

namespace app::cli {

namespace {

template <class Matches>
const Option* find_known(Front front, Matches matches) {
  const auto found = std::ranges::find_if(
      options(), [&](const Option& option) { return option.known_under(front) && matches(option); });
  return found == options().end() ? nullptr : &*found;
}

}  // namespace

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
