#pragma once

#include "app/plan/follow/name_changes.hpp"
#include "app/plan/follow/target_tree.hpp"
#include "app/plan/replicate/claims.hpp"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plan {

/// Why copies keep their names, for each dataset whose copy does.
using Left = std::map<DatasetIndex, std::string>;

/// A copy, and the dataset that has a claim to it.
struct Heir {
  Claim claim;
  std::string left{};            ///< why it stays where it is
  zfs::Dataset* copy = nullptr;  ///< in the tree; of a branch only when it has been cloned
  bool is_under_way = false;     ///< it is about to get its place
  bool is_unpromoted = false;    ///< that comes first
  bool is_made = false;          ///< by this run: the copy is a clone

  const std::string& target() const { return claim.target; }
  bool is_settled() const { return copy != nullptr && copy->name == claim.target; }
};

/// All of them, and the changes of names so far: each is carried out on a tree that is only planned.
class Heirs {
 public:
  /// All but `claims` and `left` must outlive this.
  Heirs(const Facts& facts, const Options& options, const std::vector<selector::Chosen>& chosen,
        const std::vector<Claim>& claims, const Left& left);

  const Facts& facts;
  const Options& options;

  std::deque<Heir>& all() { return all_; }
  TargetTree& tree() { return tree_; }
  const TargetTree& tree() const { return tree_; }
  /// Whose this copy is, and whose copy is to have that name; null: nobody's.
  Heir* of(const zfs::Dataset& copy) const;
  Heir* at(std::string_view target) const;
  /// Is that the target of a dataset of this run?
  bool is_selected(std::string_view target) const { return selected_.contains(target); }

  void give(Heir& heir, zfs::Dataset& copy);
  void change(NameChange change) { changes_.push_back(std::move(change)); }
  /// What unmounts it with all that is below it, before it changes its name for the first time.
  std::vector<Unmount> unmounts(const zfs::Dataset& dataset);
  void rename(zfs::Dataset& dataset, const std::string& to, const Heir& heir, Why why);
  /// Under a name of its own, beside that one, until its place is free.
  void park(const std::string& beside, Heir& heir);

  std::size_t changed() const { return changes_.size(); }
  std::vector<NameChange> take_changes() { return std::move(changes_); }

 private:
  TargetTree tree_;
  std::unordered_set<std::string_view> selected_;
  std::deque<Heir> all_;
  std::unordered_map<const zfs::Dataset*, Heir*> by_copy_;
  std::unordered_map<std::string_view, Heir*> by_target_;
  std::unordered_set<const zfs::Dataset*> unmounted_;
  std::vector<NameChange> changes_;
};

/// What a copy is called between two names, and whether something is, or lies in what is.
std::string moving_name(std::string_view dataset);
bool is_moving(std::string_view dataset);

}  // namespace plan
