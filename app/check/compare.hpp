#pragma once

#include "app/check/file.hpp"
#include "app/check/hash_line.hpp"
#include "app/check/hasher.hpp"
#include "transport/lines.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace check {

struct Tally {
  std::uint64_t checked = 0;
  std::uint64_t skipped = 0;
  std::uint64_t errors = 0;
};

/// Compares a target with the lines of a hash list, one by one. A list comes from outside: a line that cannot be used
/// is an error that is counted, and only what lies beneath the target is read.
class Comparer {
 public:
  /// After each line that is used the next `skip` are left out. `failure` gets a text for each error.
  Comparer(const Target& target, Hasher& hasher, std::uint64_t skip, transport::LineSink failure);

  void line(std::string_view text);

  const Tally& tally() const { return tally_; }

 private:
  void check(const File& file, const ListedHash& listed);
  const File* file_for(const ListedHash& listed);
  void fail(const std::string& path, std::string_view chunk, std::string_view expected, std::string_view actual);

  const Target& target_;
  Hasher& hasher_;
  SkipPattern pattern_;
  transport::LineSink failure_;
  Tally tally_;
  std::optional<std::string> open_path_;  ///< what the last line was about
  std::optional<File> open_file_;         ///< nothing if that could not be opened
};

}  // namespace check
