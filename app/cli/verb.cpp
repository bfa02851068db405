#include "app/cli/verb.hpp"

#include "app/cli/drop_ins.hpp"

#include <algorithm>

namespace app::cli {

const VerbText* find_verb(Verbs verbs, std::string_view name) {
  const auto found = std::ranges::find(verbs, name, &VerbText::name);
  return found == verbs.end() ? nullptr : &*found;
}

Front::Front(Verbs verbs, Personality personality)
    : Front(*find_verb(verbs, drop_in_of(personality) == nullptr ? "backup" : drop_in_of(personality)->verb),
            personality) {}

}  // namespace app::cli
