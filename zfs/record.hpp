#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zfs {

/// Whose copy a dataset is. Each copy carries it as a user property, so that it can be told whatever both are called
/// later, and whichever hosts share a target path. It is believed only where it is set on the dataset itself: user
/// properties are inherited, and travel with streams.
struct SourceRecord {
  std::uint64_t pool = 0;     ///< guid of the root dataset of the source's pool
  std::uint64_t dataset = 0;  ///< guid of the source; 0: it was gone before anybody wrote it down
  std::string name;           ///< of the source
  bool operator==(const SourceRecord&) const = default;
};

inline constexpr std::string_view k_record_property = "zwinnow:source";

/// The value of the property: "POOL:DATASET:NAME".
std::string to_text(const SourceRecord& record);
/// None: that is no record.
std::optional<SourceRecord> parse_record(std::string_view text);

}  // namespace zfs
