#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fake {

using Args = std::vector<std::string>;

/// Short options as getopt(3) takes them (operands may stand between options), long ones by a table of names.
class Options {
 public:
  /// `spec` as getopt's; an unknown option or a missing value is a usage error: exit 2.
  Options(const Args& args, std::string_view spec, const std::map<std::string, char>& long_names = {});

  bool has(char option) const;
  std::string value(char option, std::string fallback = {}) const;
  std::vector<std::string> values(char option) const;
  /// In the order given, for options whose order matters (-s and -S).
  const std::vector<std::pair<char, std::string>>& given() const { return given_; }
  const Args& operands() const { return operands_; }

  /// The only operand; "missing X argument" or "too many arguments" is a usage error.
  const std::string& single(std::string_view what) const;

 private:
  void add_short(const Args& args, std::size_t& index, std::string_view spec);

  std::vector<std::pair<char, std::string>> given_;
  Args operands_;
};

/// Prints the complaint and a usage line to stderr and ends with 2.
[[noreturn]] void usage_error(std::string_view complaint);

}  // namespace fake
