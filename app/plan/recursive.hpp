#pragma once

#include "app/plan/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plan {

/// The plan's datasets on one side as trees: of each, the next above it that the plan has, too.
class Trees {
 public:
  Trees(Side side, const Plan& plan);

  /// k_no_dataset: none.
  DatasetIndex above(DatasetIndex dataset) const { return above_[dataset]; }
  DatasetIndex at_or_above(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, DatasetIndex> by_name_;
  std::vector<DatasetIndex> above_;
};

/// Holds and releases cost a transaction for each operand, but `-r` takes one for a whole subtree. It reaches all
/// snapshots of a name there: so it serves where these are exactly the ones that are meant.
class Recursive {
 public:
  /// Of what will be on that side when the transfers are done: `plan` has its datasets and the snapshots that it makes.
  Recursive(Side side, const Facts& facts, const Plan& plan, const std::string& fresh);

  /// The steps that hold, or release, all of these with that tag: full names of snapshots of the items' datasets.
  std::vector<Step> hold(const std::string& tag, std::vector<Item> items);
  std::vector<Step> release(const std::string& tag, std::vector<Item> items);

 private:
  struct Cut {
    std::vector<std::string> roots;  // full snapshot names for -r
    std::vector<Item> covered, rest;
  };
  /// Who has a snapshot, or will have it: a dataset of the plan, or one beneath it that is none.
  struct Carrier {
    DatasetIndex dataset;
    bool is_beneath;
  };
  struct Known {
    const zfs::Dataset* dataset;
    Carrier carrier;
  };
  struct Occurrences {
    std::vector<std::size_t> meant;  // indices into the items
    std::vector<Carrier> carriers;
  };
  using ByName = std::unordered_map<const zfs::SnapshotName*, Occurrences>;

  Cut cut(std::vector<Item> items);
  template <class Action>
  std::vector<Step> steps(const std::string& tag, std::vector<Item> items);
  void find_carriers(ByName& by_name) const;
  void look_at(const Occurrences& its, const std::vector<Item>& items);
  void spoil(DatasetIndex dataset);
  bool is_spoilt(DatasetIndex dataset) const { return spoilt_[dataset] == k_always || spoilt_[dataset] == look_; }
  DatasetIndex root_of(DatasetIndex dataset) const;

  Side side_;
  const Facts& facts_;
  const Plan& plan_;
  const std::string& fresh_;
  Trees trees_;
  std::vector<Known> known_;  // that side's datasets with snapshots, at or below the plan's
  // Each look at a snapshot name has a number: by dataset, the last look that found that -r from there reaches others
  // than those that are meant (or it always does), and the last that meant the dataset's.
  static constexpr std::uint32_t k_always = 1;
  std::uint32_t look_ = k_always;
  std::vector<std::uint32_t> spoilt_, meant_;
};

/// Is it a hold or a release by `-r`?
bool is_recursive(const Step& step);

/// The same without `-r`, in as many commands as it takes: for when zfs refuses the whole, or some of it must be left
/// out. Other steps as they are.
std::vector<Step> by_name(const Step& step);

}  // namespace plan
