#pragma once

#include <optional>
#include <string>
#include <vector>

namespace transport {

/// What local commands see of the environment: ours, with the places where zfs lives added to PATH, for cron gives a
/// poor one.
class Environment {
 public:
  /// Takes a copy of `variables`, such as ::environ.
  explicit Environment(const char* const* variables);

  /// For execve; valid as long as this object.
  char* const* pointers() const { return pointers_.data(); }

  /// The file to execute for `program`: itself if it holds a slash, else the first in PATH. Nothing if there is no
  /// executable file.
  std::optional<std::string> find(const std::string& program) const;

 private:
  std::string path_;
  std::vector<std::string> variables_;
  std::vector<char*> pointers_;
};

/// What this machine calls itself, such as "server1"; "localhost" if it does not say.
std::string host_name();

}  // namespace transport
