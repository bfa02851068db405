#include "tests/check/support.hpp"

#include "app/check/compare.hpp"

#include <random>
#include <utility>

namespace support {

std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>(random() & 0xFFU);
  return text;
}

Lines hashes(const std::string& path, std::uint64_t chunk, std::uint64_t skip) {
  const check::Target target = check::open_target(path);
  check::Hasher hasher(check::ChunkSize(1, chunk), [] {});
  Lines lines;
  generate(target, hasher, skip,
           [&](const check::ChunkHash& hash) { lines.push_back(to_text(hash, list_kind(target))); });
  return lines;
}

Compared compare(const std::string& path, const Lines& list, std::uint64_t chunk, std::uint64_t skip) {
  const check::Target target = check::open_target(path);
  check::Hasher hasher(check::ChunkSize(1, chunk), [] {});
  Compared compared;
  check::Comparer comparer(target, hasher, skip,
                           [&](std::string_view failure) { compared.failures.emplace_back(failure); });
  for (const std::string& line : list) comparer.line(line);
  const check::Tally& tally = comparer.tally();
  compared.checked = tally.checked;
  compared.skipped = tally.skipped;
  compared.errors = tally.errors;
  return compared;
}

void FakeRunner::start(transport::Pipeline pipeline, transport::Sinks sinks, Done done) {
  const transport::Argv& argv = pipeline.stages.front().argv;
  std::string command;
  for (const std::string& word : argv) command += (command.empty() ? "" : " ") + word;
  commands.push_back(command);
  endings_.emplace_back([this, command, program = argv.front(), sinks = std::move(sinks), done = std::move(done)] {
    const Ending ending = act_(command);
    for (const std::string& line : ending.out) sinks.out(line);
    transport::Result result;
    result.stages.push_back({ending.wait_status, ending.err, program, transport::Host::local()});
    done(result);
  });
}

/// All of them: none takes longer than another.
void FakeRunner::wait_until(const std::function<bool()>& /*is_enough*/) {
  for (const auto& ending : std::exchange(endings_, {})) ending();
}

}  // namespace support
