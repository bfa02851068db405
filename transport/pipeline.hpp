#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "transport/host.hpp"

namespace transport {

using Argv = std::vector<std::string>;

/// One command on one host.
struct Stage {
  Host host;
  Argv argv;

  bool operator==(const Stage&) const = default;
};

/// Stages connected stdout to stdin, first to last: `a | b | c`. One stage is a plain command.
struct Pipeline {
  std::vector<Stage> stages;

  bool operator==(const Pipeline&) const = default;
};

/// One process to start here: a local stage, or an ssh that runs one or several neighbouring stages on its host.
struct Process {
  Argv argv;
  std::string input;           ///< fed on stdin of the first process (a long remote command goes to the remote sh this way)
  std::size_t first_stage = 0;
  std::size_t stage_count = 1;
  bool reports_stages = false;  ///< a remote half-pipeline: it says the status of each of its stages on stderr, see k_stage_report
};

/// A line on stderr of a remote half-pipeline that starts with this says how one stage ended: "<mark> INDEX STATUS", INDEX within the half-pipeline.
inline constexpr std::string_view k_stage_report = "zwinnow-stage:";

/// Extra ssh options for a host that belong to the running program alone (its private multiplexed connection). May be empty.
using PrivateSshOptions = std::function<Argv(const Host&)>;

/// The processes that run a pipeline, in order, each connected to the next. Neighbouring stages on one remote host share one ssh.
std::vector<Process> lower(const Pipeline& pipeline, const PrivateSshOptions& private_options = {});

/// The pipeline as POSIX sh text which fails when any stage fails, for the printed script: the very argv that `lower` gives, quoted.
/// One process: a simple command (a long one with a here-document). Several: a group whose every member's failure ends the script (also without -e).
std::string to_sh(const Pipeline& pipeline);

/// The pipeline on one line for people, `(a) | (b)`, as the lines CMD and CMDSKIP show it.
std::string to_line(const Pipeline& pipeline);

}  // namespace transport
