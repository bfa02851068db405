#include "app/verbs/textfile.hpp"

#include "app/report/metrics.hpp"
#include "app/run/whole_file.hpp"
#include "transport/fd.hpp"

#include <array>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace app::verbs {

namespace {

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

}  // namespace

std::string write_textfile(const std::string& directory, const report::RunRecord& record) {
  const std::string name = report::metrics_file_name(record);
  const std::string path = directory + "/" + name;
  try {
    run::write_whole(path, report::to_metrics(record, read_all(path)));
    return {};
  } catch (const std::system_error& error) {
    return "cannot write " + path + ": " + error.code().message();
  }
}

}  // namespace app::verbs
