// Makes the manual page: make_man TEMPLATE PAGE. In the template, each on a line of its own: @SYNOPSES@ becomes the
// command line of each verb, @OPTIONS backup@ a paragraph for each option of that verb, or tool, @OTHER VERBS@ a
// section with description, options and examples for each verb that the template has no words for. @VERSION@ becomes
// the version.
#include "app/cli/drop_ins.hpp"
#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "app/verbs/verbs.hpp"
#include "app/version.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using app::cli::Option;

/// Text as roff shows it unchanged. A line must not begin with a dot or a quote: that would be a request.
std::string roff(std::string_view text) {
  constexpr std::string_view k_ellipsis = "…";
  if (const auto at = text.find(k_ellipsis); at != std::string_view::npos)
    return roff(text.substr(0, at)) + "..." + roff(text.substr(at + k_ellipsis.size()));
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

void write_option(std::ostream& out, const Option& option, const app::cli::Front& front) {
  out << ".TP\n";
  if (app::cli::find_option(option.letter, front) == &option) out << bold(std::string("-") + option.letter) << ", ";
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
    for (const Option& option : app::cli::options_of(front)) {
      if (option.chapter != chapter.chapter || !option.told_under(front)) continue;
      if (!std::exchange(begun, true)) out << ".SS " << chapter.title << '\n';
      write_option(out, option, front);
    }
  }
}

void write_synopses(std::ostream& out) {
  for (const app::cli::VerbText& verb : app::verbs::all())
    out << ".B zwinnow " << verb.name << "\n.RI [ OPTIONS ]\n" << roff(verb.operands) << "\n.br\n";
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

void write_examples(std::ostream& out, const app::cli::VerbText& verb) {
  std::string examples(verb.examples);
  for (auto at = examples.find("{}"); at != std::string::npos; at = examples.find("{}", at))
    examples.replace(at, 2, "zwinnow " + std::string(verb.name));
  out << ".SS Examples\n.nf\n" << roff(examples) << ".fi\n";
}

void write_section(std::ostream& out, const app::cli::VerbText& verb) {
  out << ".SH " << upper_case(verb.name) << '\n' << roff(verb.description) << '\n';
  write_options(out, app::cli::Front(verb));
  write_examples(out, verb);
}

std::string mark_of(std::string_view command_line) {
  return "@OPTIONS " + std::string(command_line) + "@";
}

/// Each command line with a table, by the words that stand for it in the template.
std::map<std::string, app::cli::Front> command_lines() {
  const app::cli::Verbs verbs = app::verbs::all();
  std::map<std::string, app::cli::Front> fronts;
  for (const app::cli::VerbText& verb : verbs) fronts.emplace(verb.name, app::cli::Front(verb));
  for (const app::cli::DropIn* const tool : app::cli::drop_ins()) {
    for (const app::cli::Guise& guise : tool->guises) {
      if (guise.options.empty()) continue;
      app::cli::Front front(verbs, *tool, guise);
      std::string name = app::cli::command_of(front);
      fronts.emplace(std::move(name), std::move(front));
    }
  }
  return fronts;
}

std::vector<std::string> read_lines(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void make_page(std::istream& in, std::ostream& out) {
  const app::cli::Verbs verbs = app::verbs::all();
  const std::map<std::string, app::cli::Front> fronts = command_lines();
  const std::vector<std::string> lines = read_lines(in);
  constexpr std::string_view k_version_mark = "@VERSION@";
  for (std::string line : lines) {
    const auto front = std::ranges::find_if(fronts, [&](const auto& named) { return line == mark_of(named.first); });
    if (front != fronts.end()) {
      write_options(out, front->second);
    } else if (line == "@SYNOPSES@") {
      write_synopses(out);
    } else if (line == "@OTHER VERBS@") {
      for (const app::cli::VerbText& other : verbs) {
        if (std::ranges::find(lines, mark_of(other.name)) == lines.end()) write_section(out, other);
      }
    } else {
      if (const auto at = line.find(k_version_mark); at != std::string::npos)
        line.replace(at, k_version_mark.size(), app::k_version);
      out << line << '\n';
    }
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
