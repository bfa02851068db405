#pragma once

#include "transport/runner.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace transport {

std::ostream& operator<<(std::ostream& out, const Stage& stage);

}  // namespace transport

namespace support {

/// A folder of its own, gone at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string file(std::string_view name) const { return (path_ / name).string(); }
  /// Writes a file and returns its path.
  std::string write(std::string_view name, std::string_view text, bool executable = false) const;

 private:
  std::filesystem::path path_;
};

/// An environment variable with another value while this lives. Before the runner is made: that takes a copy.
class Variable {
 public:
  Variable(std::string name, const std::string& value);
  ~Variable();
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
  std::optional<std::string> before_;
};

/// An `ssh` first in PATH that drops its options and runs the operand as sshd would: by the login shell, with the PATH
/// of a shell that is no login shell. It appends "DESTINATION\n" to the file `log()`.
class FakeSsh {
 public:
  explicit FakeSsh(const std::string& login_shell = "sh");
  std::string log() const { return folder_.file("log"); }
  /// Commands that it runs find it, too. With FAKE_SSH_UNREACHED=HOST that one lets nobody in.
  void be_everywhere();

 private:
  TempFolder folder_;
  Variable path_;
  Variable login_shell_;
  Variable log_;
  std::optional<Variable> far_path_;
};

inline constexpr const char* k_login_shells[] = {"sh", "bash", "csh", "fish"};

std::string read_file(const std::string& path);

/// What a pipeline wrote, and how it ended.
struct Output {
  transport::Result result;
  std::string out;  ///< each line with a newline, also the last
  std::vector<std::string> err;
};

Output run(transport::Runner& runner, const transport::Pipeline& pipeline);

/// The same with a runner of its own.
Output run(const transport::Pipeline& pipeline);
Output run_local(const transport::Argv& argv);

transport::Stage here(transport::Argv argv);
transport::Stage there(transport::Argv argv, std::string_view host = "backup");
/// A stage here that runs a line of sh.
transport::Stage sh(std::string_view line);
/// A line of sh that waits until there is such a file.
std::string until_exists(const std::string& path);

/// Runs `body` in a forked process, for what a signal is to hit. The text it returns comes back through a file; of one
/// that was killed there is none.
class Forked {
 public:
  explicit Forked(const std::function<std::string()>& body);

  void signal(int number) const;
  /// Waits until nothing that it runs can go on by itself (see tests/when-idle), and lets those that have stopped
  /// themselves go on. Returns how many these were, 0 once it has ended.
  std::size_t go_on_when_idle() const;
  /// Waits for its end.
  std::string text() const;

 private:
  TempFolder folder_;
  pid_t pid_;
};

/// Waits until there is such a file, two minutes at most.
bool appears(const std::string& path);

/// What `ls /proc/self/fd` prints, on one line, in a child that gets nothing but standard descriptors and those that
/// whoever started the test leaves open to everybody, but for those `closed`. Ask before the runner is made.
std::string innocent_descriptors(const std::set<int>& closed = {});

/// One to twelve characters, all but NUL possible, those that shells treat specially often.
std::string random_word(std::mt19937& random);

}  // namespace support
