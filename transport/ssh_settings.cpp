#include "transport/ssh_settings.hpp"

namespace transport {

Argv ssh_settings_command(const Host& host) {
  Argv argv = host.ssh_by_user();
  // With BatchMode Debian's ssh has a ServerAliveInterval of its own, which would look like the user's.
  argv.insert(argv.end(), {"-o", "BatchMode=no", "-G", "--", host.destination()});
  return argv;
}

void read_ssh_setting(std::string_view line, SshSettings& settings) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return;
  const std::string_view keyword = line.substr(0, space);
  const std::string_view value = line.substr(space + 1);
  if (keyword == "controlpath") settings.multiplexes = value != "none";
  if (keyword == "connecttimeout") settings.connect_timeout = value != "none" && value != "0";
  if (keyword == "serveraliveinterval") settings.alive_interval = value != "0";
  if (keyword == "serveralivecountmax") settings.alive_count = value != "3";
}

Argv default_ssh_options(const SshSettings& settings) {
  Argv options;
  if (!settings.connect_timeout) options.insert(options.end(), {"-o", "ConnectTimeout=10"});
  if (settings.alive_interval) return options;
  options.insert(options.end(), {"-o", "ServerAliveInterval=30"});
  if (!settings.alive_count) options.insert(options.end(), {"-o", "ServerAliveCountMax=4"});
  return options;
}

}  // namespace transport
