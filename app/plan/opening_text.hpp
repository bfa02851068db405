#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plan {

/// A text of sh that makes restored filesystems usable: its operands are their names, parents first. It loads keys from
/// where their keylocation says, or where that of the dataset above says; mounts what canmount=on lets be mounted,
/// never over anything; and shares what is to be shared. It asks for nothing. For each that is not usable then it
/// prints a line: the name, a tab, "key" or why.
std::string_view opening_text();

/// What the text says that it could not do.
class OpeningReport {
 public:
  void line(std::string_view line);
  /// One for each cause, with the commands that are left to the user.
  std::vector<std::string> notes() const;

 private:
  std::vector<std::string> locked_;
  std::vector<std::pair<std::string, std::string>> left_;  // the name, and why
};

}  // namespace plan
