#include "selector/name_pattern.hpp"

#include <regex>
#include <stdexcept>

namespace selector {

struct NamePattern::Compiled {
  std::regex regex;
};

NamePattern::NamePattern(const std::string& text) try
    : compiled_(std::make_shared<Compiled>(Compiled{std::regex(text)})) {
} catch (const std::regex_error& error) {
  throw std::invalid_argument(error.what());
}

bool NamePattern::matches(const std::string& name) const {
  return std::regex_search(name, compiled_->regex);
}

}  // namespace selector
