#include "app/verbs/results.hpp"

#include "app/report/status_files.hpp"
#include "app/run/whole_file.hpp"
#include "app/verbs/textfile.hpp"
#include "app/verbs/zabbix.hpp"
#include "transport/fd.hpp"

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
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

/// A dry run is none. What came second and did nothing must not look like a run, or one that hangs would stay unseen.
bool is_run(const report::RunRecord& record) {
  const auto is_of_lock = [](const run::Problem& problem) { return problem.kind == "locked"; };
  return !record.is_test && std::ranges::none_of(record.report.problems, is_of_lock);
}

void tell_monitors(const cli::Monitoring& wanted, const report::RunRecord& record, report::Console& console,
                   transport::Runner& runner) {
  if (!is_run(record)) return;
  if (!wanted.textfile_dir.empty()) {
    const std::string why = write_textfile(wanted.textfile_dir, record);
    if (!why.empty()) console.warning("--textfile: " + why);
  }
  if (!wanted.zabbix.empty()) {
    const std::string why = send_to_zabbix(wanted.zabbix, record, runner);
    if (!why.empty()) console.warning("--zabbix: " + why);
  }
}

void remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw std::system_error(errno, std::generic_category());
}

/// A directory that is missing is made, as /run is empty after a boot.
void write_status(const cli::ResultFiles& wanted, const report::RunRecord& record, report::Console& console) {
  if (wanted.status_dir.empty() || !is_run(record)) return;
  const std::string name =
      wanted.status_name.empty() ? report::status_name(record) : report::as_file_name(wanted.status_name);
  const std::string marker = wanted.status_dir + "/ERROR_" + name;
  try {
    ::mkdir(wanted.status_dir.c_str(), 0755);
    record.exit_code == 0 ? remove(marker) : run::write_whole(marker, report::failure_text(record));
    run::write_whole(wanted.status_dir + "/" + name + ".json", report::to_json(record) + "\n");
  } catch (const std::system_error& error) {
    console.warning("--status-dir: cannot write the files of " + name + " in " + wanted.status_dir + ": " +
                    error.code().message());
  }
}

}  // namespace

void leave_results(const report::RunRecord& record, const cli::Groups& groups, report::Console& console,
                   transport::Runner& runner) {
  if (const auto* const reporting = groups.find<cli::Reporting>()) write_json(*reporting, record, console);
  if (const auto* const files = groups.find<cli::ResultFiles>()) write_status(*files, record, console);
  if (const auto* const monitoring = groups.find<cli::Monitoring>())
    tell_monitors(*monitoring, record, console, runner);
}

}  // namespace app::verbs
