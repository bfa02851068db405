#pragma once

#include "thinner/zone.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thinner {

/// A snapshot format that cannot be used; `what()` quotes it and says why.
class FormatError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

struct NameDirective;  // see the source

/// A piece of a format: a directive, or literal text.
struct NameToken {
  const NameDirective* directive = nullptr;  ///< row of a constant table; none for literal text
  std::string literal;
};

/// The snapshot-name format: text with strftime directives, e.g. "offsite1-%Y%m%d%H%M%S".
///
/// A name is ours when it parses by the format *and* formats back to the same name: no digit missing, no other case, no
/// weekday that the date does not have. A wall clock time that the zone skips (clocks set forward) still counts: the
/// name may stem from another zone.
///
/// Directives: %Y %y %m %b %B %h %d %j %a %A %H %I %p %M %S %F %T %R %s, names in English. The others of strftime write
/// a character that ZFS does not allow (%z: '+', %D: '/') or what a time in seconds cannot give back (%f).
class NameFormat {
 public:
  /// `format` after substitution of the backup name. Throws FormatError for an unknown directive, a format that no time
  /// can be read from (no date in it, 12 hours without AM and PM), or text that ZFS does not allow in a snapshot name.
  NameFormat(std::string_view format, Zone zone);

  /// Throws std::out_of_range for a time whose year has not four digits.
  std::string name_at(std::chrono::sys_seconds time) const;
  /// The time in a name of ours; nothing for any other name.
  std::optional<std::chrono::sys_seconds> time_of(std::string_view name) const;
  const std::string& text() const { return text_; }
  const Zone& zone() const { return zone_; }

 private:
  std::string text_;
  Zone zone_;
  std::vector<NameToken> tokens_;
};

}  // namespace thinner
