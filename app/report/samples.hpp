#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// A sample in the text format of Prometheus.
struct Sample {
  using Labels = std::map<std::string, std::string, std::less<>>;
  std::string name;
  Labels labels{};
  double value = 0;
};

/// The samples in such a text; what is no sample is left out. It may be anything: who knows who wrote the file.
std::vector<Sample> read_samples(std::string_view text);

}  // namespace report
