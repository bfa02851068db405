#include "app/verbs/textfile.hpp"

#include "app/report/metrics.hpp"
#include "transport/fd.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace app::verbs {

namespace {

std::string reason() {
  return std::generic_category().message(errno);
}

/// Empty: there is none, or none that can be read.
std::string read_all(const std::string& path) {
  constexpr std::size_t k_most = 16U << 20U;  // of ours none is that large
  const transport::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::string text;
  std::array<char, 65536> part{};
  for (ssize_t got = 0; file.is_open() && text.size() < k_most;) {
    got = ::read(file.get(), part.data(), part.size());
    if (got <= 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// The exporter reads it as another user, whatever our umask is.
bool write_new(const std::string& path, std::string_view text) {
  ::unlink(path.c_str());  // of a run that was killed
  const transport::UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
  return file.is_open() && ::fchmod(file.get(), 0644) == 0 && write_all(file.get(), text);
}

}  // namespace

std::string write_textfile(const std::string& directory, const report::RunRecord& record) {
  const std::string name = report::metrics_file_name(record);
  const std::string path = directory + "/" + name;
  const std::string unfinished = directory + "/." + name + "." + std::to_string(::getpid());
  const std::string text = report::to_metrics(record, read_all(path));
  if (write_new(unfinished, text) && std::rename(unfinished.c_str(), path.c_str()) == 0) return {};
  std::string why = "cannot write " + path + ": " + reason();
  ::unlink(unfinished.c_str());
  return why;
}

}  // namespace app::verbs
