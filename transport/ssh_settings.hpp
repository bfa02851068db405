#pragma once

#include "transport/pipeline.hpp"

#include <string_view>

namespace transport {

/// What matters to us of the user's ssh configuration for one host.
struct SshSettings {
  bool multiplexes = false;      ///< it has a ControlPath: connections are shared the user's way
  bool connect_timeout = false;  ///< it sets a ConnectTimeout
  bool alive_interval = false;   ///< it sets a ServerAliveInterval
  bool alive_count = false;      ///< it sets a ServerAliveCountMax other than ssh's own 3

  bool operator==(const SshSettings&) const = default;
};

/// The command that asks ssh what it would do for `host`. It opens no connection.
Argv ssh_settings_command(const Host& host);

/// Takes in one line of that command's output, "keyword value".
void read_ssh_setting(std::string_view line, SshSettings& settings);

/// The options for what the configuration leaves open: no connection attempt hangs for minutes, and a dead peer is
/// noticed after two minutes in place of never.
Argv default_ssh_options(const SshSettings& settings);

}  // namespace transport
