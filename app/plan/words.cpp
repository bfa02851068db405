#include "app/plan/words.hpp"

#include "transport/pipeline.hpp"

#include <algorithm>

namespace plan {

std::string and_more(std::size_t count) {
  return count > 1 ? " and " + std::to_string(count - 1) + " more" : "";
}

std::string few_of(const std::vector<std::string>& names, std::size_t named) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), named); ++i) text.append(i > 0 ? ", " : "").append(names[i]);
  return names.size() > named ? text + and_more(names.size() - named + 1) : text;
}

std::string typed(const std::vector<std::string>& words) {
  return transport::to_sh({{{transport::Host::local(), words}}});
}

std::string typed_rename(zfs::DatasetType type, std::string_view from, std::string_view to) {
  std::vector<std::string> words{"zfs", "rename"};
  if (type == zfs::DatasetType::filesystem) words.emplace_back("-u");
  words.emplace_back(from);
  words.emplace_back(to);
  return typed(words);
}

}  // namespace plan
