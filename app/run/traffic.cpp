#include "app/run/traffic.hpp"

#include <charconv>
#include <cmath>

namespace run {

std::size_t Meter::begin() {
  streams_.emplace_back();
  return streams_.size() - 1;
}

void Meter::tell(std::size_t stream, std::uint64_t bytes, std::uint64_t total) {
  Stream& told = streams_[stream];
  all_.bytes += bytes - told.bytes;
  all_.total += total - told.total;
  told = {bytes, total};
  events_.transferring(all_.bytes, all_.total);
}

std::uint64_t received_bytes(std::string_view line) {
  constexpr std::string_view k_before = "received ", k_after = " stream in ", k_units = "BKMGTPE";
  if (!line.starts_with(k_before) || line.find(k_after) == std::string_view::npos) return 0;
  line.remove_prefix(k_before.size());
  double number = 0;
  const auto [unit, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc{} || !(number >= 0) || unit == line.data() + line.size()) return 0;
  const auto power = k_units.find(*unit);
  return power == std::string_view::npos ? 0
                                         : static_cast<std::uint64_t>(std::ldexp(number, static_cast<int>(10 * power)));
}

}  // namespace run
