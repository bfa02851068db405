#include "app/verbs/compared.hpp"

#include "app/match/find_pairs.hpp"
#include "app/match/sizes.hpp"
#include "app/plan/whole/make_plan.hpp"
#include "app/run/questions.hpp"
#include "zfs/parse.hpp"

#include <chrono>
#include <string>

namespace app::verbs {

namespace {

/// What has vanished since it was listed needs no answer.
const run::Reader::Gone k_needs_no_answer = [](const std::string& /*name*/, const std::string& /*said*/) {};

}  // namespace

Compared compare(run::Survey& survey, const Job& job) {
  survey.read_ahead();
  survey.read_datasets(job.selection);
  survey.read_snapshots();
  // No more is read: what a run would look at before it changes something does not matter here.
  Compared compared{plan::make_plan(survey.facts(), job.options), {}};
  compared.pairs = ::match::find_pairs({survey.facts(), compared.plan, job.options, job.selection});
  return compared;
}

void complete(run::Shell& shell, status::Observer& observer) {
  run::Reader reader(shell);
  if (const std::vector<std::string> undated = observer.undated(); !undated.empty()) {
    run::read_properties(reader, plan::Side::source, {{"creation", undated}},
                         [&observer](const zfs::PropertyRow& row) {
                           const auto seconds =
                               std::chrono::seconds{static_cast<std::int64_t>(zfs::parse_number(row.value))};
                           observer.tell_time(row.name, thinner::Time{seconds});
                         },
                         {"when snapshots were made", k_needs_no_answer});
  }
  if (const run::Questions unmeasured = observer.unmeasured(); !unmeasured.empty()) {
    run::read_properties(reader, plan::Side::source, unmeasured,
                         [&observer](const zfs::PropertyRow& row) {
                           if (row.value != "-")
                             observer.tell_written(row.name, row.property, zfs::parse_number(row.value));
                         },
                         {"what was written since the newest snapshots", k_needs_no_answer});
  }
}

void put_sizes(run::Shell& shell, std::vector<match::Pair>& pairs) {
  ::match::Sizes sizes(pairs);
  run::Reader reader(shell);
  run::read_properties(reader, plan::Side::source, sizes.questions(),
                       [&sizes](const zfs::PropertyRow& row) { sizes.answer(row.name, row.property, row.value); },
                       {"what was written since the common snapshots", k_needs_no_answer});
  sizes.put();
}

}  // namespace app::verbs
