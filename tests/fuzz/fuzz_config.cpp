// Any text of a configuration file is lines that say the same when they are written again, or one complaint with the
// file and the line; nothing else, and no undefined behaviour.
#include "app/cli/config_lines.hpp"
#include "app/cli/nearest.hpp"
#include "app/cli/verb.hpp"
#include "check.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Lines = std::vector<app::cli::ConfigLine>;

std::string written(const Lines& lines) {
  std::string text;
  for (const app::cli::ConfigLine& line : lines) text += line.name + (line.has_value ? " = " + line.value : "") + "\n";
  return text;
}

void check_lines(const Lines& lines) {
  std::size_t last = 0;
  for (const app::cli::ConfigLine& line : lines) {
    check(line.number > last, "lines come in their order");
    check(!line.name.empty() && line.name.find('=') == std::string::npos, "each has a name");
    check(line.has_value || line.value.empty(), "a flag has no value");
    last = line.number;
  }
  Lines again = app::cli::parse_config(written(lines), "again");
  check(again.size() == lines.size(), "written again there are as many");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    again[i].number = lines[i].number;
    check(again[i] == lines[i], "written again each is the same");
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  constexpr std::array<std::string_view, 3> k_names = {"keep-source", "verbose", "backup-name"};
  const std::string nearest = app::cli::nearest_name(text, k_names);
  check(nearest.empty() || nearest == k_names[0] || nearest == k_names[1] || nearest == k_names[2], "one of them");
  try {
    check_lines(app::cli::parse_config(text, "f"));
  } catch (const app::cli::UsageError& error) {
    const std::string_view said = error.what();
    check(said.starts_with("f, line ") && said.find('\n') == std::string_view::npos, "one line that says where");
  }
  return 0;
}
