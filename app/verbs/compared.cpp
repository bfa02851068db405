#include "app/verbs/compared.hpp"

#include "app/match/find_pairs.hpp"
#include "app/match/sizes.hpp"
#include "app/plan/whole/make_plan.hpp"
#include "app/run/questions.hpp"

namespace app::verbs {

std::vector<match::Pair> read_pairs(run::Survey& survey, const Job& job) {
  survey.read_ahead();
  survey.read_datasets(job.selection);
  survey.read_snapshots();
  // No more is read: what a run would look at before it changes something does not matter here.
  const plan::Plan plan = plan::make_plan(survey.facts(), job.options);
  return ::match::find_pairs({survey.facts(), plan, job.options, job.selection});
}

void put_sizes(run::Shell& shell, std::vector<match::Pair>& pairs) {
  ::match::Sizes sizes(pairs);
  run::Reader reader(shell);
  run::read_properties(reader, plan::Side::source, sizes.questions(),
                       [&sizes](const zfs::PropertyRow& row) { sizes.answer(row.name, row.property, row.value); },
                       {"what was written since the common snapshots", [](const std::string&, const std::string&) {}});
  sizes.put();
}

}  // namespace app::verbs
