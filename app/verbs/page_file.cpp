#include "app/verbs/page_file.hpp"

#include "app/run/errors.hpp"
#include "app/run/whole_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace app::verbs {

namespace {

/// A device or a pipe: nothing may be put in its place.
void write_to(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file.good()) throw std::system_error(errno == 0 ? EIO : errno, std::generic_category());
}

}  // namespace

void write_file(const std::string& option, const std::string& path, const std::string& text) try {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (status.type() == std::filesystem::file_type::not_found) {
    run::write_whole(path, text);
  } else if (status.type() == std::filesystem::file_type::regular) {
    run::write_whole(std::filesystem::canonical(path).string(), text);  // a link stays one
  } else {
    write_to(path, text);
  }
} catch (const std::system_error& error) {
  throw run::RunError(option + ": cannot write " + path + ": " + error.code().message());
}

}  // namespace app::verbs
