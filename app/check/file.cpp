#include "app/check/file.hpp"

#include "app/check/names.hpp"

#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace check {

namespace {

std::string system_message(int number, std::string_view path) {
  std::string text = "[Errno " + std::to_string(number) + "] " + std::generic_category().message(number);
  if (!path.empty()) text += ": " + in_quotes(path);
  return text;
}

struct stat status_of(int fd, const std::string& path) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) throw FileError(errno, path);
  return status;
}

/// The size of a device is where its end is.
std::uint64_t size_of(int fd, const std::string& path) {
  const struct stat status = status_of(fd, path);
  const off_t end = S_ISREG(status.st_mode) ? status.st_size : ::lseek(fd, 0, SEEK_END);
  if (end < 0) throw FileError(errno, path);
  if (end == 0 && S_ISCHR(status.st_mode)) throw FileError("the size of " + in_quotes(path) + " is not known");
  return static_cast<std::uint64_t>(end);
}

/// Lets the system read ahead as far as it can.
void announce_reading(int fd) {
#ifdef POSIX_FADV_SEQUENTIAL
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);  // advice only: a failure changes nothing
#else
  static_cast<void>(fd);
#endif
}

}  // namespace

FileError::FileError(int number, std::string_view path) : std::runtime_error(system_message(number, path)) {}

File::File(transport::UniqueFd fd, const std::string& path) : fd_(std::move(fd)), size_(size_of(fd_.get(), path)) {
  announce_reading(fd_.get());
}

std::size_t File::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
  constexpr std::uint64_t k_last = std::numeric_limits<off_t>::max();
  std::size_t filled = 0;
  while (filled < buffer.size() && offset + filled <= k_last) {
    const auto rest = buffer.subspan(filled);
    const ssize_t got = ::pread(fd_.get(), rest.data(), rest.size(), static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw FileError(errno, {});
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

Target open_target(const std::string& path) {
  // Without O_NONBLOCK a pipe would be waited for.
  transport::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd.is_open()) throw FileError(errno, path);
  const auto mode = status_of(fd.get(), path).st_mode;
  if (S_ISDIR(mode)) return Folder(std::move(fd), path);
  if (S_ISREG(mode) || S_ISBLK(mode) || S_ISCHR(mode)) return File(std::move(fd), path);
  throw FileError("not a file, a device or a folder: " + in_quotes(path));
}

}  // namespace check
