#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace app::cli {

/// A format that cannot be filled in; `what()` quotes it and says why.
class SubstitutionError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Puts the backup name where `format` has {} or {0}; {{ and }} stand for a brace. A format without {} is its own
/// result. Throws SubstitutionError for any other field and for braces that do not match.
std::string substitute(std::string_view format, std::string_view backup_name);

}  // namespace app::cli
