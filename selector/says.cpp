#include "selector/says.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace selector {

namespace {

struct Words {
  Says what;
  std::string_view first, then{};  // both must be there
};

/// As OpenZFS 2.1 to 2.3 say it.
constexpr std::array k_words = {
    Words{Says::gone, "does not exist"},
    Words{Says::nothing_to_destroy, "could not find any snapshots to destroy"},
    Words{Says::nothing_to_abort, "does not have any resumable receive state"},
    Words{Says::tag_exists, "tag already exists"},
    Words{Says::no_such_tag, "no such tag"},
    Words{Says::held, "dataset is busy"},
    Words{Says::out_of_space, "out of space"},
    Words{Says::never_resumable, "used in the initial send no longer exists"},
    Words{Says::never_resumable, "is no longer the same snapshot used in the initial send"},
    Words{Says::never_resumable, "resume token is corrupt"},
    Words{Says::never_resumable, "does not match incremental source"},
    Words{Says::never_resumable, "incremental source", "no longer exists"},
};

}  // namespace

bool says(std::string_view errors, Says what) {
  std::string text(errors);
  std::ranges::replace(text, '\n', ' ');
  return std::ranges::any_of(k_words, [&](const Words& words) {
    return words.what == what && text.find(words.first) != std::string::npos &&
           text.find(words.then) != std::string::npos;
  });
}

}  // namespace selector
