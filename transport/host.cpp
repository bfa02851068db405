#include "transport/host.hpp"

#include <algorithm>

namespace transport {

namespace {

/// ssh hands user and host to shells (ProxyCommand, Match exec), so what newer versions of it refuse is refused here.
constexpr std::string_view k_shell_characters = "'`\"$;&<>|(){}";

bool is_space_or_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f;
}

void check_part(std::string_view part, std::string_view what, std::string_view destination) {
  const auto refuse = [&](std::string_view why) {
    throw HostError("invalid ssh destination '" + std::string(destination) + "': " + std::string(what) + " " +
                    std::string(why));
  };
  if (part.empty()) refuse("is empty");
  if (part.front() == '-') refuse("starts with '-'");
  if (std::ranges::any_of(part, is_space_or_control)) refuse("holds white space or control characters");
  const auto special = part.find_first_of(k_shell_characters);
  if (special != std::string_view::npos) refuse(std::string("holds ") + part[special]);
}

std::string_view without_scheme(std::string_view destination) {
  constexpr std::string_view scheme = "ssh://";
  return destination.starts_with(scheme) ? destination.substr(scheme.size()) : destination;
}

}  // namespace

Host Host::ssh(std::string_view destination, std::string_view config_file) {
  const std::string_view address = without_scheme(destination);
  const auto at = address.rfind('@');
  if (at != std::string_view::npos) check_part(address.substr(0, at), "the user", destination);
  const std::string_view name = at == std::string_view::npos ? address : address.substr(at + 1);
  check_part(name, "the host", destination);
  if (name.find('\\') != std::string_view::npos) {
    throw HostError("invalid ssh destination '" + std::string(destination) + "': the host holds \\");
  }

  Host host;
  host.destination_ = destination;
  host.config_file_ = config_file;
  return host;
}

std::vector<std::string> Host::ssh_argv() const {
  std::vector<std::string> argv = {"ssh"};
  if (!config_file_.empty()) argv.insert(argv.end(), {"-F", config_file_});
  argv.insert(argv.end(), {"-T", "-o", "BatchMode=yes"});
  argv.insert(argv.end(), default_options.begin(), default_options.end());
  return argv;
}

}  // namespace transport
