#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace transport {

/// A host name or ssh setting that must not reach ssh, or that ssh refuses; `what()` says which and why.
class HostError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Where a command runs: here, or at an ssh destination. A value; equal hosts run in one place.
class Host {
 public:
  static Host local() { return Host{}; }

  /// `destination` is [user@]host, ssh://[user@]host[:port], or a Host alias of ssh_config. HostError when it is empty,
  /// when user or host is empty or starts with '-' (ssh would take it as an option), or when it holds white space,
  /// control characters or what a shell would read as more than a name. `config_file` empty: ssh's own default.
  static Host ssh(std::string_view destination, std::string_view config_file = {});
  /// The same with settings of ssh, each "Keyword=value" as ssh -o takes it. HostError when one is not that.
  Host with_options(std::vector<std::string> options) const;

  bool is_local() const { return destination_.empty(); }
  const std::string& destination() const { return destination_; }
  const std::string& config_file() const { return config_file_; }

  /// ssh with what the user says of the way there: ssh [-F FILE] [-o OPTION]….
  std::vector<std::string> ssh_by_user() const;
  /// ssh with every option that belongs in the printed script, up to the destination, which must follow a "--":
  /// that, and -T -o BatchMode=yes [default_options].
  std::vector<std::string> ssh_argv() const;

  /// Options for what the user's ssh configuration leaves open, such as a ConnectTimeout; see ssh_settings.hpp.
  /// ProcessRunner::prepare fills it in. No part of where the host is, so not compared.
  std::vector<std::string> default_options;

  bool operator==(const Host& other) const {
    return destination_ == other.destination_ && config_file_ == other.config_file_ && options_ == other.options_;
  }

 private:
  std::string destination_;
  std::string config_file_;
  std::vector<std::string> options_;
};

}  // namespace transport
