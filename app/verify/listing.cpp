#include "app/verify/listing.hpp"

#include "app/check/names.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace verify {

namespace {

constexpr std::size_t k_hex_digits = 64;
constexpr std::size_t k_longest_record = std::size_t{1} << 20;  // far beyond what paths and symlinks can have

[[noreturn]] void refuse(std::string_view line) {
  constexpr std::size_t k_shown = 200;
  throw ListingError("unexpected line in its listing: " + check::in_quotes(line.substr(0, k_shown)));
}

/// Cuts off what is before `separator`, which must be there.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) refuse(text);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at + 1);
  return part;
}

template <class Number>
Number number(std::string_view text, int base = 10) {
  Number value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc() || stop != end) refuse(text);
  return value;
}

Digest digest(std::string_view hex) {
  Digest bytes{};
  if (hex.size() != k_hex_digits) refuse(hex);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = number<std::uint8_t>(hex.substr(2 * i, 2), 16);
  return bytes;
}

/// A name in a line of sha256sum that begins with a backslash.
std::string unescape(std::string_view name) {
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\') {
      plain += name[i];
      continue;
    }
    const char next = ++i < name.size() ? name[i] : '\0';
    if (next == 'n')
      plain += '\n';
    else if (next == 'r')
      plain += '\r';
    else if (next == '\\')
      plain += '\\';
    else
      refuse(name);
  }
  return plain;
}

/// How many names, each ending in NUL, a record has; 0: it has none and is a line of sha256sum.
std::ptrdiff_t names_in(std::string_view record) {
  if (record.starts_with('m')) return 3;  // the attributes count as one
  return record.starts_with('h') ? 2 : 0;
}

}  // namespace

void TreeListing::line(std::string_view line) {
  if (complete_) refuse(line);
  if (pending_.empty() && line == "end") {
    complete_ = true;
    return;
  }
  if (!pending_.empty()) {
    pending_.append("\n").append(line);
    if (pending_.size() > k_longest_record) refuse(pending_);
    line = pending_;
  }
  const std::ptrdiff_t wanted = names_in(line);
  const std::ptrdiff_t there = wanted == 0 ? 0 : std::ranges::count(line, '\0');
  if (there > wanted || (there == wanted && wanted > 0 && line.back() != '\0')) refuse(line);
  if (there < wanted) {
    if (pending_.empty()) pending_ = line;
    return;
  }
  line.starts_with('m') ? take_entry(line) : take_hash(line);
  pending_.clear();
}

void TreeListing::take_entry(std::string_view record) {
  record.remove_prefix(1);
  std::string_view attributes = take_until(record, '\0');
  Entry entry;
  const std::string_view type = take_until(attributes, ' ');
  if (type.size() != 1) refuse(type);
  entry.type = type.front();
  entry.mode = number<std::uint32_t>(take_until(attributes, ' '), 8);
  entry.owner = number<std::uint64_t>(take_until(attributes, ' '));
  entry.group = number<std::uint64_t>(take_until(attributes, ' '));
  entry.size = number<std::uint64_t>(attributes);
  const std::string path(take_until(record, '\0'));
  entry.link = take_until(record, '\0');
  if (path.empty()) refuse(path);
  on_entry_(path, std::move(entry));
}

void TreeListing::take_hash(std::string_view record) {
  if (record.starts_with('h')) {
    record.remove_prefix(1);
    const Digest found = digest(take_until(record, '\0'));
    return on_hash_(std::string(take_until(record, '\0')), found);
  }
  const bool escaped = record.starts_with('\\');
  if (escaped) record.remove_prefix(1);
  if (record.size() < k_hex_digits + 2) refuse(record);
  const Digest found = digest(record.substr(0, k_hex_digits));
  record.remove_prefix(k_hex_digits);
  if (!record.starts_with("  ") && !record.starts_with(" *")) refuse(record);
  record.remove_prefix(2);
  on_hash_(escaped ? unescape(record) : std::string(record), found);
}

void VolumeListing::line(std::string_view line) {
  const std::string_view whole = line;
  if (complete_) refuse(whole);
  if (line == "end") {
    complete_ = true;
    return;
  }
  const std::string_view kind = take_until(line, ' ');
  if (kind == "size") return on_size_(number<std::uint64_t>(line));
  if (kind != "chunk") refuse(whole);
  const auto chunk = number<std::uint64_t>(take_until(line, ' '));
  on_chunk_(chunk, line == "failed" ? std::nullopt : std::optional(digest(line)));
}

}  // namespace verify
