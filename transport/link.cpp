#include "transport/link.hpp"

#include <utility>

namespace transport {

namespace {

/// Its defaults are those that users of --rate alone know: 128 KiB blocks, 16 MiB of memory.
Argv mbuffer(const Piping& piping, const std::string& rate) {
  Argv argv{"mbuffer", "-q", "-s" + (piping.chunk.empty() ? "128k" : piping.chunk),
            "-m" + (piping.buffer.empty() ? "16M" : piping.buffer)};
  if (!rate.empty()) argv.push_back("-R" + rate);
  return argv;
}

bool is_sized(const Piping& piping) {
  return !piping.buffer.empty() || !piping.chunk.empty();
}

}  // namespace

Link::Link(Host from, Host to, Piping piping, Crossing crossing)
    : from_(std::move(from)), to_(std::move(to)), piping_(std::move(piping)), crossing_(std::move(crossing)) {
  const bool is_far = !from_.is_local() && !to_.is_local();
  if (from_ == to_ || (crossing_.by_far_ssh() && !is_far)) crossing_ = {};
}

/// What stands for it among the stages: its own program, or that which the host has.
Argv Link::end_of_connection(const std::string& rate) const {
  return crossing_.way == Crossing::Way::mbuffer ? mbuffer(piping_, rate) : Argv{"tcp"};
}

std::vector<Argv> Link::sending() const {
  std::vector<Argv> programs = piping_.send_filters;
  if (!piping_.compress.empty()) programs.push_back(piping_.compress);
  const bool buffers = is_sized(piping_) || !piping_.rate.empty();
  if (buffers && crossing_.way != Crossing::Way::mbuffer) programs.push_back(mbuffer(piping_, piping_.rate));
  if (crossing_.connects()) programs.push_back(end_of_connection(piping_.rate));
  return programs;
}

std::vector<Argv> Link::receiving() const {
  std::vector<Argv> programs;
  if (crossing_.connects()) programs.push_back(end_of_connection(""));
  if (!piping_.decompress.empty()) programs.push_back(piping_.decompress);
  programs.insert(programs.end(), piping_.receive_filters.begin(), piping_.receive_filters.end());
  const bool something_between = !from_.is_local() || !to_.is_local() || !piping_.compress.empty() ||
                                 !piping_.send_filters.empty() || !piping_.receive_filters.empty();
  const bool buffers_already = crossing_.way == Crossing::Way::mbuffer;
  if (is_sized(piping_) && something_between && !buffers_already) programs.push_back(mbuffer(piping_, ""));
  return programs;
}

Pipeline Link::carry(Argv producer, Argv consumer) const {
  Pipeline pipeline{.stages = {{from_, std::move(producer)}}, .crossing = crossing_};
  for (Argv& program : sending()) pipeline.stages.push_back({from_, std::move(program)});
  for (Argv& program : receiving()) pipeline.stages.push_back({to_, std::move(program)});
  pipeline.stages.push_back({to_, std::move(consumer)});
  return pipeline;
}

}  // namespace transport
