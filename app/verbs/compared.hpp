#pragma once

#include "app/match/pair.hpp"
#include "app/plan/plan.hpp"
#include "app/run/shell.hpp"
#include "app/run/survey.hpp"
#include "app/status/observer.hpp"
#include "app/verbs/job.hpp"

#include <vector>

namespace app::verbs {

/// What both sides of a job that only looks are to each other; the plan points into the facts of the survey.
struct Compared {
  plan::Plan plan;
  std::vector<match::Pair> pairs;
};

/// Reads both sides of such a job (see make_match_job). Throws run::RunError.
Compared compare(run::Survey& survey, const Job& job);

/// Asks what the listings do not tell of how far copies are behind. Throws run::RunError.
void complete(run::Shell& shell, status::Observer& observer);

/// Asks how much there is to send.
void put_sizes(run::Shell& shell, std::vector<match::Pair>& pairs);

}  // namespace app::verbs
