#pragma once

#include "app/plan/dataset.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace plan {

/// Orders what must be there before a dataset can be received: missing ancestors are created, those that this run
/// receives are waited for.
class Ancestors {
 public:
  Ancestors(const selector::Inventory& target, const std::string& target_path)
      : target_(target), target_path_(target_path) {}

  /// To be called for parents before their children. A dataset beneath one that will not be there becomes a failure.
  void prepare(DatasetIndex index, DatasetDraft& draft);

 private:
  void wait_for_rotation(DatasetDraft& draft) const;
  void create_missing(DatasetIndex index, DatasetDraft& draft);
  void add_creations(const std::vector<std::string>& missing, DatasetIndex index, DatasetDraft& draft);

  const selector::Inventory& target_;
  const std::string& target_path_;
  std::unordered_set<std::string> created_;
  std::unordered_map<std::string, DatasetIndex> received_;  // target names: those that fail in the plan too
  std::unordered_map<std::string, DatasetIndex> rotated_;   // target names
  std::unordered_map<std::string, std::string> unsent_;     // target name -> source that has nothing to send
};

}  // namespace plan
