#pragma once

#include "app/plan/encryption.hpp"
#include "app/plan/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plan {

/// A dataset that is to be planned.
struct Subject {
  DatasetIndex index = k_no_dataset;
  const zfs::Dataset& source;
  const zfs::Snapshot* fresh = nullptr;  ///< the snapshot that this run makes of it; null: none
  const std::string& target;             ///< its name there; empty: it goes nowhere
};

/// What one dataset adds to the plan: its own steps, and its share in the commands that serve many.
struct DatasetDraft {
  DatasetPlan plan;
  std::vector<Step> pre_clean;        ///< before anything is received
  std::vector<Step> transfers;        ///< abort, rollback, streams, and what is due between two of them
  std::vector<Step> after_transfers;  ///< whatever became of them
  std::vector<Step> post_clean;       ///< when receipt is proven and the new base is held
  std::vector<std::string> hold_source, hold_target, release_source, release_target;  ///< full snapshot names
  std::vector<Step> bookmark, unbookmark;
  std::optional<thinner::Time> oldest;  ///< of what is to be sent, as far as their names tell
  Encryption copy;                      ///< as it lies on the target, or will
  /// The selected dataset that its raw copy has its key from, and would it be sent if that were sent too?
  std::optional<DatasetIndex> key_from;
  bool would_send = false;
  bool first_receive = false, below_encrypted = false;
};

/// What a dataset adds that nothing can be done for.
DatasetDraft failed_draft(const zfs::Dataset& source, const std::string& target_name, const zfs::Dataset* there,
                          Outcome why);

}  // namespace plan
