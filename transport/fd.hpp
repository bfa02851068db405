#pragma once

#include <utility>

namespace transport {

/// Owns a file descriptor and closes it.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

/// A pipe that no child inherits by accident. Throws std::system_error.
Pipe make_pipe();

/// /dev/null, for reading and writing. Throws std::system_error.
UniqueFd open_null();

/// read and write on `fd` fail with EAGAIN in place of waiting. The other end of a pipe is not touched.
void set_nonblocking(const UniqueFd& fd);

/// Makes room for a megabyte in a pipe where the system lets us: a stream then flows with fewer switches between its
/// processes. No effect elsewhere.
void enlarge(const UniqueFd& pipe);

}  // namespace transport
