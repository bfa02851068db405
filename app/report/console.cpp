#include "app/report/console.hpp"

#include <algorithm>
#include <exception>
#include <ostream>
#include <utility>

#include <syslog.h>
#include <unistd.h>

namespace report {

namespace {

constexpr std::string_view k_red = "\033[31m\033[1m", k_yellow = "\033[33m\033[22m", k_green = "\033[32m",
                           k_normal = "\033[22m", k_reset = "\033[0m";

std::string without_indent(std::string_view start) {
  start.remove_prefix(std::min(start.find_first_not_of(' '), start.size()));
  return std::string(start);
}

}  // namespace

Wording wording_of(app::Personality personality) {
  if (personality != app::Personality::zfs_auto_snapshot) return {};
  return {
      .error = "Error: ", .note = "Warning: ", .plain = "", .debug = "Debug: ", .command = "", .notes_on_stderr = true};
}

void Console::put(Line line) {
  if (keeps_) return kept_.push_back(std::move(line));
  if (first_ != nullptr) return first_->put(std::move(line));
  if (line.kind == Kind::error || line.kind == Kind::note) ++complaints_;
  if (tells_syslog_) send_to_syslog(line);
  if (log_ && !line.text.empty()) log(without_indent(line.start) + line.text);
  if ((line.kind == Kind::note || line.kind == Kind::notice) && !tells_notes_) return;
  clear_progress();
  std::string text(colour_ ? line.colour : "");
  text.append(line.start).append(line.text).append(colour_ ? k_reset : "");
  const bool is_complaint = line.kind == Kind::error || (line.kind == Kind::note && wording_.notes_on_stderr);
  (is_complaint ? err_ : out_) << text << '\n' << std::flush;
}

void Console::tell_syslog(const std::string& name) {
  syslog_name_ = name;
  ::openlog(syslog_name_.c_str(), LOG_PID, LOG_DAEMON);
  tells_syslog_ = true;
}

void Console::send_to_syslog(const Line& line) const {
  if (line.kind == Kind::command || line.text.empty()) return;
  const int priority = line.kind == Kind::error    ? LOG_ERR
                       : line.kind == Kind::note   ? LOG_WARNING
                       : line.kind == Kind::notice ? LOG_NOTICE
                                                   : LOG_INFO;
  ::syslog(priority, "%s", line.text.c_str());
}

/// The log is let go of before its failure is told: that would be a line of it, too.
void Console::log(std::string_view text) {
  if (!log_) return;
  try {
    log_(text);
  } catch (const std::exception& error) {
    log_ = nullptr;
    warning(error.what());
  }
}

void Console::come_forward() {
  if (!std::exchange(keeps_, false)) return;
  for (Line& line : std::exchange(kept_, {})) put(std::move(line));
}

void Console::error(std::string_view text) {
  put({Kind::error, wording_.error, std::string(text), k_red});
}
void Console::warning(std::string_view text) {
  put({Kind::note, wording_.note, std::string(text), k_yellow});
}

void Console::notice(std::string_view text) {
  put({Kind::notice, "", std::string(text), k_normal});
}

void Console::verbose(std::string_view text) {
  if (is_verbose()) put({Kind::verbose, wording_.plain, std::string(text), k_normal});
}

void Console::summary(std::string_view text) {
  if (is_verbose() || tells_summaries_) put({Kind::verbose, "", std::string(text), k_normal});
}

void Console::title(std::string_view text) {
  verbose("");
  verbose("#### " + std::string(text));
}

void Console::debug(std::string_view text) {
  if (verbosity_ >= app::Verbosity::debug) put({Kind::command, wording_.debug, std::string(text), k_green});
}

void Console::command(std::string_view text) {
  put({Kind::command, wording_.command, std::string(text), k_green});
}

void Console::output(std::string_view text) {
  if (verbosity_ >= app::Verbosity::debug_output) command(text);
}

void Console::progress(std::string_view text) {
  if (!progress_) return;
  if (::isatty(STDERR_FILENO) == 0) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_progress_line_) return;
    next_progress_line_ = now + k_between_lines;
    err_ << ">>> " << text << '\n' << std::flush;
    return;
  }
  err_ << ">>> " << text << "\033[K\r" << std::flush;  // and nothing of a longer one before it
  progress_shown_ = true;
}

void Console::clear_progress() {
  if (!progress_shown_) return;
  err_ << "\033[2K" << std::flush;
  progress_shown_ = false;
}

}  // namespace report
