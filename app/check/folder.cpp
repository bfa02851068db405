#include "app/check/file.hpp"
#include "app/check/names.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace check {

namespace {

using transport::UniqueFd;

constexpr int k_open_folder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

struct CloseStream {
  void operator()(DIR* stream) const { ::closedir(stream); }
};
using Stream = std::unique_ptr<DIR, CloseStream>;

/// The part of a path before its next slash, which is taken off.
std::string take_part(std::string_view& path) {
  const std::size_t slash = path.find('/');
  std::string part(path.substr(0, slash));
  path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  return part;
}

/// Whether a path cannot lead out of the folder that it starts at.
bool stays_beneath(std::string_view path) {
  if (path.starts_with('/') || path.find('\0') != std::string_view::npos) return false;
  while (!path.empty()) {
    if (take_part(path) == "..") return false;
  }
  return true;
}

/// A descriptor of its own: `fd` keeps its place in the folder.
Stream open_stream(int fd, const std::string& path) {
  const int own = ::openat(fd, ".", k_open_folder);
  if (own < 0) throw FileError(errno, path);
  Stream stream(::fdopendir(own));
  if (stream) return stream;
  const FileError error(errno, path);
  ::close(own);
  throw error;
}

/// The next name in a folder but "." and ".."; null at its end.
const char* next_name(DIR* stream, const std::string& path) {
  while (true) {
    errno = 0;
    const dirent* const entry = ::readdir(stream);
    if (entry == nullptr && errno != 0) throw FileError(errno, path);
    if (entry == nullptr) return nullptr;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") return entry->d_name;
  }
}

}  // namespace

std::string Folder::shown(std::string_view relative) const {
  if (relative.empty()) return path_;
  return path_ + (path_.ends_with('/') ? "" : "/") + std::string(relative);
}

UniqueFd Folder::open_folder(std::string_view relative) const {
  const std::string_view path = relative;
  if (!stays_beneath(relative)) throw FileError("outside of the target");
  UniqueFd at;
  for (std::string part = "."; true; part = take_part(relative)) {
    const int next = ::openat(at.is_open() ? at.get() : fd_.get(), part.empty() ? "." : part.c_str(), k_open_folder);
    if (next < 0) throw FileError(errno, shown(path));
    at = UniqueFd(next);
    if (relative.empty()) return at;
  }
}

Folder Folder::folder(std::string_view relative) const {
  return {open_folder(relative), shown(relative)};
}

File Folder::file(std::string_view relative) const {
  const std::size_t slash = relative.rfind('/');
  const bool is_here = slash == std::string_view::npos;
  const std::string name(is_here ? relative : relative.substr(slash + 1));
  if (!stays_beneath(relative)) throw FileError("outside of the target");
  const UniqueFd own = is_here ? UniqueFd() : open_folder(relative.substr(0, slash));
  const int at = is_here ? fd_.get() : own.get();

  struct stat status {};
  if (::fstatat(at, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) throw FileError(errno, shown(relative));
  if (!S_ISREG(status.st_mode)) throw FileError("not a regular file: " + in_quotes(shown(relative)));
  UniqueFd fd(::openat(at, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!fd.is_open()) throw FileError(errno, shown(relative));
  return {std::move(fd), shown(relative)};
}

Entries Folder::entries() const {
  Entries found;
  const Stream stream = open_stream(fd_.get(), path_);
  while (const char* const name = next_name(stream.get(), path_)) {
    struct stat status {};
    if (::fstatat(fd_.get(), name, &status, AT_SYMLINK_NOFOLLOW) != 0) throw FileError(errno, shown(name));
    if (S_ISREG(status.st_mode)) found.files.emplace_back(name);
    if (S_ISDIR(status.st_mode)) found.folders.emplace_back(name);
  }
  std::ranges::sort(found.files);
  std::ranges::sort(found.folders);
  return found;
}

}  // namespace check
