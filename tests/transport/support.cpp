#include "tests/transport/support.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace transport {

std::ostream& operator<<(std::ostream& out, const Stage& stage) {
  out << (stage.host.is_local() ? "here" : stage.host.destination()) << ":";
  for (const auto& word : stage.argv) out << " [" << word << "]";
  return out;
}

}  // namespace transport

namespace support {

using transport::Argv;
using transport::Host;
using transport::Pipeline;
using transport::Stage;

TempFolder::TempFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "transport-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::write(std::string_view name, std::string_view text, bool executable) const {
  std::string path = file(name);
  std::ofstream(path) << text;
  namespace fs = std::filesystem;
  fs::permissions(path, executable ? fs::perms::owner_all : fs::perms::owner_read | fs::perms::owner_write);
  return path;
}

Variable::Variable(std::string name, const std::string& value) : name_(std::move(name)) {
  if (const char* const before = std::getenv(name_.c_str())) before_ = before;
  ::setenv(name_.c_str(), value.c_str(), 1);
}

Variable::~Variable() {
  if (before_) {
    ::setenv(name_.c_str(), before_->c_str(), 1);
  } else {
    ::unsetenv(name_.c_str());
  }
}

namespace {

constexpr std::string_view k_fake_ssh = R"(#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    -F|-o) shift 2;;
    --) shift; break;;
    -*) shift;;
  esac
done
echo "$1" >> "$FAKE_SSH_LOG"
[ $# = 2 ] || { echo "not one operand: $*" >&2; exit 255; }
case $FAKE_SSH_UNREACHED in
  "$1") echo "root@$1: Permission denied (publickey)." >&2; exit 255 ;;
esac
PATH=${FAKE_SSH_PATH-/usr/bin:/bin}
export PATH
exec $FAKE_LOGIN_SHELL -c "$2"
)";

}  // namespace

FakeSsh::FakeSsh(const std::string& login_shell)
    : path_("PATH", folder_.path().string() + ":" + std::getenv("PATH")),
      login_shell_("FAKE_LOGIN_SHELL", login_shell),
      log_("FAKE_SSH_LOG", folder_.file("log")) {
  folder_.write("ssh", k_fake_ssh, true);
}

void FakeSsh::be_everywhere() {
  far_path_.emplace("FAKE_SSH_PATH", folder_.path().string() + ":/usr/bin:/bin");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Output run(transport::Runner& runner, const Pipeline& pipeline) {
  Output output;
  transport::Sinks sinks;
  sinks.out = [&](std::string_view line) { output.out.append(line).append("\n"); };
  sinks.err = [&](std::size_t stage, std::string_view line) {
    output.err.push_back(std::to_string(stage) + ": " + std::string(line));
  };
  output.result = runner.run(pipeline, sinks);
  return output;
}

Output run(const Pipeline& pipeline) {
  transport::ProcessRunner runner;
  return run(runner, pipeline);
}

Output run_local(const Argv& argv) {
  return run({{here(argv)}});
}

Stage here(Argv argv) {
  return {Host::local(), std::move(argv)};
}

Stage there(Argv argv, std::string_view host) {
  return {Host::ssh(host), std::move(argv)};
}

Stage sh(std::string_view line) {
  return here({"sh", "-c", std::string(line)});
}

std::string until_exists(const std::string& path) {
  return "until [ -e " + path + " ]; do sleep 0.05; done";
}

Forked::Forked(const std::function<std::string()>& body) : pid_(::fork()) {
  if (pid_ != 0) return;
  ::setsid();
  std::string text;
  try {
    text = body();
  } catch (const std::exception& error) {
    text = error.what();
  }
  folder_.write("result", text);
  ::_exit(0);
}

void Forked::signal(int number) const {
  ::kill(pid_, number);
}

std::size_t Forked::go_on_when_idle() const {
  const auto script = std::filesystem::path(__FILE__).parent_path().parent_path() / "when-idle";
  std::istringstream stopped(run_local({script.string(), std::to_string(pid_)}).out);
  std::size_t count = 0;
  for (pid_t pid = 0; stopped >> pid; ++count) ::kill(pid, SIGCONT);
  return count;
}

std::string Forked::text() const {
  ::waitpid(pid_, nullptr, 0);
  return read_file(folder_.file("result"));
}

bool appears(const std::string& path) {
  const auto start = std::chrono::steady_clock::now();
  while (!std::filesystem::exists(path)) {
    if (std::chrono::steady_clock::now() - start > std::chrono::minutes(2)) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

std::string innocent_descriptors(const std::set<int>& closed) {
  std::set<std::string> names = {"0", "1", "2"};
  for (int fd = 3; fd < 1024; ++fd) {
    const int flags = ::fcntl(fd, F_GETFD);
    const bool is_inherited = flags >= 0 && (flags & FD_CLOEXEC) == 0 && !closed.contains(fd);
    if (is_inherited) names.insert(std::to_string(fd));
  }
  int own = 3;
  while (names.contains(std::to_string(own))) ++own;
  names.insert(std::to_string(own));  // ls reads the folder with it
  std::string line;
  for (const auto& name : names) line += name + " ";  // ls too sorts them as text
  return line;
}

std::string random_word(std::mt19937& random) {
  constexpr std::string_view special = "'\"\\!$`%\n\t ;&|<>(){}[]*?~#^=-@:,";
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  const bool is_special = below(4) != 0;
  std::string word;
  for (std::size_t length = 1 + below(12); length > 0; --length) {
    switch (below(3)) {
      case 0:
        word += static_cast<char>('a' + below(26));
        break;
      case 1:
        word += special[below(special.size())];
        break;
      default:
        word += is_special ? static_cast<char>(1 + below(255)) : ' ';
    }
  }
  return word;
}

}  // namespace support
