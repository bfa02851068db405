#pragma once

#include "app/run/events.hpp"
#include "transport/runner.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace run {

/// Reads what `zfs send -v -P` tells: "full|incremental … BYTES" announces the size, "HH:MM:SS BYTES SNAPSHOT" how far
/// it is.
class TransferProgress {
 public:
  explicit TransferProgress(Events& events) : events_(events) {}

  transport::LineSink sink() const {
    return [&events = events_, total = std::uint64_t{0}](std::string_view line) mutable {
      const bool announces =
          line.starts_with("full\t") || line.starts_with("incremental\t") || line.starts_with("size\t");
      const auto first_tab = line.find('\t');
      const auto last_tab = line.rfind('\t');
      const std::string_view bytes = announces || last_tab == first_tab
                                         ? line.substr(last_tab + 1)
                                         : line.substr(first_tab + 1, line.find('\t', first_tab + 1) - first_tab - 1);
      std::uint64_t number = 0;
      const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
      if (error != std::errc{} || end != bytes.data() + bytes.size()) return;
      if (announces) {
        total = number;
      } else {
        events.transferring(number, total);
      }
    };
  }

 private:
  Events& events_;
};

}  // namespace run
