#pragma once

#include "app/cli/groups.hpp"
#include "app/manner.hpp"
#include "app/plan/options.hpp"
#include "app/report/run_json.hpp"
#include "app/run/room.hpp"
#include "selector/mapping.hpp"
#include "selector/name_pattern.hpp"
#include "selector/selection.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "thinner/zone.hpp"
#include "transport/host.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app::verbs {

// --- Parts of jobs, parsed from what was typed; each throws std::invalid_argument that says what is wrong with it ---

Mode mode_of(const cli::Trying& trying, const cli::Planning& planning);
Voice voice_of(Mode mode, const cli::Reporting& reporting);
/// Throws cli::ImpossibleRequest when two things want it.
void check_stdout(Mode mode, const cli::Reporting& reporting);

transport::Host source_of(const cli::Places& places);

plan::Hosts hosts_of(const cli::Places& places);
plan::Hosts hosts_of(const cli::OnePlace& place);

/// What a run on a backup tells of itself, whatever comes of it.
void introduce(report::RunRecord& record, const cli::Operands& operands, const cli::Places& places, bool is_test);

/// The user property that selects the datasets of a backup.
std::string property_of(const std::string& format, const std::string& backup_name);

/// The plain tag of our holds.
std::string hold_tag_of(const std::string& format, const std::string& backup_name);

/// What no two runs may do at a time.
std::string lock_name_of(const std::string& property, const cli::Places& places, const std::string& target_path);

/// A command of the user's, given as one text with that option.
std::vector<std::string> command(const std::string& option, const std::string& text);
/// User's commands, each one text. `option` is the one that they were given with.
std::vector<std::vector<std::string>> commands(const std::string& option, const std::vector<std::string>& texts);

/// That of this host, unless names are in UTC.
thinner::Zone zone_of(bool utc);
void put_hooks(const cli::Snapshots& given, plan::Options& options);
/// --max-destroy; empty: no limit.
void put_brake(const std::string& given, plan::Options& options);
/// --min-free; empty: nothing.
std::optional<run::MinFree> min_free_of(const std::string& given);
/// The time span given with that option; "0": none.
std::chrono::seconds time_or_none(const std::string& option, const std::string& given);
/// Of a listing; 0: none.
std::chrono::seconds timeout_of(const std::string& given);

/// So many datasets at a time where nobody says: one for each core, as more only wait for each other; and no more than
/// 4, as more wait for the disks.
std::size_t default_jobs(unsigned cores);
std::size_t default_jobs();

/// A time as people write it, such as "2026-03-01 12:00".
thinner::Time time_of(const std::string& option, const std::string& text, const thinner::Zone& zone);

/// The schedule given with that option.
thinner::Schedule schedule(const std::string& option, const std::string& text);

/// Throws cli::ImpossibleRequest when two things name the snapshots.
void check_kind(const cli::Labelling& given);
selector::ByRoots roots_of(const cli::Choosing& given);
/// For people.
std::string in_words(const cli::Choosing& given);

/// Regular expressions. `option` is the one that they were given with.
std::vector<selector::NamePattern> patterns_of(const std::string& option, const std::vector<std::string>& texts);

/// The time span given with that option, such as 30d.
thinner::Span ttl(const std::string& option, const std::string& text);

/// Each below the target path under its own name without its first `strip` components; nowhere without such a path.
selector::Mapping mapping_of(const std::string& target_path, std::uint32_t strip);

/// On one host what lies below the target is left out.
selector::SelectionRules rules_of(const cli::Selecting& selecting, const cli::Places& places,
                                  const std::string& target_path);

}  // namespace app::verbs
