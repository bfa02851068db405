#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zfs {

/// What `zfs send -v -P` and `zfs receive -v` say on stderr besides errors: fields behind tabs, and a few headings.
inline bool is_progress(std::string_view line) {
  return line.find('\t') != std::string_view::npos && !line.starts_with("cannot");
}

/// Reads what `zfs send -v -P` tells: "full SNAPSHOT BYTES" or "incremental BASE SNAPSHOT BYTES" announces each
/// snapshot of the stream, "HH:MM:SS BYTES SNAPSHOT" says how far it is in one of them.
class TransferProgress {
 public:
  /// Gets the bytes so far, and in all (0: unknown).
  using Tell = std::function<void(std::uint64_t bytes, std::uint64_t total)>;
  explicit TransferProgress(Tell tell) : tell_(std::move(tell)) {}

  std::function<void(std::string_view)> sink() const {
    return [progress = *this](std::string_view line) mutable { progress.read(line); };
  }

  void read(std::string_view line) {
    const std::vector<std::string_view> words = split(line);
    if (words.front() == "full" && words.size() == 3) {
      announce(words[1], words[2]);
    } else if (words.front() == "incremental" && words.size() == 4) {
      announce(words[2], words[3]);
    } else if (words.front() == "size" && words.size() == 2) {
      total_ = number(words[1]).value_or(total_);
    } else if (const auto bytes = number(words[std::min<std::size_t>(1, words.size() - 1)])) {
      const auto begin = begins_at_.find(words.back());
      if (tell_) tell_((begin == begins_at_.end() ? 0 : begin->second) + *bytes, total_);
    }
  }

  /// What was announced so far, in bytes.
  std::uint64_t total() const { return total_; }

 private:
  void announce(std::string_view snapshot, std::string_view bytes) {
    begins_at_.emplace(snapshot, total_);
    total_ += number(bytes).value_or(0);
  }

  static std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> words;
    for (auto tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
      words.push_back(line.substr(0, tab));
      line.remove_prefix(tab + 1);
    }
    words.push_back(line);
    return words;
  }

  static std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // What zfs says of some resumed streams has wrapped around.
    if (error != std::errc{} || end != text.data() + text.size() || value > k_most_bytes) return std::nullopt;
    return value;
  }

  static constexpr std::uint64_t k_most_bytes = std::uint64_t{1} << 62U;

  Tell tell_;
  std::uint64_t total_ = 0;
  std::map<std::string, std::uint64_t, std::less<>>
      begins_at_;  ///< full snapshot name -> what goes before it, in bytes
};

}  // namespace zfs
