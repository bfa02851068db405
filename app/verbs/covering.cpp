#include "app/verbs/covering.hpp"

#include "app/cli/operands.hpp"
#include "app/cli/verb.hpp"
#include "app/verbs/endpoints.hpp"
#include "app/verbs/parts.hpp"
#include "transport/environment.hpp"

#include <algorithm>
#include <string>

namespace app::verbs {

namespace {

/// Patterns, one by one: those of datasets and, with an '@' in front, of snapshots.
std::vector<std::string> patterns_in(const cli::Covering& covering) {
  std::vector<std::string> patterns;
  for (const std::string& list : covering.excluded) {
    for (std::size_t begin = 0; begin <= list.size();) {
      const std::size_t end = std::min(list.find(',', begin), list.size());
      patterns.push_back(list.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return patterns;
}

/// A word alone says too little.
[[noreturn]] void refuse(const std::string& pattern) {
  throw cli::ImpossibleRequest("--exclude: " + cli::quoted(pattern) + " has neither / nor @ in it. Write /" + pattern +
                               " for what is right below SRC, */" + pattern + " for any depth, @" + pattern +
                               " for snapshots, or the whole name of a dataset");
}

}  // namespace

selector::ByTree tree_of(const cli::Route& route, const cli::Covering& covering) {
  if (covering.levels == 0) throw cli::ImpossibleRequest("--depth counts from 1, which is SRC alone");
  selector::ByTree tree{.root = route.source.dataset, .levels = covering.levels, .excluded = {}, .exclude_path = {}};
  if (places_of(route).is_one_host()) tree.exclude_path = route.target.dataset;
  for (const std::string& pattern : patterns_in(covering)) {
    if (pattern.starts_with('@')) continue;
    if (pattern.find('/') == std::string::npos) refuse(pattern);
    tree.excluded.push_back(pattern);
  }
  return tree;
}

selector::ByTree tree_of(const cli::Route& route, const cli::Covering& covering, const cli::Filtering& filtering) {
  selector::ByTree tree = tree_of(route, covering);
  tree.skips_root = filtering.skip_root;
  tree.excluded_alone = patterns_of("--exclude-datasets", filtering.exclude_datasets);
  tree.property = filtering.property;
  tree.host = transport::host_name();
  return tree;
}

void put_filters(const cli::Filtering& filtering, plan::Options& options) {
  const auto put = [](const std::string& option, const std::vector<std::string>& texts, auto& patterns) {
    patterns_of(option, texts);  // says what is wrong
    for (const std::string& text : texts) patterns.push_back(selector::NamePattern::of_snapshots(text));
  };
  put("--exclude-snapshots", filtering.exclude_snapshots, options.exclude_snapshots);
  put("--include-snapshots", filtering.include_snapshots, options.include_snapshots);
}

std::vector<selector::NamePattern> excluded_snapshots(const cli::Covering& covering) {
  std::vector<selector::NamePattern> excluded;
  for (const std::string& pattern : patterns_in(covering)) {
    if (pattern.starts_with('@')) excluded.push_back(selector::NamePattern::shell("*" + pattern));
  }
  return excluded;
}

}  // namespace app::verbs
