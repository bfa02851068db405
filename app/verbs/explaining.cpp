#include "app/verbs/explaining.hpp"

#include "app/cli/operands.hpp"
#include "app/pages/explained.hpp"
#include "app/plan/lots.hpp"
#include "app/plan/whole/make_plan.hpp"
#include "app/report/explanation.hpp"
#include "app/report/story.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/listed.hpp"
#include "app/verbs/page_file.hpp"
#include "app/verbs/parts.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <utility>

namespace app::verbs {

namespace {

/// What the snapshots that go are called for zfs destroy, by dataset in few operands: DATASET@a,b%c. A run of snapshots
/// is never cut, so what zfs says of the parts adds up.
std::vector<std::string> operands_of(const report::ExplainedDataset& dataset) {
  constexpr std::size_t k_longest = 60'000;  // of one operand Linux takes twice that
  std::vector<std::string> operands;
  const auto& all = dataset.snapshots;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].goes()) continue;
    const std::size_t oldest = i;
    while (i + 1 < all.size() && all[i + 1].goes()) ++i;
    const std::string run = all[oldest].name + (i == oldest ? "" : "%" + all[i].name);
    if (operands.empty() || operands.back().size() > k_longest) {
      operands.push_back(dataset.name + "@" + run);
    } else {
      operands.back() += "," + run;
    }
  }
  return operands;
}

class Explainer {
 public:
  Explainer(const ThinOptions& given, Session& session)
      : given_(given),
        session_(session),
        thinned_(thinned_by(given)),
        job_(make_thin_job(given, thinned_, session.now())),
        zone_(zone_of(given.pruning.utc)),
        story_(session.console(), session.personality()) {}

  int run() {
    put_times();
    session_.prepare(job_.hosts);
    run::Shell shell(session_.runner(), story_, job_.hosts.source, job_.hosts.target);
    shell.end_listings_after(job_.timeout);
    run::Survey survey(shell, job_.options, job_.hosts, job_.series);
    read(survey);
    report::Explanation explanation = explanation_at(survey.facts(), now_);
    put_listed(read_listed(shell, survey.facts()), explanation);
    put_frees(shell, explanation);
    if (!given_.page.html.empty()) write_page(survey.facts(), explanation);
    if (!given_.reporting.json) {
      report::write_explanation(std::cout, explanation, zone_);
      if (!std::cout.flush()) throw run::RunError("cannot print it: stdout is closed or its disk is full");
    }
    session_.record().explained = std::move(explanation);
    return 0;
  }

 private:
  void put_times() {
    now_ = session_.now();
    if (!given_.explaining.at.empty()) now_ = time_of("--at", given_.explaining.at, zone_);
    if (now_ < session_.now())
      throw cli::ImpossibleRequest("--at: " + cli::quoted(given_.explaining.at) +
                                   " is over. What was destroyed since then cannot be told of: give a later time");
    session_.record().job = thinned_.series.id;
    session_.record().source_host = given_.place.ssh_source;
    session_.record().is_test = true;
  }

  /// The facts for what is to be told, which may be of later times, too: then the holds of more snapshots matter.
  void read(run::Survey& survey) {
    survey.read_ahead();
    survey.read_datasets(job_.selection);
    for (const std::string& pool : survey.facts().suspended_pools)
      session_.console().warning(report::on_suspended_pool(pool, "its snapshots are not told of"));
    survey.read_snapshots();
    if (selector::selected_of(survey.facts().selection).empty())
      note("nothing is selected: zfs list shows the datasets of imported pools");
    options_ = job_.options;
    const thinner::Time last = given_.page.html.empty() ? now_ : end_of_all();
    job_.options = options_at(last);
    survey.make_plan();
  }

  /// When the schedule has given up all that there is now.
  thinner::Time end_of_all() const {
    const thinner::Schedule& schedule = options_.keep_source.of(0);
    std::int64_t longest = schedule.young.seconds;
    for (const thinner::Rule& rule : schedule.rules) longest = std::max(longest, rule.ttl.seconds);
    return now_ + std::chrono::seconds(longest + 1);
  }

  /// At a later time no snapshot is as new as it would be: that is no sign of a wrong clock.
  plan::Options options_at(thinner::Time time) const {
    plan::Options options = options_;
    options.now = time;
    if (time != session_.now() && !options.max_destroy) options.max_destroy = {.amount = 100, .percent = true};
    return options;
  }

  report::Explanation explanation_at(const plan::Facts& facts, thinner::Time time) const {
    const plan::Options options = options_at(time);
    return report::explain(plan::make_plan(facts, options), facts, options);
  }

  static void put_listed(const std::vector<report::ListedSnapshot>& listed, report::Explanation& explanation) {
    std::map<std::string, const zfs::SizedSnapshot*, std::less<>> by_name;
    for (const report::ListedSnapshot& one : listed) by_name[one.snapshot.name] = &one.snapshot;
    for (report::ExplainedDataset& dataset : explanation.datasets) {
      for (report::ExplainedSnapshot& snapshot : dataset.snapshots) {
        const auto found = by_name.find(dataset.name + "@" + snapshot.name);
        if (found == by_name.end()) continue;  // it has vanished since
        snapshot.used = found->second->used;
        if (!snapshot.made) snapshot.made = found->second->created;
      }
    }
  }

  void put_frees(run::Shell& shell, report::Explanation& explanation) {
    std::vector<std::string> operands;
    for (const report::ExplainedDataset& dataset : explanation.datasets) {
      for (std::string& operand : operands_of(dataset)) operands.push_back(std::move(operand));
    }
    zfs::ReclaimListing listing;
    for (const auto& lot : plan::lots_of(std::move(operands))) {
      const transport::Result result = shell.run(plan::Side::source, zfs::estimate_destroys(lot),
                                                 [&](std::string_view line) { listing.line(line); });
      if (result.interrupted) throw run::Aborted();
      if (!result.ok()) note("[Source] cannot tell how much space is freed: " + result.error());
    }
    for (report::ExplainedDataset& dataset : explanation.datasets) {
      const auto found = listing.by_dataset().find(dataset.name);
      if (found != listing.by_dataset().end()) dataset.frees = found->second;
    }
  }

  void write_page(const plan::Facts& facts, const report::Explanation& first) {
    pages::Explained page{{first}, thinned_.names, given_.place.ssh_source};
    constexpr std::size_t k_most_moments = 60, k_most_verdicts = 1'000'000;
    const std::size_t most = std::min(k_most_moments, k_most_verdicts / std::max<std::size_t>(1, first.snapshots()));
    for (const thinner::Time time : pages::moments_after(first, most))
      page.moments.push_back(later(facts, first, time));
    write_file("--html", given_.page.html, pages::to_html(page, zone_));
  }

  /// Where the clock may be wrong nothing is thinned now; nobody knows what will be.
  report::Explanation later(const plan::Facts& facts, const report::Explanation& first, thinner::Time time) const {
    report::Explanation then = explanation_at(facts, time);
    for (std::size_t i = 0; i < then.datasets.size(); ++i) {
      if (first.datasets[i].waits_for_clock) then.datasets[i] = first.datasets[i];
    }
    return then;
  }

  void note(const std::string& text) {
    session_.console().warning(text);
    session_.record().report.notes.push_back(text);
  }

  const ThinOptions& given_;
  Session& session_;
  Thinned thinned_;
  Job job_;
  plan::Options options_;  // of the job, at the time of the run
  thinner::Zone zone_;
  thinner::Time now_;  // that is told of
  report::Story story_;
};

}  // namespace

int explain(const ThinOptions& given, Session& session) {
  return Explainer(given, session).run();
}

}  // namespace app::verbs
