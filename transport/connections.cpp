#include "transport/connections.hpp"

#include "transport/quote.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace transport {

namespace {

/// A socket's path has at most 104 bytes, of which ssh needs 17 for a temporary name, and "/INDEX" and NUL some more.
constexpr std::size_t k_longest_folder = 80;

/// ssh expands % and ${} in the path, and splits at white space.
bool is_fit(const std::string& folder) {
  return folder.front() == '/' && folder.size() <= k_longest_folder && is_plain_word(folder) &&
         folder.find('%') == std::string::npos;
}

std::string make_private_folder(const char* parent) {
  if (parent == nullptr || *parent == '\0') return {};
  std::string folder = std::string(parent) + "/zwinnow-XXXXXX";
  if (!is_fit(folder) || ::mkdtemp(folder.data()) == nullptr) return {};  // mkdtemp makes it 0700
  return folder;
}

}  // namespace

Connections::~Connections() {
  if (folder_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Connections::share(const Host& host) {
  if (std::ranges::find(hosts_, host) == hosts_.end()) hosts_.push_back(host);
}

Argv Connections::options(const Host& host) {
  const auto found = std::ranges::find(hosts_, host);
  if (found == hosts_.end()) return {};
  make_folder();
  if (folder_.empty()) return {};
  const auto index = static_cast<std::size_t>(found - hosts_.begin());
  // Persist for the seconds between two commands; if we are killed, the connection ends by itself after them.
  return {"-o", "ControlMaster=auto", "-o", "ControlPersist=60", "-o", "ControlPath=" + socket(index)};
}

void Connections::make_folder() {
  if (tried_) return;
  tried_ = true;
  const std::array<const char*, 3> parents = {std::getenv("XDG_RUNTIME_DIR"), std::getenv("TMPDIR"), "/tmp"};
  for (const char* parent : parents) {
    if (folder_.empty()) folder_ = make_private_folder(parent);
  }
}

std::vector<Argv> Connections::close_commands() const {
  std::vector<Argv> commands;
  if (folder_.empty()) return commands;
  for (std::size_t i = 0; i < hosts_.size(); ++i) {
    if (::access(socket(i).c_str(), F_OK) != 0) continue;
    Argv argv = hosts_[i].ssh_by_user();
    argv.insert(argv.end(), {"-o", "ControlPath=" + socket(i), "-O", "exit", "--", hosts_[i].destination()});
    commands.push_back(std::move(argv));
  }
  return commands;
}

bool Connections::is_their_noise(std::string_view stderr_line) const {
  return !folder_.empty() && stderr_line.starts_with("ControlSocket " + folder_);
}

}  // namespace transport
