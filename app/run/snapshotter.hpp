#pragma once

#include "app/plan/compile.hpp"
#include "app/plan/steps.hpp"
#include "app/run/shell.hpp"
#include "zfs/parse.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace run {

/// Makes the snapshots of one step in one command, and when zfs refuses that as a whole, of all that can be had: what
/// it names is left out; where it names nothing, halves show which of them it is. What halves made goes again, before
/// the last snapshot of all that can be had, which is atomic.
class Snapshotter {
 public:
  Snapshotter(Shell& shell, Events& events, const plan::Context& context)
      : shell_(shell), events_(events), context_(context) {}

  /// Datasets that were not snapshotted, each with what zfs said.
  struct Outcome {
    std::map<plan::DatasetIndex, std::string> refused;
    std::map<plan::DatasetIndex, std::string> gone;  ///< the dataset itself is; or it is unknown what became of it
    bool lost_connection = false;

    bool made_all() const { return refused.empty() && gone.empty(); }
  };
  using Done = std::function<void(Outcome)>;

  /// One step at a time. `done` is called from Shell::wait().
  void start(const plan::CreateSnapshots& what, Done done);

 private:
  using Part = std::vector<plan::Item>;

  void attempt();
  bool leave_out_named(const transport::Result& refusal, Part& items);
  void leave_out(const plan::Item& item, const std::string& reason);
  void leave_out_all(const Part& items, const transport::Result& refusal);
  void halve(const transport::Result& refusal);
  void next_part();
  void part_made(Part part);
  void part_refused(const Part& part, const transport::Result& refusal);
  void connection_lost(const Part& part, const transport::Result& result);
  void parts_ended();
  void tell_not_atomic();
  void destroy_made();
  void create(const plan::CreateSnapshots& what, std::function<void(const transport::Result&)> done);
  std::string full_name(const plan::Item& item) const { return item.name + "@" + rest_.snapshot; }
  void done();

  Shell& shell_;
  Events& events_;
  const plan::Context& context_;

  plan::CreateSnapshots rest_;  // all that may still be had
  Outcome outcome_;
  std::size_t retries_ = 0, halvings_ = 0, commands_ = 0;
  std::deque<Part> parts_;  // to be tried
  std::vector<Part> made_;
  zfs::Guids guids_;  // of what the parts made
  Done done_;
};

}  // namespace run
