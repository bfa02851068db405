#include "app/run/receipt.hpp"

#include "app/plan/lots.hpp"
#include "app/run/errors.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <utility>

namespace run {

/// What is read of one side.
struct Reading {
  zfs::Guids guids;
  std::string error;
};

/// One check under way.
struct Receipt::Look {
  Shell& shell;
  std::vector<plan::Item> items;
  std::function<void(const Reasons&)> done;
  Reading source, target;
  std::size_t under_way = 0;
};

Receipt::Receipt(const plan::Plan& plan) {
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    for (const plan::Received& received : dataset.received) {
      const std::string there = dataset.target + "@" + received.snapshot;
      expected_[there] = received.guid;
      source_of_[there] = dataset.source->name + "@" + received.snapshot;
    }
  }
}

void Receipt::start_check(Shell& shell, std::vector<plan::Item> items, std::function<void(const Reasons&)> done) {
  const auto look = std::make_shared<Look>(Look{shell, std::move(items), std::move(done), {}, {}, 0});
  std::vector<std::string> here, there;
  for (const plan::Item& item : look->items) {
    there.push_back(item.name);
    if (expected_[item.name] == 0) here.push_back(source_of_[item.name]);
  }
  start_reading(look, plan::Side::source, std::move(here));
  start_reading(look, plan::Side::target, std::move(there));
}

void Receipt::start_reading(const std::shared_ptr<Look>& look, plan::Side side, std::vector<std::string> names) {
  Reading& reading = side == plan::Side::source ? look->source : look->target;
  for (auto& lot : plan::lots_of(std::move(names))) {
    ++look->under_way;
    look->shell.start(
        side, zfs::list_guids(lot),
        [look, &reading](std::string_view line) { zfs::parse_guid_line(line, reading.guids); },
        [this, look, &reading](const transport::Result& result) {
          if (result.interrupted) throw Aborted();
          if (result.connection_failed) reading.error = result.error();
          if (--look->under_way == 0) look->done(judge(*look));
        });
  }
}

Receipt::Reasons Receipt::judge(Look& look) {
  Reasons reasons;
  for (const plan::Item& item : look.items) {
    std::uint64_t& expected = expected_[item.name];
    if (expected == 0) expected = look.source.guids[source_of_[item.name]];
    const auto found = look.target.guids.find(item.name);
    if (!look.target.error.empty() || (expected == 0 && !look.source.error.empty())) {
      reasons[item.name] = "cannot tell whether " + item.name +
                           " arrived: " + (look.target.error.empty() ? look.source.error : look.target.error);
    } else if (found == look.target.guids.end()) {
      reasons[item.name] = item.name + ": Target doesn't exist after transfer, something went wrong.";
    } else if (found->second != expected) {
      reasons[item.name] =
          item.name + " has another guid than the source's snapshot after the transfer, something went wrong.";
    }
  }
  return reasons;
}

}  // namespace run
