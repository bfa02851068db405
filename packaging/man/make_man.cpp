// Makes the manual pages: make_man FOLDER PAGES. The folder has the overview, zwinnow.8.in, and prose/NAME.roff for
// verbs and tools that need more words than their help. Pages of verbs are zwinnow-VERB.8, and those of the tools whose
// names the program takes zwinnow-TOOL.8: the tools' own pages may be installed beside them. In the overview, each on a
// line of its own: @SYNOPSES@ becomes the command line of each verb, @VERBS@ what each does, @PAGES@ the other pages.
// @VERSION@ becomes the version.
#include "app/cli/drop_ins.hpp"
#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "app/verbs/verbs.hpp"
#include "app/version.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
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
    out << (option.joined ? "[="
            : optional    ? " ["
                          : " ")
        << "\\fI" << roff(option.value) << "\\fR" << (optional ? "]" : "");
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

std::string upper_case(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

/// A page that is being written. Its file is looked at by close().
class Page {
 public:
  Page(const fs::path& folder, std::string name) : name_(std::move(name)), file_(folder / (name_ + ".8")) {
    file_ << ".\\\" Made from the option table.\n.TH " << roff(upper_case(name_)) << " 8 \"\" \"zwinnow "
          << app::k_version << "\" \"System Manager's Manual\"\n";
  }

  std::ostream& out() { return file_; }
  void begin(std::string_view section) { file_ << ".SH " << section << '\n'; }

  void close() {
    file_.close();
    if (!file_) throw std::runtime_error("cannot write the page " + name_);
  }

 private:
  std::string name_;
  std::ofstream file_;
};

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return text;
}

/// The same lines in a font of one width, as they are.
void write_lines(std::ostream& out, std::string_view lines) {
  out << ".nf\n";
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    out << roff(lines.substr(0, end)) << '\n';
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  out << ".fi\n";
}

void write_synopsis(std::ostream& out, const app::cli::Front& front) {
  out << bold(app::cli::command_of(front)) << "\n.RI [ OPTIONS ]\n" << roff(front.text().operands) << '\n';
}

/// What `--help` says of it, and its prose.
class PagesOfCommands {
 public:
  PagesOfCommands(fs::path prose, fs::path pages) : prose_(std::move(prose)), pages_(std::move(pages)) {}

  void write(const app::cli::VerbText& verb) {
    const app::cli::Front front(verb);
    Page page(pages_, "zwinnow-" + std::string(verb.name));
    write_name(page, "zwinnow-" + std::string(verb.name), verb.summary);
    page.begin("SYNOPSIS");
    write_synopsis(page.out(), front);
    write_description(page, verb.name, verb.description);
    page.begin("OPTIONS");
    write_options(page.out(), front);
    write_end(page, front);
  }

  void write(const app::cli::DropIn& tool) {
    const std::string name(tool.name);
    Page page(pages_, "zwinnow-" + name);
    write_name(page, name, "zwinnow under the name of " + name);
    const std::vector<app::cli::Front> fronts = fronts_of(tool);
    page.begin("SYNOPSIS");
    for (const app::cli::Front& front : fronts) {
      if (&front != &fronts.front()) page.out() << ".br\n";
      write_synopsis(page.out(), front);
    }
    write_description(page, name, fronts.front().text().description);
    write_options_of_verbs(page, fronts);
    write_end(page, fronts.front());
  }

  /// A text that no page has would be lost.
  void check_prose() const {
    for (const fs::directory_entry& entry : fs::directory_iterator(prose_)) {
      if (!used_.contains(entry.path().stem().string()))
        throw std::runtime_error(entry.path().string() + ": there is no such verb or tool");
    }
  }

 private:
  static void write_name(Page& page, const std::string& name, std::string_view summary) {
    page.begin("NAME");
    page.out() << roff(name) << " \\- " << roff(summary) << '\n';
  }

  void write_description(Page& page, std::string_view name, std::string_view description) {
    page.begin("DESCRIPTION");
    const fs::path prose = prose_ / (std::string(name) + ".roff");
    if (fs::exists(prose)) {
      used_.insert(std::string(name));
      page.out() << read(prose);
    } else {
      page.out() << roff(description) << '\n';
    }
  }

  /// Those that are done.
  static std::vector<app::cli::Front> fronts_of(const app::cli::DropIn& tool) {
    std::vector<app::cli::Front> fronts;
    for (const app::cli::Guise& guise : tool.guises) {
      if (guise.refusal.empty()) fronts.emplace_back(app::verbs::all(), tool, guise);
    }
    return fronts;
  }

  /// Verbs with one table are told together.
  static void write_options_of_verbs(Page& page, const std::vector<app::cli::Front>& fronts) {
    std::set<const Option*> told;
    for (const app::cli::Front& front : fronts) {
      const Option* const table = app::cli::options_of(front).data();
      if (!told.insert(table).second) continue;
      std::string commands;
      for (const app::cli::Front& other : fronts) {
        if (app::cli::options_of(other).data() == table)
          commands += (commands.empty() ? "" : ", ") + app::cli::command_of(other);
      }
      page.begin(fronts.size() == 1 ? "OPTIONS" : "\"OPTIONS OF " + roff(upper_case(commands)) + "\"");
      write_options(page.out(), front);
    }
  }

  static void write_end(Page& page, const app::cli::Front& front) {
    page.begin("\"EXIT STATUS\"");
    write_lines(page.out(), app::cli::exit_codes(front));
    if (!front.text().examples.empty()) {
      page.begin("EXAMPLES");
      write_lines(page.out(), app::cli::examples(front));
    }
    page.begin("\"SEE ALSO\"");
    page.out() << ".BR zwinnow (8)\n";
    page.close();
  }

  fs::path prose_, pages_;
  std::set<std::string> used_;
};

void write_verbs(std::ostream& out) {
  for (const app::cli::VerbText& verb : app::verbs::all())
    out << ".TP\n" << bold("zwinnow " + std::string(verb.name)) << '\n' << roff(verb.summary) << '\n';
}

void write_synopses(std::ostream& out) {
  for (const app::cli::VerbText& verb : app::verbs::all()) {
    write_synopsis(out, app::cli::Front(verb));
    out << ".br\n";
  }
}

void write_pages(std::ostream& out) {
  for (const app::cli::VerbText& verb : app::verbs::all())
    out << ".BR " << roff("zwinnow-" + std::string(verb.name)) << " (8),\n";
  for (const app::cli::DropIn* const tool : app::cli::drop_ins())
    out << ".BR " << roff("zwinnow-" + std::string(tool->name)) << " (8),\n";
}

void write_overview(const fs::path& from, const fs::path& pages) {
  constexpr std::string_view k_version_mark = "@VERSION@";
  std::ifstream in(from);
  std::ofstream out(pages / "zwinnow.8");
  for (std::string line; std::getline(in, line);) {
    if (line == "@SYNOPSES@") {
      write_synopses(out);
    } else if (line == "@VERBS@") {
      write_verbs(out);
    } else if (line == "@PAGES@") {
      write_pages(out);
    } else {
      if (const auto at = line.find(k_version_mark); at != std::string::npos)
        line.replace(at, k_version_mark.size(), app::k_version);
      out << line << '\n';
    }
  }
  out.close();
  if (in.bad() || !in.eof() || !out) throw std::runtime_error("cannot read the overview or write its page");
}

void make_pages(const fs::path& from, const fs::path& pages) {
  fs::remove_all(pages);
  fs::create_directories(pages);
  write_overview(from / "zwinnow.8.in", pages);
  PagesOfCommands commands(from / "prose", pages);
  for (const app::cli::VerbText& verb : app::verbs::all()) commands.write(verb);
  for (const app::cli::DropIn* const tool : app::cli::drop_ins()) commands.write(*tool);
  commands.check_prose();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error("usage: make_man FOLDER PAGES");
    make_pages(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::cerr << "make_man: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
