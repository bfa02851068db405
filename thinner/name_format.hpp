#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "thinner/zone.hpp"

namespace thinner {

/// A snapshot format that cannot be used; `what()` quotes it and says why and which directives there are.
class FormatError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// The snapshot-name format: text with strftime directives, e.g. "offsite1-%Y%m%d%H%M%S".
///
/// A name is ours when it parses by the format *and* formats back to the same name: no digit missing, no other case.
class NameFormat {
 public:
  /// `format` after substitution of the backup name. Throws FormatError for an unknown directive, a format that no time can be read from
  /// (no date in it), or text that ZFS does not allow in a snapshot name.
  NameFormat(std::string_view format, Zone zone);

  std::string name_at(std::chrono::sys_seconds time) const;
  /// The time in a name of ours; nothing for any other name.
  std::optional<std::chrono::sys_seconds> time_of(std::string_view name) const;
  const std::string& text() const { return text_; }
  const Zone& zone() const { return zone_; }

 private:
  struct Token;  // see the source
  std::string text_;
  Zone zone_;
  std::vector<Token> tokens_;
};

}  // namespace thinner
