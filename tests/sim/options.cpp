#include "options.hpp"

#include "text.hpp"

#include <algorithm>

namespace fake {

void usage_error(std::string_view complaint) {
  if (!complaint.empty()) complain(complaint);
  complain("usage:\n\tsee zfs(8) and zpool(8): this is a fake for tests");
  throw Exit{2};
}

Options::Options(const Args& args, std::string_view spec, const std::map<std::string, char>& long_names) {
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string& arg = args[i];
    if (arg == "--") {
      operands_.insert(operands_.end(), args.begin() + static_cast<std::ptrdiff_t>(i) + 1, args.end());
      return;
    }
    if (arg.starts_with("--")) {
      const auto found = long_names.find(arg.substr(2));
      if (found == long_names.end()) usage_error("invalid option '" + arg + "'");
      given_.emplace_back(found->second, "");
    } else if (arg.size() > 1 && arg.front() == '-') {
      add_short(args, i, spec);
    } else {
      operands_.push_back(arg);
    }
  }
}

void Options::add_short(const Args& args, std::size_t& index, std::string_view spec) {
  const std::string& word = args[index];
  for (std::size_t at = 1; at < word.size(); ++at) {
    const char option = word[at];
    const auto known = spec.find(option);
    if (option == ':' || known == std::string_view::npos) usage_error(std::string("invalid option '") + option + "'");
    if (known + 1 >= spec.size() || spec[known + 1] != ':') {
      given_.emplace_back(option, "");
      continue;
    }
    if (at + 1 < word.size()) {
      given_.emplace_back(option, word.substr(at + 1));
    } else if (index + 1 < args.size()) {
      given_.emplace_back(option, args[++index]);
    } else {
      usage_error(std::string("missing argument for '") + option + "' option");
    }
    return;
  }
}

bool Options::has(char option) const {
  return std::ranges::any_of(given_, [option](const auto& one) { return one.first == option; });
}

std::string Options::value(char option, std::string fallback) const {
  for (const auto& [letter, text] : given_)
    if (letter == option) fallback = text;
  return fallback;
}

std::vector<std::string> Options::values(char option) const {
  std::vector<std::string> all;
  for (const auto& [letter, text] : given_)
    if (letter == option) all.push_back(text);
  return all;
}

const std::string& Options::single(std::string_view what) const {
  if (operands_.empty()) usage_error("missing " + std::string(what) + " argument");
  if (operands_.size() > 1) usage_error("too many arguments");
  return operands_.front();
}

}  // namespace fake
