#include "items.hpp"

#include "text.hpp"

namespace fake {

unsigned Item::type() const {
  if (snapshot != nullptr) return k_snapshot;
  if (bookmark != nullptr) return k_bookmark;
  return dataset->volume ? k_volume : k_filesystem;
}

std::string Item::name() const {
  if (snapshot != nullptr) return *dataset_name + "@" + snapshot->name;
  if (bookmark != nullptr) return *dataset_name + "#" + bookmark->name;
  return *dataset_name;
}

std::uint64_t Item::txg() const {
  if (snapshot != nullptr) return snapshot->txg;
  if (bookmark != nullptr) return bookmark->txg;
  return dataset->txg;
}

std::string_view type_name(unsigned type) {
  switch (type) {
    case k_filesystem:
      return "filesystem";
    case k_volume:
      return "volume";
    case k_snapshot:
      return "snapshot";
    default:
      return "bookmark";
  }
}

namespace {

std::string component_problem(std::string_view name) {
  if (name.size() >= 256) return "name is too long";
  if (name.front() == '/') return "leading slash in name";
  if (name.back() == '/') return "trailing slash in name";
  std::size_t length = 0;
  unsigned delimiters = 0;
  for (const char c : name) {
    if (c == '/' || c == '@' || c == '#') {
      if (length == 0) return "empty component or misplaced '@' or '#' delimiter in name";
      if (c != '/' && ++delimiters > 1) return "multiple '@' and/or '#' delimiters in name";
      if (c == '/' && delimiters > 0) return "invalid character '/' in name";
      length = 0;
      continue;
    }
    const bool plain =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("-_.: ").find(c) != std::string_view::npos;
    if (!plain) return std::string("invalid character '") + c + "' in name";
    ++length;
  }
  return length == 0 ? "empty component or misplaced '@' or '#' delimiter in name" : "";
}

}  // namespace

std::string name_problem(std::string_view name, unsigned types) {
  if (name.empty()) return "empty component or misplaced '@' or '#' delimiter in name";
  const bool snap = name.find('@') != std::string_view::npos, mark = name.find('#') != std::string_view::npos;
  if (const auto problem = component_problem(name); !problem.empty()) return problem;
  if (snap && (types & k_snapshot) == 0) return "snapshot delimiter '@' is not expected here";
  if (!snap && types == k_snapshot) return "missing '@' delimiter in snapshot name";
  if (mark && (types & k_bookmark) == 0) return "bookmark delimiter '#' is not expected here";
  if (!mark && types == k_bookmark) return "missing '#' delimiter in bookmark name";
  return {};
}

Item open_item(State& state, std::string_view name, unsigned types) {
  const std::string problem = "cannot open '" + std::string(name) + "': ";
  if (const auto wrong = name_problem(name, types); !wrong.empty()) throw Failure(problem + wrong);
  const auto found = state.datasets.find(name.substr(0, name.find_first_of("@#")));
  if (found == state.datasets.end()) throw Failure(problem + "dataset does not exist");

  Item item{&found->first, &found->second, nullptr, nullptr};
  if (const auto at = name.find('@'); at != std::string_view::npos) {
    item.snapshot = found->second.snapshot(name.substr(at + 1));
    if (item.snapshot == nullptr) throw Failure(problem + "dataset does not exist");
  } else if (const auto hash = name.find('#'); hash != std::string_view::npos) {
    item.bookmark = found->second.bookmark(name.substr(hash + 1));
    if (item.bookmark == nullptr) throw Failure(problem + "no such pool or dataset");
  }
  if ((item.type() & types) == 0) throw Failure(problem + "operation not applicable to datasets of this type");
  return item;
}

Dataset& open_dataset(State& state, std::string_view name, unsigned types) {
  return *open_item(state, name, types).dataset;
}

}  // namespace fake
