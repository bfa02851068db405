#pragma once

#include "app/plan/plan.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plan {

/// Holds and releases cost a transaction for each operand, but `-r` takes one for a whole subtree. It reaches all
/// snapshots of a name there: so it serves where these are exactly the ones that are meant.
class Recursive {
 public:
  /// Of what will be on that side when the transfers are done: `plan` has its datasets and the snapshots that it makes.
  Recursive(Side side, const Facts& facts, const Plan& plan, const std::string& fresh);

  /// The steps that hold, or release, all of these (full snapshot names) with that tag.
  std::vector<Step> hold(const std::string& tag, std::vector<Item> items);
  std::vector<Step> release(const std::string& tag, std::vector<Item> items);

 private:
  using Datasets = std::unordered_set<std::string_view>;
  struct Cut {
    std::vector<std::string> roots;  // full snapshot names for -r
    std::vector<Item> covered, rest;
  };
  Cut cut(std::vector<Item> items);
  template <class Action>
  std::vector<Step> steps(const std::string& tag, std::vector<Item> items);
  void find_carriers(const std::vector<Item>& items);
  Datasets spoilt(const selector::SnapshotName& snapshot, const Datasets& meant) const;
  std::string_view root_of(std::string_view dataset, const Datasets& spoilt) const;

  Side side_;
  const Facts& facts_;
  const Plan& plan_;
  const std::string& fresh_;
  Datasets known_;  // below which all snapshots of ours are known
  std::unordered_map<const selector::SnapshotName*, std::vector<std::string_view>> carriers_;  // datasets, by snapshot
};

/// Is it a hold or a release by `-r`?
bool is_recursive(const Step& step);

/// The same without `-r`, in as many commands as it takes: for when zfs refuses the whole, or some of it must be left
/// out. Other steps as they are.
std::vector<Step> by_name(const Step& step);

}  // namespace plan
