#include "app/cli/parse.hpp"

#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "app/cli/tokens.hpp"
#include "app/cli/values.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>

namespace app::cli {
namespace {

constexpr int k_not_run = 255;
constexpr int k_usage_of_drop_ins = 2;

/// A command line that can be read but asks for something that cannot be.
class RequestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// --- Options to request ---

/// Puts options into a request one by one; `done` settles those that act together.
class Draft {
 public:
  explicit Draft(Front front) {
    request_.personality = front.personality;
    request_.verb = front.verb;
  }

  void take(const Given& given) {
    std::visit([&](const auto& target) { fill(target, *given.option, given.value); }, given.option->fills);
  }

  Request done(const Environment& environment) && {
    request_.progress = progress_ || (environment.stderr_is_tty && !no_progress_);
    if (allow_empty_) request_.min_change = 0;
    if (plan_) {
      request_.mode = *plan_;
    } else if (test_) {
      request_.mode = Mode::test;
      speak(Verbosity::verbose);
    }
    return std::move(request_);
  }

 private:
  void fill(const Flag& flag, const Option& /*option*/, const std::string& /*value*/) {
    request_.*flag.member = flag.to;
  }
  void fill(const Text& text, const Option& option, const std::string& value) {
    request_.*text.member = checked(option, text.accepts, value);
  }
  void fill(const Bytes& bytes, const Option& option, const std::string& value) {
    request_.*bytes.member = size_in_bytes(option, value);
  }
  void fill(const Number& count, const Option& option, const std::string& value) {
    request_.*count.member = number<std::uint64_t>(option, value);
  }
  void fill(const Count& count, const Option& option, const std::string& value) {
    request_.*count.member = number<std::uint32_t>(option, value);
  }

  void fill(const OptionalCount& count, const Option& option, const std::string& value) {
    const auto given = number<std::uint32_t>(option, value);
    if (given == 0) throw UsageError(naming(option) + " is 1 or more");
    request_.*count.member = given;
  }

  /// A list given twice adds up; to zfs-autobackup it is a text like any other, of which the last one counts.
  void fill(const List& list, const Option& option, const std::string& value) {
    auto& items = request_.*list.member;
    if (request_.personality == Personality::zfs_autobackup) items.clear();
    std::ranges::move(split(option, list.items, value), std::back_inserter(items));
  }

  void fill(const Texts& texts, const Option& option, const std::string& value) {
    (request_.*texts.member).push_back(checked(option, Accepts::text, value));
  }
  void fill(const Choice& choice, const Option& option, const std::string& value) {
    if (std::ranges::find(choice.words, value) == choice.words.end()) {
      std::string all;
      for (const std::string_view word : choice.words) all.append(all.empty() ? "" : ", ").append(word);
      throw UsageError(naming(option) + ": " + quoted(value) + " is none of " + all);
    }
    request_.*choice.member = value;
  }
  void fill(const Obsolete& obsolete, const Option& /*option*/, const std::string& /*value*/) {
    request_.notes.emplace_back(obsolete.note);
  }

  void fill(Special special, const Option& option, const std::string& value) {
    switch (special) {
      case Special::test:
        test_ = true;
        break;
      case Special::plan:
        plan_ = plan_mode(option, value);
        break;
      case Special::verbose:
        speak(Verbosity::verbose);
        break;
      case Special::debug:
        speak(Verbosity::debug);
        break;
      case Special::debug_output:
        speak(Verbosity::debug_output);
        break;
      case Special::progress:
        progress_ = true;
        break;
      case Special::no_progress:
        no_progress_ = true;
        break;
      case Special::allow_empty:
        allow_empty_ = true;
        break;
      case Special::ignore_replicated:
        request_.notes.emplace_back("--ignore-replicated has been renamed, using --exclude-unchanged");
        request_.exclude_unchanged = 1;
        break;
      case Special::help:
      case Special::version:
        break;  // answered before anything is filled in
    }
  }

  void speak(Verbosity level) { request_.verbosity = std::max(request_.verbosity, level); }

  Request request_;
  std::optional<Mode> plan_;
  bool test_ = false, progress_ = false, no_progress_ = false, allow_empty_ = false;
};

// --- Names ---

/// A backup name becomes part of a property name, of snapshot names and of hold tags.
void check_backup_name(std::string_view name) {
  const auto allowed = [](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return alphanumeric || std::string_view("-_.:+").find(c) != std::string_view::npos;
  };
  if (name.empty()) throw RequestError("BACKUP-NAME should not be empty");
  if (!std::ranges::all_of(name, allowed)) {
    throw RequestError("BACKUP-NAME " + quoted(name) + " should have letters, digits and -_.:+ only");
  }
}

void check_target_path(std::string_view path) {
  if (path.empty()) throw RequestError("Target should not be empty; leave it out to take snapshots only");
  if (path.front() == '/') throw RequestError("Target should not start with a /");
  const bool missing_part = path.back() == '/' || path.find("//") != std::string_view::npos;
  if (missing_part || path.find_first_of("@#") != std::string_view::npos) {
    throw RequestError("Target " + quoted(path) + " is not the name of a dataset, such as backup/server1");
  }
}

// --- Answers ---

std::string words_to_usage(std::string_view complaint, std::string_view see) {
  return std::string("zwinnow: ").append(complaint).append(" (see ").append(see).append(")\n");
}

/// The command line cannot be read.
Answer misused(Front front, std::string_view complaint) {
  if (!front.is_drop_in()) return {k_not_run, "", words_to_usage(complaint, command_of(front) + " --help")};
  return {k_usage_of_drop_ins, "", usage(front) + command_of(front) + ": error: " + std::string(complaint) + "\n"};
}

/// It can be read, but what it asks for cannot be done.
Answer impossible(Front front, std::string_view complaint) {
  if (!front.is_drop_in()) return misused(front, complaint);
  return {k_not_run, "", std::string("! ").append(complaint) + "\n"};
}

/// The original shows its usage then, and each of the two has an exit code of its own.
Answer nameless(Front front, std::string_view what) {
  Answer answer = impossible(front, "Please specify " + std::string(what));
  if (front.is_drop_in()) answer.out = usage(front);
  if (front.personality == Personality::zfs_check) answer.exit_code = 1;
  return answer;
}

/// The drop-ins exit as if they could not run, also when help was asked for.
Answer information(Front front, std::string text) {
  return {front.is_drop_in() ? k_not_run : 0, std::move(text), ""};
}

std::optional<Answer> answer_to(const Tokens& tokens, Front front) {
  for (const Given& given : tokens.options) {
    if (given.option->is(Special::help)) return information(front, help_text(front));
    if (given.option->is(Special::version)) return information(front, header_line(front.personality) + "\n");
  }
  return std::nullopt;
}

// --- Jobs ---

std::optional<Answer> name_backup(Request& request, const std::vector<std::string>& names, Front front) {
  if (names.size() > 2) throw UsageError("unexpected argument " + quoted(names[2]) + " after TARGET-PATH");
  if (names.empty()) return nameless(front, "BACKUP-NAME");
  check_backup_name(names[0]);
  if (names.size() > 1) check_target_path(names[1]);
  request.backup_name = names[0];
  if (names.size() > 1) request.target_path = names[1];
  return std::nullopt;
}

/// It becomes a word of a command for root, and zfs allow takes lists of users.
void check_user(std::string_view user) {
  const bool plain = std::ranges::all_of(user, [](char c) { return c > ' ' && c <= '~' && c != ',' && c != ':'; });
  if (user.starts_with('-') || !plain) throw RequestError("--user: " + quoted(user) + " is not the name of a user");
}

std::optional<Answer> name_allow(Request& request, const std::vector<std::string>& names, Front front) {
  check_user(request.user);
  return name_backup(request, names, front);
}

std::optional<Answer> name_verify(Request& request, const std::vector<std::string>& names, Front front) {
  if (auto answer = name_backup(request, names, front)) return answer;
  if (names.size() < 2) return nameless(front, "TARGET-PATH");
  return std::nullopt;
}

std::optional<Answer> name_check(Request& request, const std::vector<std::string>& names, Front front) {
  if (names.size() > 1) throw UsageError("unexpected argument " + quoted(names[1]) + " after TARGET");
  if (names.empty() || names[0].empty()) return nameless(front, "TARGET");
  if (request.block_size == 0 || request.count == 0) throw UsageError("--block-size and --count are 1 or more");
  request.check_target = names[0];
  return std::nullopt;
}

std::optional<Answer> name_holds(Request& request, const std::vector<std::string>& names, Front front) {
  if (!names.empty()) return name_backup(request, names, front);
  if (request.release.empty()) return std::nullopt;
  throw UsageError("--release needs a BACKUP-NAME: it releases the holds of one backup");
}

std::optional<Answer> name_operands(Request& request, const std::vector<std::string>& names, Front front) {
  switch (front.verb) {
    case Verb::allow:
      return name_allow(request, names, front);
    case Verb::verify:
      return name_verify(request, names, front);
    case Verb::check:
      return name_check(request, names, front);
    case Verb::holds:
      return name_holds(request, names, front);
    case Verb::backup:
      break;
  }
  return name_backup(request, names, front);
}

std::variant<Request, Answer> read_job(std::span<const std::string_view> arguments, Front front,
                                       const Environment& environment) {
  const Tokens tokens = read_tokens(arguments, front);
  if (auto answer = answer_to(tokens, front)) return *std::move(answer);

  Draft draft(front);
  for (const Given& given : tokens.options) draft.take(given);
  Request request = std::move(draft).done(environment);
  if (auto answer = name_operands(request, tokens.positionals, front)) return *std::move(answer);
  return request;
}

std::variant<Request, Answer> parse_job(std::span<const std::string_view> arguments, Front front,
                                        const Environment& environment) try {
  return read_job(arguments, front, environment);
} catch (const UsageError& error) {
  return misused(front, error.what());
} catch (const RequestError& error) {
  return impossible(front, error.what());
}

std::string verb_names() {
  std::string text;
  for (const VerbName& verb : k_verbs) text.append(text.empty() ? "" : ", ").append(verb.name);
  return text;
}

Answer no_such_verb(std::string_view complaint) {
  return {k_not_run, "", words_to_usage(std::string(complaint) + "; the verbs are: " + verb_names(), "zwinnow --help")};
}

std::variant<Request, Answer> parse_zwinnow(std::span<const std::string_view> arguments,
                                            const Environment& environment) {
  if (arguments.empty()) return no_such_verb("no verb given");
  const std::string_view first = arguments.front();
  const auto verb = std::ranges::find(k_verbs, first, &VerbName::name);
  if (verb != k_verbs.end()) return parse_job(arguments.subspan(1), {verb->verb, Personality::zwinnow}, environment);

  const bool help = first == "--help" || first == "-h";
  if (!help && first != "--version") return no_such_verb("unknown verb " + quoted(first));
  if (arguments.size() > 1) return no_such_verb(std::string(first) + " comes alone or after a verb");
  return information(Personality::zwinnow, help ? overview() : header_line(Personality::zwinnow) + "\n");
}

}  // namespace

Personality personality_of(std::string_view program) {
  const std::string_view name = program.substr(program.rfind('/') + 1);
  if (name == "zfs-autobackup") return Personality::zfs_autobackup;
  return name == "zfs-check" ? Personality::zfs_check : Personality::zwinnow;
}

std::variant<Request, Answer> parse(std::span<const std::string_view> argv, const Environment& environment) {
  const Personality personality = argv.empty() ? Personality::zwinnow : personality_of(argv.front());
  const auto arguments = argv.empty() ? argv : argv.subspan(1);
  if (personality == Personality::zwinnow) return parse_zwinnow(arguments, environment);
  return parse_job(arguments, personality, environment);
}

}  // namespace app::cli
