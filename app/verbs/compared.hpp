#pragma once

#include "app/match/pair.hpp"
#include "app/run/shell.hpp"
#include "app/run/survey.hpp"
#include "app/verbs/job.hpp"

#include <vector>

namespace app::verbs {

/// Reads both sides of a job that only looks (see make_match_job), and makes pairs of them. Throws run::RunError.
std::vector<match::Pair> read_pairs(run::Survey& survey, const Job& job);

/// Asks how much there is to send.
void put_sizes(run::Shell& shell, std::vector<match::Pair>& pairs);

}  // namespace app::verbs
