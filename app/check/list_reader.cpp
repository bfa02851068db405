#include "app/check/list_reader.hpp"

#include "app/check/file.hpp"
#include "transport/fd.hpp"

#include <cerrno>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace check {

namespace {

constexpr std::size_t k_list_buffer = 64ULL * 1024;
constexpr std::size_t k_longest_line = 64ULL * 1024;  // each byte of the longest path there can be takes four at most

}  // namespace

void read_list(const std::string& path, const StopSignals& signals, const transport::LineSink& line) {
  const bool is_stdin = path == "-";
  const transport::UniqueFd own(is_stdin ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  const int fd = is_stdin ? STDIN_FILENO : own.get();
  if (fd < 0) throw FileError(errno, path);

  transport::LineSplitter splitter("\n", k_longest_line, line);
  std::vector<char> buffer(k_list_buffer);
  while (true) {
    signals.wait_readable(fd);
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) throw FileError(errno, is_stdin ? "<stdin>" : path);
    if (got == 0) break;
    splitter.feed({buffer.data(), static_cast<std::size_t>(got)});
  }
  splitter.finish();
}

}  // namespace check
