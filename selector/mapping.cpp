#include "selector/mapping.hpp"

#include <utility>

namespace selector {

namespace {

std::string_view below(std::string_view dataset, std::string_view root) {
  return dataset.size() <= root.size() ? std::string_view{} : dataset.substr(root.size() + 1);
}

std::string joined(const std::string& root, std::string_view part) {
  return part.empty() ? root : root + "/" + std::string(part);
}

}  // namespace

Mapping Mapping::below(std::string target, std::uint32_t strip) {
  Mapping mapping;
  mapping.root_ = std::move(target);
  mapping.strip_ = strip;
  return mapping;
}

Mapping Mapping::tree(std::string source, std::string target) {
  Mapping mapping;
  mapping.root_ = std::move(target);
  mapping.source_root_ = std::move(source);
  return mapping;
}

std::optional<std::string_view> Mapping::shared_part_of_source(std::string_view source) const {
  if (!source_root_.empty())
    return zfs::is_at_or_below(source, source_root_) ? std::optional(selector::below(source, source_root_))
                                                     : std::nullopt;
  std::string_view rest = source;
  for (std::uint32_t left = strip_; left > 0; --left) {
    if (rest.empty()) return std::nullopt;
    const auto slash = rest.find('/');
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  }
  return rest;
}

std::string_view Mapping::shared_part_of_copy(std::string_view copy) const {
  return selector::below(copy, root_);
}

std::string Mapping::target_of(std::string_view source) const {
  if (const auto part = shared_part_of_source(source)) return joined(root_, *part);
  if (!source_root_.empty())
    throw MappingError(std::string(source) + " is not below " + source_root_ + ", so it has no place below " + root_);
  throw MappingError("Trying to strip too much from path (" + std::to_string(strip_) + " items from " +
                     std::string(source) + "). Use a smaller --strip-path.");
}

std::optional<std::string> Mapping::source_of(std::string_view copy) const {
  if (strips()) return std::nullopt;
  const std::string_view part = shared_part_of_copy(copy);
  return source_root_.empty() ? std::string(part) : joined(source_root_, part);
}

std::vector<Chosen> choose(const std::vector<Decision>& selection, const Mapping& mapping) {
  std::vector<Chosen> chosen;
  for (const zfs::Dataset* source : selected_of(selection))
    chosen.push_back({source, mapping.goes_nowhere() ? std::string() : mapping.target_of(source->name)});
  return chosen;
}

}  // namespace selector
