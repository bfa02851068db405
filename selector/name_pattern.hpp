#pragma once

#include <memory>
#include <string>

namespace selector {

/// Names of one kind. Copies share what was compiled, and <regex>, which takes a second to compile, stays out of the
/// headers.
class NamePattern {
 public:
  /// A regular expression (ECMAScript) that is looked for anywhere in a name. Throws std::invalid_argument, with the
  /// reason, where the text is none.
  explicit NamePattern(const std::string& text);
  /// The same, for the part of snapshots' names after '@'.
  static NamePattern of_snapshots(const std::string& text);
  /// A pattern as of the shell, that the whole name has to match.
  static NamePattern shell(const std::string& text);

  bool matches(const std::string& name) const;

 private:
  struct Compiled;
  explicit NamePattern(std::shared_ptr<const Compiled> compiled);

  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace selector
