#include "transport/lines.hpp"

#include <utility>

namespace transport {

namespace {

constexpr std::size_t k_tail_size = std::size_t{64} * 1024;

}  // namespace

LineSplitter::LineSplitter(std::string_view breaks, std::size_t longest, LineSink sink)
    : breaks_(breaks), longest_(longest), sink_(std::move(sink)) {}

void LineSplitter::feed(std::string_view bytes) {
  for (auto end = find_break(bytes); end != std::string_view::npos; end = find_break(bytes)) {
    const std::string_view line = bytes.substr(0, end);
    const char ending = bytes[end];
    bytes.remove_prefix(end + 1);
    const bool is_rest_of_crlf = ending == '\n' && last_ending_ == '\r' && line.empty() && partial_.empty();
    last_ending_ = ending;
    if (is_rest_of_crlf) continue;
    if (partial_.empty()) {
      sink_(line);
      continue;
    }
    const std::string whole = std::exchange(partial_, {}).append(line);
    sink_(whole);
  }
  feed_rest(bytes);
}

std::size_t LineSplitter::find_break(std::string_view bytes) const {
  // One character is looked for much faster, and a listing has ten million lines.
  return breaks_.size() == 1 ? bytes.find(breaks_.front()) : bytes.find_first_of(breaks_);
}

void LineSplitter::feed_rest(std::string_view rest) {
  partial_ += rest;
  while (longest_ != 0 && partial_.size() > longest_) {
    const std::string piece = partial_.substr(0, longest_);
    partial_.erase(0, longest_);
    sink_(piece);
  }
}

void LineSplitter::finish() {
  if (!partial_.empty()) sink_(std::exchange(partial_, {}));
}

void Tail::add(std::string_view line) {
  kept_.append(line).append("\n");
  if (kept_.size() > 2 * k_tail_size) kept_.erase(0, kept_.size() - k_tail_size);  // now and then, not for each line
}

std::string Tail::text() const {
  if (kept_.size() <= k_tail_size) return kept_;
  const std::string_view end = std::string_view(kept_).substr(kept_.size() - k_tail_size);
  const auto newline = end.find('\n');
  const bool whole_lines_fit = newline + 1 < end.size();
  return std::string(whole_lines_fit ? end.substr(newline + 1) : end);
}

}  // namespace transport
