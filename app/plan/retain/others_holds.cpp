#include "app/plan/retain/others_holds.hpp"

#include "app/plan/words.hpp"

#include <map>

namespace plan {

namespace {

std::string with_time(const OthersHold& hold) {
  return hold.since.empty() ? hold.snapshot : hold.snapshot + " (since " + hold.since + ")";
}

}  // namespace

void note_others_holds(const DatasetHolds& holds, const zfs::Snapshot& snapshot, std::string_view own_tag,
                       const Options& options, DatasetPlan& dataset) {
  for (const std::string& tag : holds.tags(snapshot)) {
    if (tag == own_tag || !is_of_backup(tag, options.hold_tag)) continue;
    dataset.others_holds.push_back(
        {dataset.source->name + "@" + snapshot.name->text, tag, std::string(holds.since(snapshot, tag))});
  }
}

std::vector<std::string> notes_on_others_holds(const std::vector<DatasetPlan>& datasets, const Options& options) {
  std::map<std::string_view, std::vector<std::string>> by_tag;
  for (const DatasetPlan& dataset : datasets) {
    for (const OthersHold& hold : dataset.others_holds) by_tag[hold.tag].push_back(with_time(hold));
  }
  const std::string command = typed({"zwinnow", "holds", options.settings.backup_name}) +
                              (options.mapping.root().empty() ? "" : " " + typed({options.mapping.root()}));
  std::vector<std::string> notes;
  notes.reserve(by_tag.size());
  for (const auto& [tag, holds] : by_tag) {
    notes.push_back("[Source] " + few_of(holds) + ": held by " + std::string(tag) +
                    (options.mapping.root().empty() ? "" : " for another target, or a copy that is gone") + ". " +
                    command + " lists these holds, and releases them with --release");
  }
  return notes;
}

}  // namespace plan
