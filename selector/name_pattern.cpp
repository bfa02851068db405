#include "selector/name_pattern.hpp"

#include "zfs/inventory.hpp"

#include <cstddef>
#include <regex>
#include <stdexcept>
#include <utility>
#include <variant>

namespace selector {

namespace {

/// <regex> goes down a level of the stack for each character of a name, and for each bracket of an expression. The
/// names of zfs have an end; so do expressions.
constexpr std::size_t k_longest = 1024;

std::regex compiled(const std::string& text) {
  if (text.size() > k_longest) throw std::invalid_argument("it has more than 1024 characters");
  return std::regex(text);
}

}  // namespace

struct NamePattern::Compiled {
  std::variant<std::regex, zfs::ShellPattern> pattern;
  bool is_of_snapshots = false;
};

NamePattern::NamePattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

NamePattern::NamePattern(const std::string& text) try
    : compiled_(std::make_shared<Compiled>(Compiled{compiled(text)})) {
} catch (const std::regex_error& error) {
  throw std::invalid_argument(error.what());
}

NamePattern NamePattern::of_snapshots(const std::string& text) {
  Compiled alone = *NamePattern(text).compiled_;
  alone.is_of_snapshots = true;
  return NamePattern(std::make_shared<Compiled>(std::move(alone)));
}

NamePattern NamePattern::shell(const std::string& text) {
  return NamePattern(std::make_shared<Compiled>(Compiled{zfs::ShellPattern{text}}));
}

bool NamePattern::matches(const std::string& name) const {
  if (const auto* const shell = std::get_if<zfs::ShellPattern>(&compiled_->pattern)) return shell->matches(name);
  const auto from = compiled_->is_of_snapshots ? name.find('@') + 1 : 0;  // npos + 1 is 0
  return std::regex_search(name.begin() + static_cast<std::ptrdiff_t>(from), name.end(),
                           std::get<std::regex>(compiled_->pattern));
}

}  // namespace selector
