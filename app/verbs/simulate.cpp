#include "app/cli/operands.hpp"
#include "app/pages/simulated.hpp"
#include "app/report/simulation.hpp"
#include "app/run/errors.hpp"
#include "app/verbs/page_file.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/verbs.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <stdexcept>
#include <utility>

namespace app::verbs {

namespace {

constexpr std::int64_t k_year = 31'557'600, k_most_years = 1'000;

/// Midnight, on the clocks of that zone.
thinner::Time begin_of_day(thinner::Time time, const thinner::Zone& zone) {
  constexpr thinner::WallSeconds k_day_length = 86'400;
  const thinner::WallSeconds wall = zone.to_wall(time);
  return zone.to_time(wall - wall % k_day_length);
}

std::int64_t longest_of(const thinner::Schedule& schedule) {
  std::int64_t longest = 0;
  for (const thinner::Rule& rule : schedule.rules) longest = std::max(longest, rule.ttl.seconds);
  return std::min(longest, k_most_years * k_year);
}

/// When the slider of a page stops: as often as it can be moved by hand.
std::vector<thinner::Time> looks_at(const thinner::Simulation& simulation) {
  constexpr std::int64_t k_looks = 200;
  std::vector<thinner::Time> times;
  for (std::int64_t i = 1; i < k_looks; ++i)
    times.push_back(simulation.start + (simulation.end - simulation.start) * i / k_looks);
  return times;
}

class Simulate final : public cli::Verb {
 public:
  cli::Groups groups() override { return cli::Groups(output_, given_, page_); }

  void take(const std::vector<std::string>& operands) override {
    if (!operands.empty()) throw cli::UsageError("unexpected argument " + cli::quoted(operands[0]));
    if (given_.schedule.empty()) throw cli::ImpossibleRequest("which schedule? Say it by --keep, such as 10,1d1w,1w1m");
    if (given_.every.empty())
      throw cli::ImpossibleRequest("how often is a snapshot made? Say it by --every, such as 1h");
  }

  Voice voice() const override { return Voice::on_stderr; }

  int run(Session& session) override {
    report::SimulationReport report{simulation(session.now()), given_.schedule, {}, {}};
    if (given_.change_rate != 0) report.change_rate = given_.change_rate;
    const bool has_page = !page_.html.empty();
    try {
      report.result = thinner::simulate(report.of, has_page ? looks_at(report.of) : std::vector<thinner::Time>{});
    } catch (const thinner::TooMany& error) {
      throw cli::ImpossibleRequest(std::string(error.what()) + ": give a longer --every or fewer --years");
    } catch (const std::out_of_range&) {
      throw cli::ImpossibleRequest("no calendar reaches beyond the year 9999: give an earlier --start");
    }
    if (has_page) write_file("--html", page_.html, pages::to_html(report));
    if (!given_.svg.empty()) write_file("--svg", given_.svg, pages::to_svg_file(report));
    given_.json ? report::write_simulation_as_json(std::cout, report)
                : report::write_simulation(std::cout, report, output_.verbosity() != Verbosity::quiet);
    if (!std::cout.flush()) throw run::RunError("cannot print it: stdout is closed or its disk is full");
    return 0;
  }

 private:
  thinner::Simulation simulation(thinner::Time now) const {
    const thinner::Zone zone = zone_of(given_.utc);
    thinner::Simulation simulation{schedule("--keep", given_.schedule), interval(), {}, {}, zone};
    simulation.start = given_.start.empty() ? begin_of_day(now, zone) : time_of("--start", given_.start, zone);
    const std::int64_t length = given_.years != 0 ? years() * k_year : longest_of(simulation.schedule) + k_year;
    simulation.end = simulation.start + std::chrono::seconds(length);
    return simulation;
  }

  std::int64_t years() const {
    if (given_.years > static_cast<std::uint64_t>(k_most_years))
      throw cli::ImpossibleRequest("--years: more than " + std::to_string(k_most_years) + " cannot be simulated");
    return static_cast<std::int64_t>(given_.years);
  }

  std::chrono::seconds interval() const {
    const std::chrono::seconds every(ttl("--every", given_.every).seconds);
    if (every.count() == 0) throw cli::ImpossibleRequest("--every: the time between two snapshots cannot be 0");
    return every;
  }

  cli::Output output_;
  cli::Simulating given_;
  cli::Page page_;
};

}  // namespace

constexpr std::array k_told_of_simulate = {cli::Chapter::simulating, cli::Chapter::output};

constinit const cli::VerbText k_simulate{
    .name = "simulate",
    .operands = "--keep SCHEDULE --every TIME",
    .summary = "Show what a schedule leaves over the years, before it thins anything.",
    .description =
        "Makes snapshots in thought, and thins them after each by the schedule, as a job does. Tells how many are left "
        "at the end, how many there were at most, which rules keep them, and how far back they reach. The names of the "
        "snapshots tell the time of this host, so the clocks are set in spring and autumn. With "
        "--verbose each snapshot that is left is listed. No zfs command is run.",
    .failures = "",
    .examples =
        "  How far back do hourly snapshots reach with this schedule, and how many are there?\n"
        "    {} --keep 24,1d1w,1w1m,1m1y --every 1h\n"
        "  How much space do the snapshots of five minutes hold if 20 GiB change per day?\n"
        "    {} --keep 5min1d,1h1w,1d1m --every 5min --years 2 --change-rate 20G\n"
        "  A page with a slider for the time, and a picture for the documentation:\n"
        "    {} --keep 10,1d1w,1w1m,1m1y --every 1d --html /tmp/schedule.html --svg /tmp/schedule.svg\n",
    .make = cli::make_verb<Simulate>,
    .told = k_told_of_simulate};

}  // namespace app::verbs
