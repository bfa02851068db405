#include "world.hpp"

#include <algorithm>
#include <iterator>

std::vector<plan::Step> steps_of(const plan::Plan& plan) {
  std::vector<plan::Step> steps;
  for (const plan::Phase& phase : plan.phases) {
    for (const plan::Lane& lane : phase.lanes) {
      std::ranges::copy(lane.steps, std::back_inserter(steps));
      std::ranges::copy(lane.at_last, std::back_inserter(steps));
    }
  }
  return steps;
}

namespace {

struct Text {
  static std::string joined(const std::vector<std::string>& words, char separator = ' ') {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : std::string(1, separator)) + word;
    return text;
  }
  template <class Named>
  static std::string names(const std::vector<Named>& items, char separator = ' ') {
    std::vector<std::string> words;
    for (const Named& item : items) words.push_back(item.name);
    return joined(words, separator);
  }
  static std::string side(plan::Side side) { return side == plan::Side::source ? "source " : "target "; }

  std::string operator()(const plan::CreateSnapshots& s) const {
    const bool recursive = !s.recursive_roots.empty();
    return std::string(s.atomic ? "snapshot " : "snapshot (not atomic) ") + (recursive ? "-r " : "") +
           (recursive ? joined(s.recursive_roots) : names(s.items)) + " @" + s.snapshot;
  }
  std::string operator()(const plan::CreateParent& s) const { return "create " + s.dataset; }
  std::string operator()(const plan::AbortReceive& s) const { return "abort " + s.dataset; }
  std::string operator()(const plan::DestroySnapshots& s) const {
    return "destroy " + side(s.side) + s.dataset + "@" + names(s.snapshots, ',');
  }
  std::string operator()(const plan::Rollback& s) const { return "rollback " + s.snapshot; }
  std::string operator()(const plan::Transfer& s) const {
    const std::string from = s.between.empty() ? " -i " : " -I ";
    return std::string(s.token.empty() ? "transfer " : "resume ") + (s.raw ? "raw " : "") + s.source + "@" +
           joined(s.snapshots(), ',') +
           (s.base.empty()          ? ""
            : s.base.front() == '#' ? from + s.base
                                    : from + "@" + s.base) +
           " > " + s.target;
  }
  std::string operator()(const plan::Verify& s) const { return "verify " + names(s.items); }
  template <class Tagging>
  static std::string tagged(const char* verb, const Tagging& s) {
    const bool recursive = !s.recursive_roots.empty();
    return std::string(verb) + (recursive ? "-r " : "") + side(s.side) + s.tag + " " +
           (recursive ? joined(s.recursive_roots) : names(s.items));
  }
  std::string operator()(const plan::Hold& s) const { return tagged("hold ", s); }
  std::string operator()(const plan::Release& s) const { return tagged("release ", s); }
  std::string operator()(const plan::Mount& s) const { return "mount " + names(s.items); }
  std::string operator()(const plan::Hook& s) const {
    return std::string(name_of(s.when)) + " " + (s.command.empty() ? "" : s.command.front());
  }
  std::string operator()(const plan::DestroyDataset& s) const { return "destroy " + s.dataset; }
  std::string operator()(const plan::CreateBookmark& s) const { return "bookmark " + s.snapshot + " " + s.bookmark; }
  std::string operator()(const plan::DestroyBookmark& s) const { return "destroy " + s.bookmark; }
  std::string operator()(const plan::Clone& s) const { return "clone " + s.snapshot + " > " + s.dataset; }
  std::string operator()(const plan::Promote& s) const { return "promote " + s.dataset; }
  std::string operator()(const plan::LoadKey& s) const { return (s.only_try ? "try key " : "load key ") + s.dataset; }
  std::string operator()(const plan::Rename& s) const { return "rename " + s.from + " > " + s.to; }
  std::string operator()(const plan::SetProperty& s) const {
    return (s.value ? "set " : "inherit ") + s.property + (s.value ? "=" + *s.value : "") + " " + s.dataset;
  }
  std::string operator()(const plan::Unmount& s) const { return "unmount " + s.dataset; }
  std::string operator()(const plan::SetProperties& s) const {
    return "set " + side(s.side) + joined(s.assignments, ',') + " " + joined(s.datasets);
  }
  std::string operator()(const plan::ClearProperty& s) const {
    return "clear " + side(s.side) + s.property + " " + joined(s.datasets);
  }
  std::string operator()(const plan::MountDataset& s) const { return "mount " + side(s.side) + s.dataset; }
  std::string operator()(const plan::MountInPlace& s) const { return "mount in place " + names(s.items); }
  std::string operator()(const plan::UnmountAll& s) const { return "unmount all of " + s.datasets.back(); }
  std::string operator()(const plan::Open& s) const { return "open " + names(s.items); }
  std::string operator()(const plan::WriteRecords& s) const {
    std::string text = "record";
    for (const plan::CopyRecord& copy : s.copies) text += " " + copy.dataset;
    return text;
  }
};

}  // namespace

std::string to_text(const plan::Step& step) {
  return std::visit(Text{}, step.action);
}

bool goes_with_a_destroy_on_target(const plan::Step& step) {
  const auto* destroy = std::get_if<plan::DestroySnapshots>(&step.action);
  const auto* hold = std::get_if<plan::Hold>(&step.action);
  return (destroy != nullptr && destroy->side == plan::Side::target) ||
         (hold != nullptr && hold->side == plan::Side::target) || std::holds_alternative<plan::Release>(step.action);
}
