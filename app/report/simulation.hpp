#pragma once

#include "thinner/simulation.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace report {

/// A simulation with what came of it.
struct SimulationReport {
  thinner::Simulation of;
  std::string schedule;  ///< as it was written
  thinner::Simulated result;
  std::optional<std::uint64_t> change_rate{};  ///< bytes a day
};

/// What one rule, or the rest of a schedule, keeps at one time.
struct Share {
  std::string what;
  std::size_t snapshots = 0;
  std::optional<thinner::Time> oldest{};
};

/// Of the snapshots that a look shows: those of the newest, and those of each rule.
std::vector<Share> shares_of(const SimulationReport& report, const thinner::Look& look);
/// One verdict for each snapshot of a look. The newest stays whatever the schedule says.
std::vector<thinner::Verdict> verdicts_on(const thinner::Schedule& schedule, const thinner::Look& look);

/// The space that snapshots hold beside what the dataset has, between two bounds. Every interval between two snapshots
/// changes the same amount. If all intervals overwrite the same blocks, each snapshot but the newest holds one
/// interval's: the least. If no block is overwritten twice, the snapshots hold all that was overwritten since the
/// oldest: the most.
struct Held {
  std::uint64_t least = 0, most = 0;
};
Held held_by(const SimulationReport& report, const thinner::Look& look);

/// "1.27 GiB to 5.4 GiB"
std::string text_of(const Held& held);
/// "3 days", "2.5 years"
std::string age_text(std::chrono::seconds age);

/// What is left at the end, and how many there were at most. `lists`: also each snapshot that is left.
void write_simulation(std::ostream& out, const SimulationReport& report, bool lists);
/// As one JSON object, in one line: see docs/json.md.
void write_simulation_as_json(std::ostream& out, const SimulationReport& report);

}  // namespace report
