#include "app/verbs/completing.hpp"

#include "app/cli/complete.hpp"
#include "app/verbs/verbs.hpp"
#include "transport/runner.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace app::verbs {

namespace {

using FoundWords = std::set<std::string>;

/// The lines of a command of this host. One that fails has none: nobody wants to be told while typing.
template <class Take>
void read_lines_of(std::vector<std::string> argv, Take take) {
  constexpr std::chrono::seconds k_patience{5};
  transport::ProcessRunner runner;
  runner.run({{{transport::Host::local(), std::move(argv)}}, k_patience}, {.out = take, .err = {}});
}

FoundWords known_datasets(std::string_view word) {
  FoundWords found;
  const auto at = word.find('@');
  std::vector<std::string> argv{"zfs", "list", "-H", "-o", "name"};
  if (at != std::string_view::npos)
    argv.insert(argv.end(), {"-t", "snapshot", "-d", "1", std::string(word.substr(0, at))});
  read_lines_of(std::move(argv), [&](std::string_view line) { found.emplace(line); });
  return found;
}

FoundWords known_backup_names() {
  constexpr std::string_view k_prefix = "autobackup:";
  FoundWords found;
  read_lines_of({"zfs", "get", "-H", "-s", "local", "-t", "filesystem,volume", "-o", "property", "all"},
                [&](std::string_view line) {
                  if (line.starts_with(k_prefix)) found.emplace(line.substr(k_prefix.size()));
                });
  return found;
}

/// Those that ~/.ssh/config names, without patterns.
FoundWords known_hosts() {
  FoundWords found;
  const char* const home = std::getenv("HOME");
  std::ifstream config(std::string(home == nullptr ? "" : home) + "/.ssh/config");
  for (std::string line; std::getline(config, line);) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word != "Host" && word != "host") continue;
    while (words >> word) {
      if (word.find_first_of("*?!") == std::string::npos) found.insert(word);
    }
  }
  return found;
}

void add_words(FoundWords words, FoundWords& all) {
  all.merge(words);
}

FoundWords words_of(cli::Place place, std::string_view word) {
  FoundWords words;
  if (place == cli::Place::host) add_words(known_hosts(), words);
  if (place == cli::Place::backup_name) add_words(known_backup_names(), words);
  if (place == cli::Place::dataset || place == cli::Place::dataset_or_host) add_words(known_datasets(word), words);
  if (place == cli::Place::dataset_or_host) {
    for (const std::string& host : known_hosts()) words.insert(host + ":");
  }
  return words;
}

}  // namespace

int print_completions(std::span<const std::string_view> argv) {
  const cli::Completion completion = cli::complete(argv, all());
  if (completion.place == cli::Place::file) std::cout << ":files\n";
  for (const cli::Candidate& word : completion.words)
    std::cout << completion.before << word.text << '\t' << word.about << '\n';
  const std::string_view typed = argv.empty() ? std::string_view() : argv.back().substr(completion.before.size());
  for (const std::string& word : words_of(completion.place, typed)) std::cout << completion.before << word << "\t\n";
  std::cout.flush();
  return std::cout ? 0 : 1;
}

}  // namespace app::verbs
