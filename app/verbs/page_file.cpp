#include "app/verbs/page_file.hpp"

#include "app/run/errors.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <unistd.h>

namespace app::verbs {

namespace {

[[noreturn]] void fail(const std::string& option, const std::string& path) {
  const std::string why = std::generic_category().message(errno == 0 ? EIO : errno);
  throw run::RunError(option + ": cannot write " + path + ": " + why);
}

bool put(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file.good();
}

}  // namespace

void write_file(const std::string& option, const std::string& path, const std::string& text) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  const bool is_new = status.type() == std::filesystem::file_type::not_found;
  if (!is_new && status.type() != std::filesystem::file_type::regular) {
    if (!put(path, text)) fail(option, path);
    return;
  }
  // A link stays one.
  const std::string whole = is_new ? path : std::filesystem::canonical(path, ignored).string();
  const std::string beside = whole + ".part-" + std::to_string(::getpid());
  if (!put(beside, text)) {
    const int why = errno;
    std::remove(beside.c_str());
    errno = why;
    fail(option, path);
  }
  if (std::rename(beside.c_str(), whole.c_str()) != 0) fail(option, path);
}

}  // namespace app::verbs
