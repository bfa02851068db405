#pragma once

#include "transport/fd.hpp"

#include <string>
#include <string_view>

namespace run {

/// A file that lines are appended to, each with the time and the process in front. Other runs may do so at the same
/// time, and logrotate may move or truncate it.
class LogFile {
 public:
  /// Throws std::runtime_error with the path and why it cannot be written.
  explicit LogFile(std::string path);
  /// The same when its disk is full. Control characters become blanks: a line stays one.
  void add(std::string_view text) const;

 private:
  [[noreturn]] void fail(const std::string& why) const;

  std::string path_;
  transport::UniqueFd file_;
};

}  // namespace run
