#include "app/cli/substitute.hpp"

#include "app/cli/operands.hpp"

#include <cstddef>

namespace app::cli {
namespace {

[[noreturn]] void refuse(std::string_view format, const std::string& why) {
  throw SubstitutionError("format " + quoted(format) + ": " + why);
}

}  // namespace

std::string substitute(std::string_view format, std::string_view backup_name) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c != '{' && c != '}') {
      out += c;
      continue;
    }
    if (i + 1 < format.size() && format[i + 1] == c) {
      out += c;
      ++i;
      continue;
    }
    if (c == '}') refuse(format, "a } without its {; write }} for a brace");
    const std::size_t end = format.find('}', i);
    if (end == std::string_view::npos) refuse(format, "a { without its }; write {{ for a brace");
    const std::string_view field = format.substr(i + 1, end - i - 1);
    if (!field.empty() && field != "0") {
      refuse(format, "unknown field " + quoted(field) + "; only {}, the backup name, is known");
    }
    out += backup_name;
    i = end;
  }
  return out;
}

}  // namespace app::cli
