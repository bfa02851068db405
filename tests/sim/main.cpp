// A fake `zfs` and `zpool` that keep their pools in a file, for tests. See README.md beside this file.
#include "commands.hpp"
#include "fault.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include <fcntl.h>
#include <unistd.h>

namespace fake {
namespace {

using Command = int (*)(const Args&);

const std::map<std::string, Command, std::less<>> k_zfs = {{"list", list},
                                                           {"get", get},
                                                           {"set", set},
                                                           {"inherit", inherit},
                                                           {"create", create},
                                                           {"clone", clone},
                                                           {"rename", rename},
                                                           {"promote", promote},
                                                           {"mount", mount},
                                                           {"unmount", unmount},
                                                           {"umount", unmount},
                                                           {"share", share},
                                                           {"load-key", load_key},
                                                           {"unload-key", unload_key},
                                                           {"change-key", change_key},
                                                           {"snapshot", snapshot},
                                                           {"snap", snapshot},
                                                           {"bookmark", bookmark},
                                                           {"rollback", rollback},
                                                           {"hold", hold},
                                                           {"release", release},
                                                           {"holds", holds},
                                                           {"destroy", destroy},
                                                           {"allow", allow},
                                                           {"send", send},
                                                           {"receive", receive},
                                                           {"recv", receive},
                                                           {"fakewrite", fake_write}};

const std::map<std::string, Command, std::less<>> k_zpool = {
    {"create", pool_create}, {"destroy", pool_destroy}, {"import", pool_import}, {"export", pool_export},
    {"list", pool_list},     {"status", pool_status},   {"get", pool_get},       {"set", pool_set}};

int version(const Args&) {
  const char* const wanted = std::getenv("FAKE_ZFS_VERSION");
  const std::string number = wanted == nullptr ? "2.3.2" : wanted;
  std::printf("zfs-%s-1\nzfs-kmod-%s-1\n", number.c_str(), number.c_str());
  return 0;
}

int sync(const Args&) {
  return 0;
}

int run(const std::string& program, const Args& args) {
  if (args.empty()) usage_error("missing command");
  const std::string& name = args.front();
  if (name == "version" || name == "--version" || name == "-V") return version(args);
  if (program == "zpool" && name == "sync") return sync(args);
  const auto& commands = program == "zpool" ? k_zpool : k_zfs;
  const auto found = commands.find(name);
  if (found == commands.end()) usage_error("unrecognized command '" + name + "'");
  return found->second({args.begin() + 1, args.end()});
}

std::string command_line(const std::string& program, const Args& args) {
  std::string line = program;
  for (const auto& arg : args) line += " " + shell_quote(arg);
  return line;
}

/// The file's lines up to that offset.
std::size_t lines_before(int file, off_t end) {
  std::string text(static_cast<std::size_t>(end), '\0');
  const auto got = ::pread(file, text.data(), text.size(), 0);
  return static_cast<std::size_t>(std::count(text.begin(), text.begin() + std::max<ssize_t>(got, 0), '\n'));
}

/// One write per line: commands run at the same time share the file. Gives the line's number, 0 without a log.
std::size_t log(const std::string& host, const std::string& line) {
  const std::string path = getenv_or("FAKE_ZFS_LOG", "");
  if (path.empty()) return 0;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) throw Failure("fake_zfs: cannot write " + path);
  const std::string text = host + "\t" + line + "\n";
  if (::write(file, text.data(), text.size()) < 0) throw Failure("fake_zfs: cannot write " + path);
  const bool counted = getenv_or("FAKE_ZFS_FAULT", "").find("nth@") != std::string::npos;
  const std::size_t number = counted ? lines_before(file, ::lseek(file, 0, SEEK_CUR)) : 0;
  ::close(file);
  return number;
}

int guarded(const std::string& program, const Args& args) {
  try {
    const std::string host = getenv_or("FAKE_ZFS_HOST", "local");
    const std::string line = command_line(program, args);
    fault_before(host, line, log(host, line));
    int status = 0;
    try {
      status = run(program, args);
    } catch (const Refusal& refusal) {
      complain(refusal.what());
      status = Refusal::k_exit;
    } catch (const Failure& failure) {
      complain(failure.what());
      status = 1;
    }
    return fault_after(status);
  } catch (const Exit& exit) {
    return exit.code;
  } catch (const std::exception& error) {
    complain(error.what());
    return 1;
  }
}

}  // namespace
}  // namespace fake

int main(int argc, char** argv) {
  const std::string program = std::filesystem::path(argv[0]).filename().string();
  fake::Args args(argv + 1, argv + argc);
  if (args.size() == 2 && args[0] == "--make") {
    try {
      return fake::make(args[1]);
    } catch (const fake::Exit& exit) {
      return exit.code;
    } catch (const std::exception& error) {
      fake::complain(error.what());
      return 1;
    }
  }
  const int status = fake::guarded(program, args);
  // A big state is not worth taking apart piece by piece.
  const bool written = std::fflush(stdout) == 0;
  std::_Exit(written || status != 0 ? status : 1);
}
