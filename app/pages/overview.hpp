#pragma once

#include "app/match/pair.hpp"
#include "app/report/last_run.hpp"
#include "app/report/run_json.hpp"
#include "thinner/thin.hpp"
#include "thinner/zone.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pages {

/// A dataset and its copy, with what is known of both. What is not known is absent.
struct ReportedPair {
  match::Pair pair;
  std::optional<thinner::Time>
      newest_at{};  ///< when the newest common snapshot was made, or without a target the newest
  std::optional<std::chrono::seconds> lag{};  ///< how long the copy has lacked something, at most
  std::optional<std::uint64_t> source_bytes{}, copy_bytes{};
  std::optional<std::uint64_t> changed_a_day{};
};

/// What brings a tree back.
struct RestoreCommand {
  std::string command;
  std::optional<std::uint64_t> bytes;  ///< to be sent
};

/// A backup, or what the status folder tells of all of them.
struct Overview {
  std::string name, target;              ///< empty: all backups; snapshots only
  std::string source_host, target_host;  ///< empty: this host
  thinner::Time now;
  std::vector<ReportedPair> pairs{};
  std::optional<std::uint64_t> target_free{};                     ///< bytes
  std::vector<std::string> source_schedule{}, target_schedule{};  ///< sentences
  std::vector<report::LastRun> runs{};
  std::vector<std::string> unread{};  ///< status files that cannot be read, each with the reason
  std::optional<std::vector<report::HeldSnapshot>> holds{};
  std::vector<RestoreCommand> restores{};
};

/// The page of it.
std::string to_html(const Overview& overview, const thinner::Zone& zone);

}  // namespace pages
