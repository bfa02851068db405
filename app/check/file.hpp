#pragma once

#include "transport/fd.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace check {

/// A file that cannot be opened or read.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;

  /// "[Errno 2] No such file or directory: '/a/b'", without the end if `path` is empty.
  FileError(int number, std::string_view path);
};

/// A file or device to read from.
class File {
 public:
  /// Takes over an open descriptor; `path` is for messages. Throws FileError where no size can be told.
  File(transport::UniqueFd fd, const std::string& path);

  std::uint64_t size() const { return size_; }

  /// Reads `buffer` full from `offset` on and returns how much that was: less only where the file ends. Throws
  /// FileError.
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const;

 private:
  transport::UniqueFd fd_;
  std::uint64_t size_;
};

/// What a folder holds, by name in the order of bytes; what is neither a regular file nor a folder is left out.
struct Entries {
  std::vector<std::string> files;
  std::vector<std::string> folders;
};

/// A folder. What is opened through it lies beneath it: symbolic links are not followed, absolute paths and ".." are
/// refused. All throw FileError.
class Folder {
 public:
  /// Takes over an open descriptor; `path` is for messages.
  Folder(transport::UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  Entries entries() const;

  /// A regular file.
  File file(std::string_view relative) const;

  /// An empty path: the folder itself.
  Folder folder(std::string_view relative) const;

 private:
  std::string shown(std::string_view relative) const;
  transport::UniqueFd open_folder(std::string_view relative) const;

  transport::UniqueFd fd_;
  std::string path_;
};

/// What is checked.
using Target = std::variant<File, Folder>;

/// Opens a file, a device or a folder; symbolic links are followed. Throws FileError.
Target open_target(const std::string& path);

}  // namespace check
