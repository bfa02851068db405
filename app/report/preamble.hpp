#pragma once

#include "app/report/console.hpp"
#include "thinner/schedule.hpp"
#include "thinner/thin.hpp"
#include "thinner/zone.hpp"
#include "transport/crossing.hpp"
#include "transport/stages.hpp"

#include <optional>
#include <string>
#include <vector>

namespace report {

/// How one side is reached and thinned.
struct SideSettings {
  std::string ssh, ssh_config;                ///< empty: local, none
  std::optional<thinner::Schedule> schedule;  ///< nothing: it is not thinned
};

/// What is told before anything is looked at.
struct Preamble {
  std::string header;
  std::vector<std::string> notes;  ///< on the command line
  bool leaves_out_target_path = false;
  bool added_exclude_received = false;
  bool is_test = false;
  bool utc = false;
  std::string property;  ///< that selects; empty: it is `datasets` that do
  std::string datasets{};
  std::string snapshot_format;
  std::string hold_tag;  ///< empty: no holds
  SideSettings source;
};

/// The first lines of a verbose run: which program, when, what is selected, how the source is reached and thinned.
void tell_preamble(Console& console, const Preamble& preamble, thinner::Time now, const thinner::Zone& zone);

struct TargetSettings {
  SideSettings side;
  std::string path;
  transport::Piping piping;
  transport::Crossing crossing;
  std::string rate;                                 ///< of the whole run
  std::vector<std::string> send_pipes, recv_pipes;  ///< as given
  bool says_why_plain = false;  ///< when streams go without compressor and buffer that were asked for
};

/// How the target is reached and thinned, and what the streams pass through.
void tell_target(Console& console, const TargetSettings& target);

}  // namespace report
