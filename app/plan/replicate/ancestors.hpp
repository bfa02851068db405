#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/encryption.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plan {

/// Is that dataset on the target? What lies above the target path is not listed, and is there where that path is.
bool is_on_target(const zfs::Inventory& target, const std::string& target_path, std::string_view name);

/// Orders what must be there before a dataset can be received, or its copy be renamed to where it belongs: missing
/// ancestors are created, those that this run receives are waited for. So that datasets side by side find them,
/// ancestors are created before all transfers, or, where they lie beneath a dataset that this run receives, when that
/// has been received.
class Ancestors {
 public:
  /// All must outlive this.
  Ancestors(const zfs::Inventory& target, const std::string& target_path, const CopyEncryption& copies)
      : target_(target), target_path_(target_path), copies_(copies) {}

  /// To be called for parents before their children. A dataset beneath one that will not be there becomes a failure.
  void prepare(DatasetIndex index, DatasetDraft& draft);

  /// What is to be created before all transfers.
  Lane take_creations();
  /// What is to be created when this dataset has been received.
  std::vector<Step> take_creations(DatasetIndex received);

 private:
  std::optional<DatasetIndex> moving_above(const DatasetDraft& draft) const;
  void create_missing(DatasetIndex index, DatasetDraft& draft);

  const zfs::Inventory& target_;
  const std::string& target_path_;
  const CopyEncryption& copies_;
  std::unordered_set<std::string> created_;
  std::unordered_map<DatasetIndex, std::vector<Step>> creations_;  // after the transfers of whom; k_no_dataset: first
  // By target name, of those that are not there:
  std::unordered_map<std::string, DatasetIndex> received_;
  std::unordered_map<std::string, ParentMissing> unsent_;  // what becomes of those beneath
  // Of those that are, and change places in their lanes:
  std::unordered_map<std::string, DatasetIndex> moving_;
};

}  // namespace plan
