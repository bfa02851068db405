// Files of --status-dir: whatever is in one, it is a run with times that a calendar has, or it says why not.

#include "app/report/last_run.hpp"
#include "check.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t k_latest = 253'402'300'799;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const report::LastRun run = report::parse_run(text);
    for (const auto time : {run.start, run.end}) {
      const auto seconds = time.time_since_epoch().count();
      check(seconds >= 0 && seconds <= k_latest, "times are in the calendar");
    }
  } catch (const report::NoRun& error) {
    check(error.what()[0] != '\0', "it says why");
  }
  return 0;
}
