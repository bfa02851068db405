#pragma once

#include "transport/crossing.hpp"
#include "transport/host.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
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
  std::string input{};  ///< for stdin, if it runs here and is the first; empty: /dev/null

  bool operator==(const Stage&) const = default;
};

/// Stages connected stdout to stdin, first to last: `a | b | c`. One stage is a plain command.
struct Pipeline {
  std::vector<Stage> stages;
  std::chrono::seconds timeout{0};  ///< it is ended when it takes longer; 0: never
  /// How the stages of one host are connected with those of the next. Where it is not through this process there are
  /// two hosts; and the stages beside a connection, one on either host, stand for its ends.
  Crossing crossing{};

  bool operator==(const Pipeline&) const = default;
};

/// One process to start here: a local stage, an ssh that runs one or several neighbouring stages on its host, or half
/// of a stream that does not go through this process.
struct Process {
  Argv argv;
  Host host{};                  ///< where its stages run, and an ssh of theirs
  std::string input{};          ///< for stdin; a long remote command goes to the remote sh this way. Empty: /dev/null
  std::size_t first_stage = 0;  ///< index into the pipeline's stages
  std::size_t stage_count = 1;
  bool reports_stages = false;  ///< it runs several stages and says on stderr how they ended: see k_stage_report

  /// What its stdin is, if it is not joined with the other processes by pipes: it goes on as long as that is open.
  enum class Held : std::uint8_t {
    no,
    open,      ///< nothing is said to it
    listens,   ///< it is told a token, and says on stdout at which port it listens: see k_listens
    connects,  ///< it is told that token and that port
  };
  Held held = Held::no;

  // --- Of one with a far ssh ---
  std::size_t own_stage = 0, far_stage = 0;  ///< the first that runs on its host, and by that ssh

  /// How many exit statuses its report holds: of its stages, and of the ssh that joins these with one another.
  std::size_t report_size() const { return stage_count + (held == Held::open ? 1 : 0); }
};

/// When a stage of a remote half-pipeline failed, its sh ends with a line on stderr which starts with this and gives
/// the exit status of each of its stages, in any order: "<mark> INDEX=STATUS INDEX=STATUS". INDEX counts from 0 within
/// the stages of the process. Nothing is said when all went well: then the exit status is 0. Of several for one INDEX
/// the worst counts.
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
/// A stream that does not go through this process needs `sh_functions` before.
std::string to_sh(const Pipeline& pipeline);

/// What the text of such streams calls; empty for streams that go through this process.
std::string_view sh_functions(const Crossing& crossing);

/// The pipeline on one line for people, `(a) | (b)`, as the lines CMD and CMDSKIP show it; `(a) tcp> (b)` for halves
/// that are connected with each other. A newline within a word is shown as \n.
std::string to_line(const Pipeline& pipeline);

}  // namespace transport
