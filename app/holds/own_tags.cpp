#include "app/holds/own_tags.hpp"

#include <algorithm>

namespace holds {

namespace {

/// What plan::own_tag_of_target puts behind a plain tag: a colon and eight digits.
constexpr std::size_t k_size_of_target = 9;

bool ends_in_target(std::string_view tag) {
  if (tag.size() <= k_size_of_target) return false;
  const std::string_view end = tag.substr(tag.size() - k_size_of_target);
  return end.front() == ':' && end.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
}

/// The format holds the name once, several times or not at all: where, and how often, shows when two names are put in.
bool formats_back(std::string_view tag, const OwnTags::Format& format) {
  constexpr std::string_view k_mark = "\x01";
  const std::string marked = format(k_mark);
  const std::size_t at = marked.find(k_mark);
  if (at == std::string::npos) return tag == marked;
  const auto times = static_cast<std::size_t>(std::ranges::count(marked, k_mark.front()));
  const std::size_t fixed = marked.size() - times;
  if (tag.size() <= fixed || (tag.size() - fixed) % times != 0) return false;
  return tag == format(tag.substr(at, (tag.size() - fixed) / times));
}

}  // namespace

OwnTags OwnTags::of(std::string plain_tag) {
  return OwnTags([plain = std::move(plain_tag)](std::string_view tag) { return tag == plain; });
}

OwnTags OwnTags::of_any_name(const Format& format) {
  return OwnTags([format](std::string_view tag) { return formats_back(tag, format); });
}

bool OwnTags::contain(std::string_view tag) const {
  return is_plain_(tag) || (ends_in_target(tag) && is_plain_(tag.substr(0, tag.size() - k_size_of_target)));
}

}  // namespace holds
