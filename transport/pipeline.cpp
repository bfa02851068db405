#include "transport/pipeline.hpp"

#include "transport/quote.hpp"
#include "transport/remote_text.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

namespace transport {

namespace {

/// Operands longer than this go to a remote sh on its stdin. Kernels take 128 KiB, but a csh no word over 8 KiB.
constexpr std::size_t k_longest_operand = std::size_t{6} * 1024;

void check(const Pipeline& pipeline) {
  if (pipeline.stages.empty()) throw std::invalid_argument("a pipeline without a stage");
  for (const Stage& stage : pipeline.stages) {
    if (stage.argv.empty() || stage.argv.front().empty()) throw std::invalid_argument("a stage without a command");
    for (const std::string& word : stage.argv) {
      if (word.find('\0') != std::string::npos) throw std::invalid_argument("NUL in a word of " + stage.argv.front());
    }
  }
  const Crossing& crossing = pipeline.crossing;
  if (crossing.connects() && (!is_address(crossing.listener) || !is_address(crossing.sender)))
    throw std::invalid_argument("a connection without the addresses of both ends");
}

/// How many stages from `first` on run on one remote host; 1 for a local stage.
std::size_t run_length(const Pipeline& pipeline, std::size_t first) {
  const Host& host = pipeline.stages[first].host;
  std::size_t length = 1;
  if (host.is_local()) return length;
  while (first + length < pipeline.stages.size() && pipeline.stages[first + length].host == host) ++length;
  return length;
}

/// Two hosts, of which each has its stages together: how many the first one has.
std::size_t stages_of_first_host(const Pipeline& pipeline) {
  const Host& host = pipeline.stages.front().host;
  const auto other = std::ranges::find_if(pipeline.stages, [&](const Stage& stage) { return stage.host != host; });
  if (other == pipeline.stages.end() ||
      !std::all_of(other, pipeline.stages.end(), [&](const Stage& stage) { return stage.host == other->host; }))
    throw std::invalid_argument("a stream that crosses from one host to another needs two");
  return static_cast<std::size_t>(other - pipeline.stages.begin());
}

class Lowering {
 public:
  Lowering(const Pipeline& pipeline, const PrivateSshOptions& private_options)
      : pipeline_(pipeline), private_options_(private_options) {}

  std::vector<Process> through_here() const {
    std::vector<Process> processes;
    const std::size_t count = pipeline_.stages.size();
    for (std::size_t first = 0; first < count; first += processes.back().stage_count)
      processes.push_back(neighbours(first));
    return processes;
  }

  /// The half that sends, and the half that listens.
  std::vector<Process> connected() const {
    const std::size_t first = stages_of_first_host(pipeline_);
    const std::size_t all = pipeline_.stages.size();
    if (first < 2 || all - first < 2) throw std::invalid_argument("a connection without a stage before or after it");
    return {held({.stages = stages(0, first), .joint = Half::Joint::connects, .crossing = pipeline_.crossing}, 0,
                 Process::Held::connects),
            held({.stages = stages(first, all), .joint = Half::Joint::listens, .crossing = pipeline_.crossing}, first,
                 Process::Held::listens)};
  }

  /// One host runs the other's half by its own ssh. Only what holds for any user of ssh goes along: not the
  /// configuration of this one.
  Process by_far_ssh() const {
    const std::size_t first = stages_of_first_host(pipeline_);
    const std::size_t all = pipeline_.stages.size();
    const bool pushes = pipeline_.crossing.way == Crossing::Way::push;
    const Half sending{.stages = stages(0, first)};
    const Half receiving{.stages = stages(first, all), .first_index = first};
    const Half& other = pushes ? receiving : sending;
    Half own = pushes ? sending : receiving;
    own.joint = Half::Joint::far_ssh;
    own.crossing = pipeline_.crossing;
    own.far_ssh = far_ssh(other);
    own.far_index = all;
    Process process = held(own, 0, Process::Held::open);
    process.stage_count = all;
    (pushes ? process.far_stage : process.own_stage) = first;
    return process;
  }

 private:
  std::span<const Stage> stages(std::size_t first, std::size_t end) const {
    return std::span(pipeline_.stages).subspan(first, end - first);
  }

  Process neighbours(std::size_t first) const {
    const std::size_t count = run_length(pipeline_, first);
    const Stage& stage = pipeline_.stages[first];
    Process process{.argv = stage.argv, .host = stage.host, .input = stage.input};
    if (!stage.host.is_local()) {
      const Half half{.stages = stages(first, first + count)};
      std::string operand = remote_operand(half);
      const bool stdin_is_free = pipeline_.stages.size() == 1;
      if (stdin_is_free && operand.size() > k_longest_operand) {
        process.input = remote_script(stage);
        operand = remote_sh_operand();
      }
      process.argv = ssh(stage.host, std::move(operand));
    }
    process.first_stage = first;
    process.stage_count = count;
    process.reports_stages = count > 1;
    return process;
  }

  Process held(const Half& half, std::size_t first_stage, Process::Held how) const {
    const Host& host = half.stages.front().host;
    Argv argv = host.is_local() ? Argv{"sh", "-c", half_text(half, [](const Argv& words) { return sh_join(words); })}
                                : ssh(host, remote_operand(half));
    return {.argv = std::move(argv),
            .host = host,
            .first_stage = first_stage,
            .stage_count = half.stages.size(),
            .reports_stages = true,
            .held = how};
  }

  Argv ssh(const Host& host, std::string operand) const {
    Argv argv = host.ssh_argv();
    if (private_options_) {
      const Argv extra = private_options_(host);
      argv.insert(argv.end(), extra.begin(), extra.end());
    }
    argv.insert(argv.end(), {"--", host.destination(), std::move(operand)});
    return argv;
  }

  static Argv far_ssh(const Half& half) {
    Host host = Host::ssh(half.stages.front().host.destination());
    host.default_options = half.stages.front().host.default_options;
    Argv argv = host.ssh_argv();
    argv.insert(argv.end(), {"--", host.destination(), remote_operand(half)});
    return argv;
  }

  const Pipeline& pipeline_;
  const PrivateSshOptions& private_options_;
};

}  // namespace

std::vector<Process> lower(const Pipeline& pipeline, const PrivateSshOptions& private_options) {
  check(pipeline);
  const Lowering lowering(pipeline, private_options);
  if (pipeline.crossing.connects()) return lowering.connected();
  if (pipeline.crossing.by_far_ssh()) return {lowering.by_far_ssh()};
  return lowering.through_here();
}

}  // namespace transport
