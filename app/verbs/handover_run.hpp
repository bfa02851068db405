#pragma once

#include "app/manner.hpp"
#include "app/plan/handover/handover.hpp"
#include "app/report/handover.hpp"
#include "app/report/story.hpp"
#include "app/run/twins.hpp"
#include "app/verbs/session.hpp"
#include "app/verbs/sync_job.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace app::verbs {

/// What the command line of `handover` says, made ready.
struct HandoverJob {
  plan::HandoverRequest request;
  SyncOptions sync;
  std::vector<std::string> sync_command;  ///< that does the same
  plan::Settings settings;
  plan::Hosts hosts;      ///< asked for their ssh settings
  bool promotes = false;  ///< the source is dead
  bool check_permissions = true;
};

/// One handover, from looking at both sides to the exit code. Its syncs are runs of the engine, what comes between are
/// single steps. What fails is undone.
class HandoverRun {
 public:
  /// `session` must outlive this.
  HandoverRun(Session& session, HandoverJob job, Mode mode);

  /// Returns the exit code. Throws RunError, NotAllowed and Aborted.
  int run();

 private:
  plan::Handover look();
  void check_permissions(const plan::Handover& handover);
  int show(const plan::Handover& handover);
  int carry_out(plan::Handover handover);
  std::string do_stage(const plan::Stage& stage);
  int sync(Mode mode, thinner::Time now);
  std::string last_sync();
  int undo(const plan::Handover& handover, std::size_t failed_stage, const std::string& why);
  int leave_unfinished(const std::vector<plan::Step>& left);
  void tell_error(const std::string& text);
  bool knows_source() const { return !job_.promotes; }

  Session& session_;
  HandoverJob job_;
  Mode mode_;
  report::Console& console_;
  report::Story story_;
  plan::Context context_;
  run::Shell shell_;
  run::Twins twins_;
};

}  // namespace app::verbs
