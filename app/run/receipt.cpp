#include "app/run/receipt.hpp"

#include "app/plan/lots.hpp"
#include "selector/commands.hpp"
#include "selector/parse.hpp"

namespace run {

Receipt::Receipt(Shell& shell, const plan::Plan& plan) : shell_(shell), plan_(plan) {
  for (const plan::DatasetPlan& dataset : plan_.datasets) {
    for (const plan::Received& received : dataset.received) {
      const std::string there = dataset.target + "@" + received.snapshot;
      expected_[there] = received.guid;
      source_of_[there] = dataset.source->name + "@" + received.snapshot;
    }
  }
}

std::map<std::string, std::string> Receipt::check(const std::vector<plan::Item>& items) {
  selector::Guids source, target;
  std::vector<std::string> here, there;
  std::map<std::string, std::string> reasons;
  std::string source_error, target_error;
  for (const plan::Item& item : items) {
    there.push_back(item.name);
    if (expected_[item.name] == 0) here.push_back(source_of_[item.name]);
  }
  const auto read = [this](plan::Side side, std::vector<std::string> names, selector::Guids& guids,
                           std::string& error) {
    for (auto& lot : plan::lots_of(std::move(names))) {
      shell_.start(
          side, selector::list_guids(lot), [&guids](std::string_view line) { selector::parse_guid_line(line, guids); },
          [&error](const transport::Result& result) {
            if (result.connection_failed || result.interrupted) error = result.error();
          });
    }
  };
  read(plan::Side::source, std::move(here), source, source_error);
  read(plan::Side::target, std::move(there), target, target_error);
  shell_.wait();

  for (const plan::Item& item : items) {
    std::uint64_t& expected = expected_[item.name];
    if (expected == 0) expected = source[source_of_[item.name]];
    const auto found = target.find(item.name);
    if (!target_error.empty() || (expected == 0 && !source_error.empty())) {
      reasons[item.name] =
          "cannot tell whether " + item.name + " arrived: " + (target_error.empty() ? source_error : target_error);
    } else if (found == target.end()) {
      reasons[item.name] = item.name + ": Target doesn't exist after transfer, something went wrong.";
    } else if (found->second != expected) {
      reasons[item.name] =
          item.name + " has another guid than the source's snapshot after the transfer, something went wrong.";
    }
  }
  return reasons;
}

}  // namespace run
