#include "app/run/log_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace run {

namespace {

/// That of this host's clock and zone, such as 2026-03-01T12:00:00+0100.
std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &local)};
}

bool is_control(char c) {
  return (c >= '\0' && c < ' ') || c == '\x7f';
}

}  // namespace

LogFile::LogFile(std::string path)
    : path_(std::move(path)), file_(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640)) {
  if (!file_.is_open()) fail(std::generic_category().message(errno));
}

void LogFile::add(std::string_view text) const {
  std::string line = time_now() + " zwinnow[" + std::to_string(::getpid()) + "]: " + std::string(text);
  std::ranges::replace_if(line, is_control, ' ');
  line += '\n';
  const ssize_t written = ::write(file_.get(), line.data(), line.size());
  if (written < 0) fail(std::generic_category().message(errno));
  if (written != static_cast<ssize_t>(line.size())) fail("its disk is full");
}

void LogFile::fail(const std::string& why) const {
  throw std::runtime_error("--log-file: cannot write " + path_ + ": " + why);
}

}  // namespace run
