#include "selector/name_pattern.hpp"

#include "zfs/inventory.hpp"

#include <regex>
#include <stdexcept>
#include <utility>
#include <variant>

namespace selector {

struct NamePattern::Compiled {
  std::variant<std::regex, zfs::ShellPattern> pattern;
};

NamePattern::NamePattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

NamePattern::NamePattern(const std::string& text) try
    : compiled_(std::make_shared<Compiled>(Compiled{std::regex(text)})) {
} catch (const std::regex_error& error) {
  throw std::invalid_argument(error.what());
}

NamePattern NamePattern::shell(const std::string& text) {
  return NamePattern(std::make_shared<Compiled>(Compiled{zfs::ShellPattern{text}}));
}

bool NamePattern::matches(const std::string& name) const {
  if (const auto* const shell = std::get_if<zfs::ShellPattern>(&compiled_->pattern)) return shell->matches(name);
  return std::regex_search(name, std::get<std::regex>(compiled_->pattern));
}

}  // namespace selector
