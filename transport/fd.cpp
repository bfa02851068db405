#include "transport/fd.hpp"

#include "transport/runner.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace transport {

namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void UniqueFd::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("cannot make a pipe");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

UniqueFd open_null() {
  UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null.is_open()) fail("cannot open /dev/null");
  return null;
}

void set_nonblocking(const UniqueFd& fd) {
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) < 0) fail("cannot set O_NONBLOCK");
}

void enlarge([[maybe_unused]] const UniqueFd& pipe) {
#ifdef F_SETPIPE_SZ
  constexpr int megabyte = 1 << 20;
  static_cast<void>(::fcntl(pipe.get(), F_SETPIPE_SZ, megabyte));  // EPERM for users above the system's limit
#endif
}

void open_standard_fds() {
  int fd = 0;
  do {
    // Not O_CLOEXEC: 0, 1 and 2 are for children too.
    fd = ::open("/dev/null", O_RDWR);  // NOLINT(android-cloexec-open)
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO) ::close(fd);
}

}  // namespace transport
