// zfs allow: only what users get on a dataset and all below it. It is stored and shown; nobody is refused anything.
#include "commands.hpp"
#include "text.hpp"

#include <cstdio>
#include <fstream>
#include <map>
#include <set>

namespace fake {
namespace {

/// Dataset -> user -> permissions, in a file beside the state.
using Grants = std::map<std::string, std::map<std::string, std::set<std::string>>>;

std::string path_of_grants() {
  return getenv_or("FAKE_ZFS_STATE", "") + "/" + getenv_or("FAKE_ZFS_HOST", "local") + "/allowed";
}

Grants read_grants() {
  Grants grants;
  std::ifstream in(path_of_grants());
  for (std::string line; std::getline(in, line);) {
    const auto fields = split(line, '\t');
    grants[fields.at(0)][fields.at(1)].insert(fields.at(2));
  }
  return grants;
}

void add_grants(const std::string& dataset, const std::string& user, const std::string& permissions) {
  std::ofstream out(path_of_grants(), std::ios::app);
  for (const auto& permission : split(permissions, ',')) out << dataset << '\t' << user << '\t' << permission << '\n';
  if (!out.flush()) throw Failure("fake_zfs: cannot write " + path_of_grants());
}

void show(const std::string& dataset, const std::map<std::string, std::set<std::string>>& users) {
  std::string headline = "---- Permissions on " + dataset + " ";
  constexpr std::size_t k_width = 70;
  if (headline.size() < k_width) headline.append(k_width - headline.size(), '-');
  std::printf("%s\nLocal+Descendent permissions:\n", headline.c_str());
  for (const auto& [user, permissions] : users)
    std::printf("\tuser %s %s\n", user.c_str(), join({permissions.begin(), permissions.end()}, ",").c_str());
}

void open_for_grants(const std::string& name) {
  Store store(Store::Access::read);
  try {
    open_dataset(store.state(), name);
  } catch (const Failure& failure) {
    throw Refusal(std::string(failure.what()) + "\nFailed to open dataset: " + name);
  }
}

}  // namespace

int allow(const Args& args) {
  const Options options(args, "u");
  const Args& operands = options.operands();
  if (operands.size() != (options.has('u') ? 3U : 1U)) usage_error("wrong number of parameters");
  open_for_grants(operands.back());
  if (options.has('u')) {
    add_grants(operands[2], operands[0], operands[1]);
    return 0;
  }
  const Grants grants = read_grants();
  for (std::string name = operands[0]; !name.empty(); name = parent_of(name)) {
    const auto found = grants.find(name);
    if (found != grants.end()) show(name, found->second);
  }
  return 0;
}

}  // namespace fake
