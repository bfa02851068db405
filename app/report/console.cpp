#include "app/report/console.hpp"

#include <ostream>
#include <utility>

#include <unistd.h>

namespace report {

namespace {

constexpr std::string_view k_red = "\033[31m\033[1m", k_yellow = "\033[33m\033[22m", k_green = "\033[32m",
                           k_normal = "\033[22m", k_reset = "\033[0m";

}  // namespace

void Console::line(bool is_error, std::string_view start, std::string_view text, std::string_view colour) {
  std::string line(colour_ ? colour : "");
  line.append(start).append(text).append(colour_ ? k_reset : "");
  put({is_error, std::move(line)});
}

void Console::put(Line line) {
  if (keeps_) return kept_.push_back(std::move(line));
  if (first_ != nullptr) return first_->put(std::move(line));
  clear_progress();
  (line.is_error ? err_ : out_) << line.text << '\n' << std::flush;
}

void Console::come_forward() {
  if (!std::exchange(keeps_, false)) return;
  for (Line& line : std::exchange(kept_, {})) put(std::move(line));
}

void Console::error(std::string_view text) {
  line(true, "! ", text, k_red);
}
void Console::warning(std::string_view text) {
  line(false, "  NOTE: ", text, k_yellow);
}

void Console::verbose(std::string_view text) {
  if (is_verbose()) line(false, "  ", text, k_normal);
}

void Console::title(std::string_view text) {
  verbose("");
  verbose("#### " + std::string(text));
}

void Console::debug(std::string_view text) {
  if (verbosity_ >= app::Verbosity::debug) line(false, "# ", text, k_green);
}

void Console::command(std::string_view text) {
  line(false, "# ", text, k_green);
}

void Console::output(std::string_view text) {
  if (verbosity_ >= app::Verbosity::debug_output) line(false, "# ", text, k_green);
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
