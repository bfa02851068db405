// The text that an earlier run left for node_exporter: anybody may have written it since.
#include "app/report/samples.hpp"
#include "check.hpp"

#include <cmath>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const report::Sample& sample : report::read_samples(text)) {
    check(!sample.name.empty(), "a sample without a name");
    check(std::isfinite(sample.value), "a value that is none");
  }
  return 0;
}
