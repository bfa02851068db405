// The input's first line is a format, the rest a name. A format either works or gives a FormatError; a name that is
// ours formats back.
#include "check.hpp"
#include "thinner/name_format.hpp"
#include "thinner/ttl.hpp"
#include "thinner/zone.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using thinner::NameFormat;

void check_name(const NameFormat& format, std::string_view name) {
  const auto time = format.time_of(name);
  if (!time) return;
  check(format.name_at(*time) == name, "a name that is ours formats back");
  check(format.time_of(format.name_at(*time)) == time, "and has the same time again");
}

/// Each name that is made must be ours, in the years that %y can tell apart.
void check_times(const NameFormat& format) {
  constexpr std::array<std::int64_t, 6> k_times{-31'536'000, -1, 0, 951'782'399, 1'705'320'000, 3'124'223'999};
  for (const std::int64_t seconds : k_times) {
    const std::string name = format.name_at(std::chrono::sys_seconds{std::chrono::seconds{seconds}});
    check(name.size() <= 253, "no name is longer than ZFS allows");
    check(format.time_of(name).has_value(), "a name that was made is ours");
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const std::size_t line = input.find('\n');
  if (const auto mortal = thinner::split_ttl(input)) {
    check(input.starts_with(std::string(mortal->stem) + "--"), "a time to live is at the end of a name");
    check(mortal->ttl.count() > 0, "and is one");
  }
  try {
    const NameFormat format(input.substr(0, line), thinner::Zone::utc());
    check_times(format);
    if (line != std::string::npos) check_name(format, std::string_view(input).substr(line + 1));
  } catch (const thinner::FormatError&) {
  }
  return 0;
}
