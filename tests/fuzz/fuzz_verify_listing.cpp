// The input is what another host may print when it is asked to list a filesystem or a volume. It is taken or refused
// with a ListingError; both sides of a listing compared with itself lack the same; and no line of ours can be broken by
// what is in it.
#include "app/verify/compare.hpp"
#include "check.hpp"
#include "transport/lines.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using verify::Comparison;
using verify::Side;

/// A side that tells the truth.
constexpr std::string_view k_volume =
    "size 20000000\n"
    "chunk 0 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\n"
    "chunk 1 failed\n"
    "end\n";

void feed(Comparison& comparison, Side side, std::string_view text) {
  transport::LineSplitter splitter("\n", 0, [&](std::string_view line) { comparison.line(side, line); });
  splitter.feed(text);
  splitter.finish();
}

void check_lines(const std::string& text) {
  check(text.find_first_of("\t\n\r\x1B") == std::string::npos, "nothing breaks a line of ours");
}

/// Returns what differs.
verify::Findings compare(Comparison& comparison, std::string_view source, std::string_view target) {
  try {
    feed(comparison, Side::source, source);
    feed(comparison, Side::target, target);
    verify::Findings findings = comparison.finish();
    for (const std::string& difference : findings.differences) check_lines(difference);
    return findings;
  } catch (const verify::ListingError& error) {
    check_lines(error.what());
  }
  return {};
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string whole = std::string(text) + "\nend\n";
  const std::string half = std::string(text.substr(0, size / 2)) + "\nend\n";
  compare(*verify::compare_trees(100), whole, half);
  for (const unsigned percent : {10U, 100U}) {
    const auto self = compare(*verify::compare_trees(percent), whole, whole);
    check(self.equal() || self.unreadable[0] == self.unreadable[1], "both sides say the same");
    compare(*verify::compare_volumes(percent), k_volume, whole);
  }
  return 0;
}
