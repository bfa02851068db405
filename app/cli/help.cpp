#include "app/cli/help.hpp"

#include "app/cli/drop_ins.hpp"
#include "app/cli/options.hpp"
#include "app/version.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace app::cli {
namespace {

constexpr std::size_t k_width = 98;
constexpr std::size_t k_help_column = 34;

// --- Layout ---

/// Fills lines with words; lines after the first begin at `indent`, where `out` must already stand.
class Paragraph {
 public:
  Paragraph(std::string& out, std::size_t indent) : out_(out), indent_(indent), column_(indent) {}

  void add_text(std::string_view text) {
    while (!text.empty()) {
      const std::size_t space = text.find(' ');
      add_word(text.substr(0, space));
      text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
  }

  /// Never broken, whatever is in it.
  void add_word(std::string_view word) {
    if (!first_ && column_ + 1 + word.size() > k_width) {
      out_.append("\n").append(indent_, ' ');
      column_ = indent_;
    } else if (!first_) {
      out_ += ' ';
      ++column_;
    }
    out_ += word;
    column_ += word.size();
    first_ = false;
  }

 private:
  std::string& out_;
  std::size_t indent_, column_;
  bool first_ = true;
};

void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
  Paragraph(out, indent).add_text(text);
  out += '\n';
}

/// A letter belongs to the first of the options that have it.
std::string spelled(const Option& option, const Front& front) {
  const bool has_letter = find_option(option.letter, front) == &option;
  std::string text = has_letter ? std::string("  -") + option.letter + ", " : "      ";
  text.append("--").append(option.name);
  if (!option.alias.empty()) text.append(", --").append(option.alias);
  if (option.takes_value()) {
    text.append(option.bare.empty() ? " "
                : option.joined     ? "[="
                                    : " [")
        .append(option.value)
        .append(option.bare.empty() ? "" : "]");
  }
  return text;
}

void append_option(std::string& out, const Option& option, const Front& front) {
  std::string left = spelled(option, front);
  if (left.size() + 2 > k_help_column) {
    out += left + "\n";
    left.clear();
  }
  out += left.append(k_help_column - left.size(), ' ');
  Paragraph help(out, k_help_column);
  help.add_text(option.help);
  if (!option.fallback.empty()) help.add_word("Default: " + std::string(option.fallback));
  out += '\n';
}

void append_verb(std::string& out, std::string_view name, std::string_view summary) {
  constexpr std::size_t k_column = 12;
  std::string left = "  " + std::string(name);
  left.append(left.size() < k_column ? k_column - left.size() : 1, ' ');
  out += left.append(summary) + "\n";
}

// --- Contents ---

void append_chapter(std::string& out, const ChapterText& chapter, const Front& front) {
  const auto is_shown = [&](const Option& option) {
    return option.chapter == chapter.chapter && option.told_under(front);
  };
  if (std::ranges::none_of(options_of(front), is_shown)) return;
  out.append("\n").append(chapter.title).append(":\n");
  if (!chapter.introduction.empty()) {
    out += "  ";
    append_wrapped(out, chapter.introduction, 2);
  }
  for (const Option& option : options_of(front)) {
    if (is_shown(option)) append_option(out, option, front);
  }
}

std::string names_of_tools() {
  const DropIns tools = drop_ins();
  std::string names;
  for (const DropIn* const tool : tools)
    names.append(names.empty() ? "" : tool == tools.back() ? " or " : ", ").append(tool->name);
  return names;
}

}  // namespace

std::string header_line(Personality personality) {
  std::string own = "zwinnow " + std::string(k_version);
  const DropIn* const tool = drop_in_of(personality);
  return tool == nullptr ? own : std::string(tool->name).append(" ").append(tool->version) + " (" + own + ")";
}

std::string command_of(const Front& front) {
  if (!front.is_drop_in()) return "zwinnow " + std::string(front.text().name);
  const std::string name(front.tool()->name);
  return front.tool()->has_verbs() ? name + " " + std::string(front.guise()->word) : name;
}

std::string usage(const Front& front) {
  return "usage: " + command_of(front) + " [options] " + std::string(front.text().operands) + "\n";
}

std::string overview(const DropIn& tool, Verbs verbs) {
  std::string out = "usage: " + std::string(tool.name) + " VERB [options] ...\n\nVerbs:\n";
  for (const Guise& guise : tool.guises) {
    const std::string_view summary =
        guise.refusal.empty() ? find_verb(verbs, guise.verb)->summary : std::string_view("Not available.");
    append_verb(out, guise.word, summary);
  }
  return out + "\n" + std::string(tool.name) + " VERB --help explains a verb.\n";
}

std::string overview(Verbs verbs) {
  std::string out = "usage: zwinnow VERB [options] ...\n\n";
  append_wrapped(
      out,
      "Keeps ZFS snapshots sparse and copies them where they are safe. Mark datasets with a property once; then one "
      "command, run by cron, snapshots them, sends what the backup lacks and thins both sides by a schedule. No "
      "daemon, no state file, nothing installed on the other host.",
      0);
  out += "\nVerbs:\n";
  for (const VerbText& verb : verbs) append_verb(out, verb.name, verb.summary);
  out +=
      "\nExamples:\n"
      "  zfs set autobackup:offsite1=true tank\n"
      "      Select tank and all below it for the backup named offsite1, once, on its host.\n"
      "  zwinnow backup --test --ssh-source root@server1 offsite1 backup/server1\n"
      "      Show what a backup from server1 into backup/server1 would do. Without --test: do it.\n"
      "  zwinnow backup local1\n"
      "      Only take and thin snapshots.\n"
      "\nExit codes:\n"
      "  0       all is well\n"
      "  1..254  that many datasets failed\n"
      "  255     the run could not be done\n"
      "\n";
  append_wrapped(out,
                 "zwinnow VERB --help explains a verb, zwinnow --version prints the version. Called by the name of " +
                     names_of_tools() + " (a link), the program takes the command line of that tool.",
                 0);
  return out;
}

std::string examples(const Front& front) {
  constexpr std::string_view k_mark = "{}";
  std::string out;
  std::string_view rest = front.text().examples;
  for (auto at = rest.find(k_mark); at != std::string_view::npos; at = rest.find(k_mark)) {
    out.append(rest.substr(0, at)).append(command_of(front));
    rest.remove_prefix(at + k_mark.size());
  }
  return out.append(rest);
}

std::string exit_codes(const Front& front) {
  const DropIn* const tool = front.tool();
  if (tool == nullptr && !front.text().exit_codes.empty()) return std::string(front.text().exit_codes);
  const std::string most = std::to_string(tool == nullptr ? 254 : tool->most_failed);
  std::string out = "  0       all is well\n";
  if (!front.text().failures.empty()) out.append("  1.." + most + "  ").append(front.text().failures).append("\n");
  return out.append(tool == nullptr ? "  255     the run could not be done; the message on stderr says why\n"
                                    : tool->exit_codes);
}

std::string help_text(const Front& front) {
  std::string out = usage(front) + "\n";
  append_wrapped(out, front.text().description, 0);
  for (const ChapterText& chapter : k_chapters) append_chapter(out, chapter, front);
  return out + "\nExamples:\n" + examples(front) + "\nExit codes:\n" + exit_codes(front);
}

}  // namespace app::cli
