#pragma once

#include <memory>
#include <string>

namespace selector {

/// A regular expression (ECMAScript) that is looked for anywhere in a name. Copies share what was compiled, and
/// <regex>, which takes a second to compile, stays out of the headers.
class NamePattern {
 public:
  /// Throws std::invalid_argument, with the reason, where the text is no regular expression.
  explicit NamePattern(const std::string& text);

  bool matches(const std::string& name) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace selector
