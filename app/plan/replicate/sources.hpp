#pragma once

#include "app/plan/plan.hpp"
#include "zfs/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plan {

/// What became of the source of a target dataset that no dataset of this run is received as.
enum class Whereabouts : std::uint8_t {
  not_ours,   ///< it is of another source, or of a pool that is not imported; or it only looks missing
  moved,      ///< it was ours, and somebody has given it another name
  lives_on,   ///< under another name; or what has its snapshots now has no copy of its own yet
  missing,    ///< gone or deselected, and that is sure
  no_record,  ///< by its name it would be missing, and nothing shows that it is ours
};

/// Answers that by the records of the copies, never by their names; these only say what may be adopted.
class Sources {
 public:
  /// All of them must outlive this.
  Sources(const Facts& facts, const Options& options, const std::vector<DatasetPlan>& handled);

  Whereabouts whereabouts_of(const zfs::Dataset& copy) const;
  /// What an adopted copy records: its source by name. None: its name does not tell, as --strip-path hides the pool.
  std::optional<zfs::SourceRecord> by_name(std::string_view copy) const;

 private:
  Whereabouts by_record(const zfs::Dataset& copy) const;
  bool looks_missing(std::string_view copy) const;
  bool is_needed(const zfs::Dataset& copy) const;
  const selector::Decision* find(std::string_view copy) const;

  const Facts& facts_;
  const Options& options_;
  std::unordered_map<std::string_view, std::uint64_t> pools_;  // the guids of their root datasets
  std::unordered_map<std::uint64_t, const selector::Decision*> by_guid_;
  std::unordered_map<std::string_view, const selector::Decision*> by_part_;  // of the name that both have
  std::unordered_set<std::uint64_t> uncopied_;  // snapshots of those whose own copy has none of them
};

}  // namespace plan
