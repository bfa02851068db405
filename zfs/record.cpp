#include "zfs/record.hpp"

#include <charconv>

namespace zfs {

namespace {

/// Cuts a number and the colon after it off the front; false if they are not there.
bool take_guid(std::string_view& text, std::uint64_t& guid) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + colon, guid);
  if (error != std::errc{} || end != text.data() + colon) return false;
  text.remove_prefix(colon + 1);
  return true;
}

}  // namespace

std::string to_text(const SourceRecord& record) {
  return std::to_string(record.pool) + ":" + std::to_string(record.dataset) + ":" + record.name;
}

std::optional<SourceRecord> parse_record(std::string_view text) {
  SourceRecord record;
  if (!take_guid(text, record.pool) || !take_guid(text, record.dataset)) return std::nullopt;
  if (record.pool == 0 || text.empty()) return std::nullopt;
  record.name = text;
  return record;
}

}  // namespace zfs
