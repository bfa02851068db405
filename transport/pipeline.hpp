#pragma once

#include "transport/host.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace transport {

using Argv = std::vector<std::string>;

/// One command on one host.
struct Stage {
  Host host;
  Argv argv;
  /// On a remote host, and alone in its pipeline: sh text to be run before the command, ending with "; ". A text of the
  /// program's own, as nothing in it is quoted.
  std::string preface{};

  bool operator==(const Stage&) const = default;
};

/// Stages connected stdout to stdin, first to last: `a | b | c`. One stage is a plain command.
struct Pipeline {
  std::vector<Stage> stages;
  std::chrono::seconds timeout{0};  ///< it is ended when it takes longer; 0: never

  bool operator==(const Pipeline&) const = default;
};

/// One process to start here: a local stage, or an ssh that runs one or several neighbouring stages on its host.
struct Process {
  Argv argv;
  std::string input{};          ///< for stdin; a long remote command goes to the remote sh this way. Empty: /dev/null
  std::size_t first_stage = 0;  ///< index into the pipeline's stages
  std::size_t stage_count = 1;
  bool reports_stages = false;  ///< it runs several stages and says on stderr how they ended: see k_stage_report
};

/// When a stage of a remote half-pipeline failed, its sh ends with a line on stderr which starts with this and gives
/// the exit status of each of its stages, in any order: "<mark> INDEX=STATUS INDEX=STATUS". INDEX counts from 0 within
/// the half-pipeline. Nothing is said when all went well: then the exit status is 0.
inline constexpr std::string_view k_stage_report = "zwinnow-stages:";

/// Extra ssh options for a host that belong to the running program alone (its private multiplexed connection).
using PrivateSshOptions = std::function<Argv(const Host&)>;

/// The processes that run a pipeline, in order, each connected to the next. Neighbouring stages on one remote host
/// share one ssh. Throws std::invalid_argument when a stage or the pipeline is empty or a word holds a NUL byte.
std::vector<Process> lower(const Pipeline& pipeline, const PrivateSshOptions& private_options = {});

/// The pipeline as POSIX sh text which fails when any stage fails, for the printed script: the very argv that `lower`
/// gives, quoted. No newline at its end.
/// One process: a command whose exit status is the stage's; `|| :` may follow it.
/// Several: a group and a check which ends the script (also without -e) when any member failed.
std::string to_sh(const Pipeline& pipeline);

/// The pipeline on one line for people, `(a) | (b)`, as the lines CMD and CMDSKIP show it. A newline within a word is
/// shown as \n.
std::string to_line(const Pipeline& pipeline);

}  // namespace transport
