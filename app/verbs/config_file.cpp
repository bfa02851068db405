#include "app/verbs/config_file.hpp"

#include "transport/fd.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace app::verbs {

namespace {

std::string directory() {
  const char* const given = std::getenv("ZWINNOW_CONFIG_DIR");
  return given != nullptr && *given != '\0' ? given : "/etc/zwinnow";
}

std::string path_of(const std::string& name) {
  return name.find('/') == std::string::npos ? directory() + "/" + name + ".conf" : name;
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw cli::UsageError("--config: cannot read " + path + ": " + why);
}

[[noreturn]] void refuse_by_errno(const std::string& path) {
  refuse(path, std::generic_category().message(errno));
}

/// Whoever writes it says what we run.
void check_is_trusted(int fd, const std::string& path) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) refuse_by_errno(path);
  if (!S_ISREG(info.st_mode)) refuse(path, "it is no regular file");
  if (info.st_uid != 0 && info.st_uid != ::geteuid())
    refuse(path, "it belongs to another user, who could have commands run by it: chown root " + path);
  if ((info.st_mode & 022U) != 0)
    refuse(path, "others may write it, and could have commands run by it: chmod go-w " + path);
}

std::string read_all(int fd, const std::string& path) {
  constexpr std::size_t k_largest = std::size_t{1} << 20U;
  std::string text;
  std::array<char, 4096> part{};
  for (;;) {
    const ssize_t size = ::read(fd, part.data(), part.size());
    if (size < 0) refuse_by_errno(path);
    if (size == 0) return text;
    text.append(part.data(), static_cast<std::size_t>(size));
    if (text.size() > k_largest) refuse(path, "it is larger than 1 MiB");
  }
}

}  // namespace

cli::ConfigFile read_config_file(const std::string& name) {
  const std::string path = path_of(name);
  const transport::UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open()) refuse_by_errno(path);
  check_is_trusted(file.get(), path);
  return {.path = path, .text = read_all(file.get(), path)};
}

}  // namespace app::verbs
