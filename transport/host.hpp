#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace transport {

/// A host name or ssh setting that must not reach ssh; `what()` says which and why.
class HostError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Where a command runs: here, or at an ssh destination. A value; equal hosts run in one place.
class Host {
 public:
  static Host local() { return Host{}; }

  /// `destination` is [user@]host or a Host alias of ssh_config. Empty, starting with '-', or holding white space or control characters: HostError.
  /// `config_file` empty: ssh's own default.
  static Host ssh(std::string_view destination, std::string_view config_file = {});

  bool is_local() const { return destination_.empty(); }
  const std::string& destination() const { return destination_; }
  const std::string& config_file() const { return config_file_; }

  /// The ssh command with every option that belongs in the printed script, before the destination: ssh -F FILE -o BatchMode=yes …
  /// BatchMode always; ConnectTimeout 10 and ServerAliveInterval 30 / CountMax 4 only where `defaults` says that the user's configuration sets none.
  std::vector<std::string> ssh_argv() const;

  /// Options that the user's own ssh configuration leaves to us, read from `ssh -G` (see ssh_settings.hpp).
  std::vector<std::string> default_options;

  bool operator==(const Host& other) const {
    return destination_ == other.destination_ && config_file_ == other.config_file_;
  }

 private:
  std::string destination_;
  std::string config_file_;
};

}  // namespace transport
