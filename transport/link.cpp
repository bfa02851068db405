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

Link::Link(Host from, Host to, Piping piping)
    : from_(std::move(from)), to_(std::move(to)), piping_(std::move(piping)) {}

std::vector<Argv> Link::sending() const {
  std::vector<Argv> programs = piping_.send_filters;
  if (!piping_.compress.empty()) programs.push_back(piping_.compress);
  if (is_sized(piping_) || !piping_.rate.empty()) programs.push_back(mbuffer(piping_, piping_.rate));
  return programs;
}

std::vector<Argv> Link::receiving() const {
  std::vector<Argv> programs;
  if (!piping_.decompress.empty()) programs.push_back(piping_.decompress);
  programs.insert(programs.end(), piping_.receive_filters.begin(), piping_.receive_filters.end());
  const bool something_between = !from_.is_local() || !to_.is_local() || !piping_.compress.empty() ||
                                 !piping_.send_filters.empty() || !piping_.receive_filters.empty();
  if (is_sized(piping_) && something_between) programs.push_back(mbuffer(piping_, ""));
  return programs;
}

Pipeline Link::carry(Argv producer, Argv consumer) const {
  Pipeline pipeline{{{from_, std::move(producer)}}};
  for (Argv& program : sending()) pipeline.stages.push_back({from_, std::move(program)});
  for (Argv& program : receiving()) pipeline.stages.push_back({to_, std::move(program)});
  pipeline.stages.push_back({to_, std::move(consumer)});
  return pipeline;
}

}  // namespace transport
