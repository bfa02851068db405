#pragma once

#include "app/cli/verb.hpp"

#include <span>
#include <string>
#include <vector>

namespace app::cli {

/// What may stand in a place of a command line besides fixed words.
enum class Place { nothing, file, host, backup_name, dataset, dataset_or_host };

struct Candidate {
  std::string text;
  std::string about;  ///< the beginning of its help; may be empty
};

/// What could come next in a command line.
struct Completion {
  std::vector<Candidate> words;
  Place place = Place::nothing;
  std::string before;  ///< of the word that is typed: what stays, such as "--plan="
};

/// `argv` as far as it was typed, the name of the program first; its last word is the one to be completed, and may be
/// empty. What begins otherwise is left to the shell to leave out.
Completion complete(std::span<const std::string_view> argv, Verbs verbs);

}  // namespace app::cli
