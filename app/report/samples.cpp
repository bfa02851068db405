#include "app/report/samples.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace report {

namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

/// Takes one line apart.
class SampleReader {
 public:
  explicit SampleReader(std::string_view line) : rest_(line) {}

  std::optional<Sample> read() {
    Sample sample;
    sample.name = take_name();
    if (sample.name.empty() || (take('{') && !take_labels(sample.labels)) || !take(' ')) return std::nullopt;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), sample.value);
    const bool is_whole = error == std::errc{} && end == rest_.data() + rest_.size() && std::isfinite(sample.value);
    return is_whole ? std::optional(std::move(sample)) : std::nullopt;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string take_name() {
    std::size_t length = 0;
    while (length < rest_.size() && is_name_character(rest_[length])) ++length;
    std::string name(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return name;
  }

  bool take_labels(Sample::Labels& labels) {
    do {
      std::string name = take_name();
      if (name.empty() || !take('=') || !take('"')) return false;
      std::optional<std::string> value = take_text();
      if (!value) return false;
      labels.insert_or_assign(std::move(name), *std::move(value));
    } while (take(','));
    return take('}');
  }

  std::optional<std::string> take_text() {
    std::string text;
    while (!rest_.empty()) {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return text;
      if (c == '\\') {
        if (rest_.empty()) break;
        c = rest_.front() == 'n' ? '\n' : rest_.front();
        rest_.remove_prefix(1);
      }
      text += c;
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

}  // namespace

std::vector<Sample> read_samples(std::string_view text) {
  std::vector<Sample> samples;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (auto sample = SampleReader(line).read()) samples.push_back(*std::move(sample));
  }
  return samples;
}

}  // namespace report
