#include "app/cli/verb.hpp"

#include "app/cli/drop_ins.hpp"

#include <algorithm>

namespace app::cli {

namespace {

/// Our verb in the words of the tool, if the tool's table has its own.
VerbText dressed(VerbText text, const Guise& guise) {
  if (guise.options.empty()) return text;
  text.operands = guise.operands;
  text.description = guise.description;
  text.examples = guise.examples;
  text.told = {};
  return text;
}

/// Under our own name its main job.
Front first_of(Verbs verbs, Personality personality) {
  const DropIn* const tool = drop_in_of(personality);
  return tool == nullptr ? Front(*find_verb(verbs, "backup")) : Front(verbs, *tool, tool->guises.front());
}

}  // namespace

const VerbText* find_verb(Verbs verbs, std::string_view name) {
  const auto found = std::ranges::find(verbs, name, &VerbText::name);
  return found == verbs.end() ? nullptr : &*found;
}

Front::Front(Verbs verbs, const DropIn& tool, const Guise& guise)
    : text_(dressed(*find_verb(verbs, guise.verb), guise)), tool_(&tool), guise_(&guise), verb_(text_.make()) {}

Front::Front(Verbs verbs, Personality personality) : Front(first_of(verbs, personality)) {}

std::string Front::placed(const std::string& complaint) const {
  if (!complaint.starts_with("--")) return complaint;
  const auto place = places.find(std::string_view(complaint).substr(2, complaint.find_first_of(": ") - 2));
  return place == places.end() || place->second.empty() ? complaint : place->second + ": " + complaint;
}

Personality Front::personality() const {
  return tool_ == nullptr ? Personality::zwinnow : tool_->personality;
}

}  // namespace app::cli
