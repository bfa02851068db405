#pragma once

#include "app/check/check.hpp"
#include "app/check/generate.hpp"
#include "app/check/listener.hpp"
#include "tests/transport/support.hpp"
#include "transport/runner.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace support {

using Lines = std::vector<std::string>;

/// Bytes that differ from place to place and from seed to seed.
std::string noise(std::size_t size, unsigned seed = 1);

/// The hash list of a file or folder, with chunks of that many bytes.
Lines hashes(const std::string& path, std::uint64_t chunk, std::uint64_t skip = 0);

struct Compared {
  Lines failures;
  std::uint64_t checked, skipped, errors;
};

/// Compares a file or folder with a list.
Compared compare(const std::string& path, const Lines& list, std::uint64_t chunk, std::uint64_t skip = 0);

/// Keeps what a check says: results as they are, the rest with a word in front.
class Told final : public check::Listener {
 public:
  void result(std::string_view line) override { results.emplace_back(line); }
  void error(std::string_view text) override { said.push_back("error: " + std::string(text)); }
  void warning(std::string_view text) override { said.push_back("warning: " + std::string(text)); }
  void verbose(std::string_view text) override { verboses.emplace_back(text); }
  void debug(std::string_view text) override { commands.emplace_back(text); }
  void command(std::string_view text) override { commands.emplace_back(text); }
  void output(std::string_view text) override { outputs.emplace_back(text); }
  void progress(std::string_view text) override { progresses.emplace_back(text); }

  Lines results, said, verboses, commands, outputs, progresses;
};

/// How a command of the fake runner ends.
struct Ending {
  int wait_status = 0;
  Lines out = {};
  std::string err = {};
};

inline constexpr int k_failed = 1 << 8;  ///< the wait status of exit 1

/// Runs no command but asks `act` how it ends; keeps each as one line.
class FakeRunner final : public transport::Runner {
 public:
  explicit FakeRunner(std::function<Ending(const std::string& command)> act) : act_(std::move(act)) {}

  void start(transport::Pipeline pipeline, transport::Sinks sinks, Done done) override;
  void wait_until(const std::function<bool()>& is_enough) override;
  void abandon() override { endings_.clear(); }

  Lines commands;

 private:
  std::function<Ending(const std::string&)> act_;
  std::vector<std::function<void()>> endings_;
};

}  // namespace support
