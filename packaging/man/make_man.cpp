// Makes the manual page: make_man TEMPLATE PAGE. In the template, @OPTIONS@ on a line of its own becomes the option
// table, a paragraph for each option of `zwinnow backup`; @VERSION@ becomes the version.
#include "app/cli/options.hpp"
#include "app/verbs/verbs.hpp"
#include "app/version.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace {

using app::cli::Option;

/// Text as roff shows it unchanged. A line must not begin with a dot or a quote: that would be a request.
std::string roff(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

void write_option(std::ostream& out, const Option& option) {
  out << ".TP\n";
  if (option.letter != '\0') out << bold(std::string("-") + option.letter) << ", ";
  out << bold("--" + std::string(option.name));
  if (!option.alias.empty()) out << ", " << bold("--" + std::string(option.alias));
  if (option.takes_value()) {
    const bool optional = !option.bare.empty();
    out << (optional ? " [" : " ") << "\\fI" << roff(option.value) << "\\fR" << (optional ? "]" : "");
  }
  out << '\n' << roff(option.help) << '\n';
  if (!option.fallback.empty()) out << "Default: " << roff(option.fallback) << '\n';
}

/// The options of one verb, chapter by chapter.
void write_options(std::ostream& out, const app::cli::Front& front) {
  for (const app::cli::ChapterText& chapter : app::cli::k_chapters) {
    bool begun = false;
    for (const Option& option : app::cli::options()) {
      if (option.chapter != chapter.chapter || !option.told_under(front)) continue;
      if (!std::exchange(begun, true)) out << ".SS " << chapter.title << '\n';
      write_option(out, option);
    }
  }
}

void make_page(std::istream& in, std::ostream& out) {
  const app::cli::Verbs verbs = app::verbs::all();
  constexpr std::string_view k_version_mark = "@VERSION@";
  for (std::string line; std::getline(in, line);) {
    const auto verb = std::ranges::find_if(
        verbs, [&](const app::cli::VerbText& row) { return line == "@OPTIONS " + std::string(row.name) + "@"; });
    if (verb != verbs.end()) {
      write_options(out, {*verb, app::Personality::zwinnow});
      continue;
    }
    if (const auto at = line.find(k_version_mark); at != std::string::npos) {
      line.replace(at, k_version_mark.size(), app::k_version);
    }
    out << line << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error("usage: make_man TEMPLATE PAGE");
    std::ifstream in(argv[1]);
    std::ofstream out(argv[2]);
    make_page(in, out);
    out.close();
    if (in.bad() || !in.eof() || !out) throw std::runtime_error("cannot read the template or write the page");
  } catch (const std::exception& error) {
    std::cerr << "make_man: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
