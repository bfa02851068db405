#include "app/report/console.hpp"

#include <ostream>

namespace report {

namespace {

constexpr std::string_view k_red = "\033[31m\033[1m", k_yellow = "\033[33m\033[22m", k_green = "\033[32m",
                           k_normal = "\033[22m", k_reset = "\033[0m";

}  // namespace

void Console::line(std::ostream& stream, std::string_view start, std::string_view text, std::string_view colour) {
  clear_progress();
  if (colour_) stream << colour;
  stream << start << text;
  if (colour_) stream << k_reset;
  stream << '\n' << std::flush;
}

void Console::error(std::string_view text) {
  line(err_, "! ", text, k_red);
}
void Console::warning(std::string_view text) {
  line(out_, "  NOTE: ", text, k_yellow);
}

void Console::verbose(std::string_view text) {
  if (is_verbose()) line(out_, "  ", text, k_normal);
}

void Console::title(std::string_view text) {
  verbose("");
  verbose("#### " + std::string(text));
}

void Console::debug(std::string_view text) {
  if (verbosity_ >= app::Verbosity::debug) line(out_, "# ", text, k_green);
}

void Console::command(std::string_view text) {
  line(out_, "# ", text, k_green);
}

void Console::output(std::string_view text) {
  if (verbosity_ >= app::Verbosity::debug_output) line(out_, "# ", text, k_green);
}

void Console::progress(std::string_view text) {
  if (!progress_) return;
  err_ << ">>> " << text << '\r' << std::flush;
  progress_shown_ = true;
}

void Console::clear_progress() {
  if (!progress_shown_) return;
  err_ << "\033[2K" << std::flush;
  progress_shown_ = false;
}

}  // namespace report
