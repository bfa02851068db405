#include "transport/streams.hpp"

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace transport {

namespace {

constexpr std::size_t k_buffer_size = std::size_t{64} * 1024;
constexpr std::size_t k_pipe_holds_at_most = std::size_t{1024} * 1024;

bool is_for_later(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

LineStream::LineStream(UniqueFd fd, LineSplitter splitter) : fd_(std::move(fd)), splitter_(std::move(splitter)) {
  set_nonblocking(fd_);
}

void LineStream::read_some() {
  read_once();
}

void LineStream::read_rest() {
  // Bounded, for who holds the other end may go on writing.
  for (std::size_t total = 0; is_open() && total < k_pipe_holds_at_most;) {
    const std::size_t count = read_once();
    if (count == 0) break;
    total += count;
  }
  if (is_open()) close();
}

std::size_t LineStream::read_once() {
  static std::array<char, k_buffer_size> buffer;  // one thread reads, and no line sink reads in turn
  const ssize_t count = ::read(fd_.get(), buffer.data(), buffer.size());
  if (count > 0) {
    splitter_.feed(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    return static_cast<std::size_t>(count);
  }
  if (count == 0 || !is_for_later(errno)) close();
  return 0;
}

void LineStream::close() {
  fd_.reset();
  splitter_.finish();
}

Feeder::Feeder(UniqueFd fd, std::string text, Then then) : fd_(std::move(fd)), text_(std::move(text)), then_(then) {
  set_nonblocking(fd_);
}

void Feeder::write_some() {
  const ssize_t count = ::write(fd_.get(), text_.data() + written_, text_.size() - written_);
  if (count < 0) {
    if (!is_for_later(errno)) fd_.reset();
    return;
  }
  written_ += static_cast<std::size_t>(count);
  if (written_ == text_.size() && then_ == Then::close) fd_.reset();
}

}  // namespace transport
