#pragma once

#include "dice.hpp"
#include "job.hpp"
#include "world.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

/// Where it all goes to: a pool has others beside that, which nobody lists.
inline const std::string k_tree_target = "lake/backup";

/// What is on that side; of the target, below and beside k_tree_target.
std::map<std::string, WorldDataset>& datasets_of(World& world, plan::Side side);
const std::map<std::string, WorldDataset>& datasets_of(const World& world, plan::Side side);

/// Snapshots by their guid, with their tags: these stay what they are when datasets are renamed.
using Tags = std::map<std::uint64_t, std::set<std::string>>;
Tags all_tags(const World& world, plan::Side side);

/// What goes wrong in a run.
struct Trouble {
  Dice& dice;                           ///< decide what is not said here
  std::string breaks_off{};             ///< the source dataset one of whose streams fails; empty: none
  std::size_t good_streams = 0;         ///< so many of its streams come before that
  std::size_t refused = SIZE_MAX;       ///< the hold or release of this number fails
  std::size_t unrenamed = SIZE_MAX;     ///< so does this one of the steps that give copies their names
  std::size_t killed_after = SIZE_MAX;  ///< so many steps
  bool side_by_side = false;            ///< lanes take turns as they may, in place of one after the other
};

/// Carries a plan out in a world, as app/run does: lane by lane, and who has failed has no share in what comes later.
class TroubledRun {
 public:
  /// All must outlive this. `story` gets the steps that were done.
  TroubledRun(World& world, const plan::Plan& plan, const plan::Options& options, const Trouble& trouble, Lines& story);

  /// Returns what zfs, or who waits for whom, makes impossible; empty when all is well.
  std::string carry_out();

  /// These datasets, of which some have failed in the plan.
  const std::set<plan::DatasetIndex>& failed() const { return failed_; }
  bool killed() const { return killed_; }

 private:
  struct Going {
    plan::DatasetIndex dataset;
    std::deque<plan::Step> steps;
    std::vector<plan::DatasetIndex> relying;
  };

  void fail(plan::DatasetIndex i);
  void complain(const std::string& what);
  void carry_out(const plan::Phase& phase);
  void finish(std::vector<Going>& lanes);
  bool waits(const Going& lane, const std::vector<Going>& others) const;
  void fail_with_what_it_needs(plan::DatasetIndex i);
  void go_on(Going& lane);
  bool is_name_to_stay(const plan::Step& step);
  void keep_names(Going& lane, const plan::Step& step);
  void take(const plan::Step& step);
  bool is_to_break_off(const plan::Step& step);
  bool is_to_be_refused(const plan::Step& step);
  void break_off(const plan::Step& step);
  void refuse(plan::Step step);
  void tag_recursively(const plan::Step& step);

  World& world_;
  const plan::Plan& plan_;
  const plan::Options& options_;
  const Trouble& trouble_;
  Lines& story_;
  std::set<plan::DatasetIndex> failed_;
  std::size_t done_ = 0, streams_ = 0, taggings_ = 0, new_names_ = 0;
  plan::PhaseKind phase_ = plan::PhaseKind::snapshot;
  bool killed_ = false, copies_are_elsewhere_ = false;
  std::string complaint_;
};
