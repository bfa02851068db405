#include "transport/environment.hpp"

#include <array>
#include <sstream>
#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace transport {

namespace {

constexpr std::string_view k_path_variable = "PATH=";
constexpr std::string_view k_usual_path = "/usr/bin:/bin";  // when there is none at all
constexpr std::string_view k_more_path = ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin";

bool is_executable_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

Environment::Environment(const char* const* variables) : path_(k_usual_path) {
  for (; variables != nullptr && *variables != nullptr; ++variables) {
    const std::string_view variable = *variables;
    if (variable.starts_with(k_path_variable)) {
      path_ = variable.substr(k_path_variable.size());
    } else {
      variables_.emplace_back(variable);
    }
  }
  path_ += k_more_path;
  variables_.push_back(std::string(k_path_variable) + path_);

  for (std::string& variable : variables_) pointers_.push_back(variable.data());
  pointers_.push_back(nullptr);
}

std::optional<std::string> Environment::find(const std::string& program) const {
  if (program.find('/') != std::string::npos) {
    return is_executable_file(program) ? std::optional(program) : std::nullopt;
  }
  std::istringstream folders(path_);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (folder.empty()) continue;  // it would mean the current folder, from which nothing should be run
    std::string path = std::move(folder);
    path.append("/").append(program);
    if (is_executable_file(path)) return path;
  }
  return std::nullopt;
}

std::string host_name() {
  std::array<char, 256> buffer{};
  const bool is_known = ::gethostname(buffer.data(), buffer.size() - 1) == 0 && buffer.front() != '\0';
  return is_known ? buffer.data() : "localhost";
}

}  // namespace transport
