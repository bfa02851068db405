#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace app::cli {

/// A line of a configuration file: `name = value`, or the name of a flag alone.
struct ConfigLine {
  std::size_t number = 0;  ///< from 1
  std::string name;
  bool has_value = false;
  std::string value;

  bool operator==(const ConfigLine&) const = default;
};

/// "FILE, line 3"
std::string place_in(const std::string& path, std::size_t line);

/// The lines that say something: blank lines, and lines that begin with #, do not. The value is all behind the first =,
/// without the blanks around it. Throws UsageError with file, line and what is wrong.
std::vector<ConfigLine> parse_config(std::string_view text, const std::string& path);

}  // namespace app::cli
