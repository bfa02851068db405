#pragma once

#include "app/cli/groups.hpp"
#include "app/plan/options.hpp"
#include "app/report/console.hpp"
#include "transport/crossing.hpp"
#include "transport/stages.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace app::verbs {

// --- Parts of jobs that send: see parts.hpp ---

/// So many datasets at a time.
std::size_t jobs_of(const cli::Stream& stream, const cli::Places& places, const cli::Pace& pace);
transport::Piping piping_of(const cli::Stream& stream, const cli::Places& places, const cli::Pace& pace);

/// Shall streams not go by ssh through this host?
bool asks_for_crossing(const cli::Stream& given);
/// How streams get from one host to the other. The addresses are those that were given.
transport::Crossing crossing_of(const cli::Stream& given, const cli::Places& places);
/// What is to be said of that, once.
std::vector<std::string> notes_on_crossing(const cli::Stream& given, const cli::Places& places);
void tell_crossing(const cli::Stream& given, const cli::Places& places, report::Console& console);
/// The same options for streams in the other direction: which host does what stays.
void turn_crossing(cli::Stream& given);

void put_sending(const cli::Sending& given, plan::Options& options);
void put_receiving(const cli::Receiving& given, plan::Options& options);

}  // namespace app::verbs
