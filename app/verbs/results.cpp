#include "app/verbs/results.hpp"

#include "transport/fd.hpp"

#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace app::verbs {

namespace {

/// In one piece: other runs may append to it at the same time.
void append_to_file(const std::string& path, const std::string& line, report::Console& console) {
  const transport::UniqueFd file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  const ssize_t written = !file.is_open() ? -1 : ::write(file.get(), line.data(), line.size());
  if (written == static_cast<ssize_t>(line.size())) return;
  const std::string why = written < 0 ? std::generic_category().message(errno) : "its disk is full";
  console.warning("--json-file: cannot write " + path + ": " + why);
}

void write_json(const cli::Reporting& wanted, const report::RunRecord& record, report::Console& console) {
  if (!wanted.is_asked_for()) return;
  const std::string line = report::to_json(record) + "\n";
  if (wanted.json && !(std::cout << line << std::flush))
    console.warning("cannot write the JSON object: stdout is closed or its disk is full");
  if (!wanted.json_file.empty()) append_to_file(wanted.json_file, line, console);
}

}  // namespace

void leave_results(const report::RunRecord& record, const cli::Groups& groups, report::Console& console) {
  if (const auto* const reporting = groups.find<cli::Reporting>()) write_json(*reporting, record, console);
}

}  // namespace app::verbs
