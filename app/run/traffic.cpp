#include "app/run/traffic.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace run {

Traffic& Traffic::operator+=(const Traffic& other) {
  snapshots += other.snapshots;
  bytes += other.bytes;
  time += other.time;
  destroyed_on_source += other.destroyed_on_source;
  destroyed_on_target += other.destroyed_on_target;
  streams += other.streams;
  return *this;
}

void Meter::expect(plan::DatasetIndex dataset, const std::string& snapshot, std::uint64_t bytes) {
  OfDataset& of_dataset = expected_[dataset];
  if (of_dataset.ended) return;
  const auto [known, is_new] = of_dataset.streams.emplace(snapshot, Expected{bytes, {}});
  if (is_new) {
    total_ += bytes;
  } else if (known->second.stream) {
    const Stream& its = streams_[*known->second.stream];
    if (its.total == 0 && !its.ended) set(*known->second.stream, its.bytes, bytes);
  }
}

bool Meter::expects(plan::DatasetIndex dataset, const std::string& snapshot) const {
  const auto of_dataset = expected_.find(dataset);
  if (of_dataset == expected_.end()) return true;
  return !of_dataset->second.ended && !of_dataset->second.streams.contains(snapshot);
}

void Meter::expects_no_more(plan::DatasetIndex dataset) {
  OfDataset& of_dataset = expected_[dataset];
  of_dataset.ended = true;
  for (auto& [snapshot, expected] : of_dataset.streams) total_ -= std::exchange(expected.bytes, 0);
}

std::size_t Meter::begin(plan::DatasetIndex dataset, const std::string& snapshot) {
  Expected& expected = expected_[dataset].streams[snapshot];
  streams_.push_back({.total = std::exchange(expected.bytes, 0)});
  expected.stream = streams_.size() - 1;
  return *expected.stream;
}

void Meter::tell(std::size_t stream, std::uint64_t bytes, std::uint64_t total) {
  set(stream, bytes, total == 0 ? streams_[stream].total : total);
  events_.transferring(bytes_, knows_all_ ? total_ : 0);
}

void Meter::end(std::size_t stream, bool arrived) {
  Stream& its = streams_[stream];
  its.ended = true;
  const std::uint64_t all = arrived ? std::max(its.bytes, its.total) : its.bytes;
  set(stream, all, all);
}

void Meter::set(std::size_t stream, std::uint64_t bytes, std::uint64_t total) {
  Stream& its = streams_[stream];
  bytes_ += bytes - its.bytes;
  total_ += total - its.total;
  its.bytes = bytes;
  its.total = total;
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
