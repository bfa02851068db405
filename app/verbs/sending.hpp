#pragma once

#include "app/cli/groups.hpp"
#include "app/plan/options.hpp"
#include "transport/stages.hpp"

#include <cstddef>

namespace app::verbs {

// --- Parts of jobs that send: see parts.hpp ---

/// So many datasets at a time.
std::size_t jobs_of(const cli::Stream& stream, const cli::Places& places, const cli::Pace& pace);
transport::Piping piping_of(const cli::Stream& stream, const cli::Places& places, const cli::Pace& pace);

void put_sending(const cli::Sending& given, plan::Options& options);
void put_receiving(const cli::Receiving& given, plan::Options& options);

}  // namespace app::verbs
