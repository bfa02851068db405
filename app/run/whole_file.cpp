#include "app/run/whole_file.hpp"

#include "transport/fd.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace run {

namespace {

void check(bool is_done) {
  if (!is_done) throw std::system_error(errno, std::generic_category());
}

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    check(written >= 0);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// In the same folder, hidden from who reads all files of a kind there.
std::string beside(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;
  return path.substr(0, name) + "." + path.substr(name) + "." + std::to_string(::getpid());
}

}  // namespace

void write_whole(const std::string& path, const std::string& text) {
  const std::string draft = beside(path);
  ::unlink(draft.c_str());  // of a process of that number that was killed
  const transport::UniqueFd file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  check(file.is_open());
  try {
    check(::fchmod(file.get(), 0644) == 0);
    write_all(file.get(), text);
    check(::fsync(file.get()) == 0);
    check(::rename(draft.c_str(), path.c_str()) == 0);
  } catch (...) {
    ::unlink(draft.c_str());
    throw;
  }
}

}  // namespace run
