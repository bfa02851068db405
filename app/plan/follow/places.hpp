#pragma once

#include "app/plan/follow/heirs.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

/// A copy that waits for its parent.
struct LateName {
  std::string until_then;             ///< what the copy is called when its lane begins
  std::vector<Unmount> unmounts{};    ///< that come before
  std::vector<CopyRecord> records{};  ///< of what moves along
};

/// By the names that they get.
using LateNames = std::map<std::string, LateName>;

/// Brings each copy to where it belongs. What is in its way gets its own place first, or waits beside it; what nobody
/// has a claim to is set aside.
class Places {
 public:
  /// The heirs must outlive this.
  explicit Places(Heirs& heirs) : heirs_(heirs) {}

  /// As far as they may be moved by now.
  void settle_promoted();
  /// All that can be, but for what belongs below a dataset that this run receives.
  void settle_all();
  /// That is renamed in the lane of its dataset.
  void let_others_wait();

  LateNames take_late() { return std::move(late_); }

 private:
  void settle_each(const std::function<bool(const Heir&)>& filter);
  bool settle(Heir& heir);
  bool can_move(Heir& heir);
  bool settle_above(std::string_view name);
  const zfs::Dataset& above(std::string_view name) const;
  bool may_have_parents(Heir& heir);
  void make_parents(const Heir& heir);
  bool stays_with_its_key(Heir& heir);
  bool make_room(Heir& heir);
  void set_aside(zfs::Dataset& dataset, const Heir& heir);
  const zfs::Dataset* unselected_source(const zfs::Dataset& copy) const;
  bool is_ours(const zfs::Dataset& copy) const;
  bool clear_the_way();
  bool is_in_the_way(const Heir& heir);
  void let_wait(Heir& heir);
  bool is_received_above(std::string_view name) const;

  Heirs& heirs_;
  LateNames late_;
};

/// Is the record one of a pool that is imported on the source?
bool is_of_imported_pool(const Facts& facts, const zfs::SourceRecord& record);

}  // namespace plan
