#include "transport/host.hpp"

#include <algorithm>
#include <utility>

namespace transport {

namespace {

/// ssh hands user and host to shells (ProxyCommand, Match exec), so what newer versions of it refuse is refused here.
constexpr std::string_view k_shell_characters = "'`\"$;&<>|(){}";

constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

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

/// A keyword of ssh_config and its value. Most of all no second line, which ssh would read as another setting.
void check_option(std::string_view option) {
  const auto end = std::min(option.find_first_not_of(k_letters), option.size());
  const std::string_view rest = option.substr(end);
  const bool separated = !rest.empty() && (rest.front() == '=' || rest.front() == ' ');
  const bool has_control = std::ranges::any_of(rest, [](char c) { return c != ' ' && is_space_or_control(c); });
  if (end == 0 || !separated || rest.find_first_not_of(" =") == std::string_view::npos || has_control)
    throw HostError("invalid ssh option '" + std::string(option) + "': it is not Keyword=value as in ssh_config");
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

Host Host::with_options(std::vector<std::string> options) const {
  std::ranges::for_each(options, check_option);
  Host host = *this;
  if (!host.is_local()) host.options_ = std::move(options);
  return host;
}

std::vector<std::string> Host::ssh_by_user() const {
  std::vector<std::string> argv = {"ssh"};
  if (!config_file_.empty()) argv.insert(argv.end(), {"-F", config_file_});
  for (const std::string& option : options_) argv.insert(argv.end(), {"-o", option});
  return argv;
}

std::vector<std::string> Host::ssh_argv() const {
  std::vector<std::string> argv = ssh_by_user();
  argv.insert(argv.end(), {"-T", "-o", "BatchMode=yes"});
  argv.insert(argv.end(), default_options.begin(), default_options.end());
  return argv;
}

}  // namespace transport
