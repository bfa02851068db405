#pragma once

#include "app/plan/options.hpp"
#include "app/report/console.hpp"
#include "app/request.hpp"
#include "thinner/zone.hpp"
#include "transport/stages.hpp"

#include <string>

namespace report {

/// What the preamble tells besides the request.
struct Settings {
  std::string header, property, snapshot_format;
  bool same_host = false;
  bool added_exclude_received = false;
};

/// The first lines of a verbose run: which program, when, what is selected, how the source is reached and thinned.
void tell_preamble(Console& console, const app::Request& request, thinner::Time now, const Settings& settings,
                   const plan::Options& options, const thinner::Zone& zone);

/// How the target is reached and thinned, and what the streams pass through.
void tell_target(Console& console, const app::Request& request, const plan::Options& options,
                 const transport::Piping& piping);

}  // namespace report
