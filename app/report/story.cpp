#include "app/report/story.hpp"

#include "app/plan/replicate/rotation.hpp"
#include "app/plan/words.hpp"
#include "app/report/amounts.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace report {

namespace {

using plan::Side;

std::string node(Side side) {
  return side == Side::source ? "[Source] " : "[Target] ";
}

/// Without what lies below others.
std::vector<std::string> tops_of(const plan::CreateSnapshots& step) {
  std::vector<std::string> tops;
  for (const plan::Item& item : step.items) {
    if (tops.empty() || !zfs::is_at_or_below(item.name, tops.back())) tops.push_back(item.name);
  }
  return tops;
}

/// What the lines say of a step, one line for each thing it does.
struct Tell {
  Console& console;
  std::string why;
  bool in_words_of_drop_in;
  bool in_words_of_zelta;

  void operator()(const plan::CreateSnapshots& step) const {
    const std::string pool(zfs::pool_of(step.items.front().name));
    console.verbose("[Source] Creating snapshots " + step.snapshot + " in pool " + pool);
    if (in_words_of_zelta) {
      for (const std::string& top : tops_of(step)) console.notice("snapshot created: " + top + "@" + step.snapshot);
    }
    if (!step.atomic)
      console.warning("[Source] The datasets of pool " + pool +
                      " do not fit into one command: their snapshots are not atomic");
  }
  void operator()(const plan::CreateParent& step) const {
    console.verbose("[Target] " + step.dataset + ": Creating (" + why + ")");
  }
  void operator()(const plan::AbortReceive& step) const {
    console.verbose("[Target] " + step.dataset + ": Aborting resume, " + why + ".");
  }
  void operator()(const plan::DestroySnapshots& step) const {
    for (const auto& [snapshot, guid] : step.snapshots)
      console.verbose(node(step.side) + step.dataset + "@" + snapshot + ": Destroying");
  }
  void operator()(const plan::Rollback& step) const { console.verbose("[Target] " + step.snapshot + ": Rolling back"); }
  void operator()(const plan::Transfer& step) const {
    if (!step.token.empty()) console.verbose("[Source] " + step.source + "@" + step.snapshot + ": resuming");
    for (const std::string& snapshot : step.snapshots())
      console.verbose("[Source] " + step.source + "@" + snapshot + ": -> " + step.target +
                      (step.makes_target() ? " (new)" : ""));
  }
  void operator()(const plan::Verify&) const {}
  void operator()(const plan::Hold&) const {}
  void operator()(const plan::Release&) const {}
  void operator()(const plan::Mount&) const {}
  void operator()(const plan::DestroyDataset& step) const {
    const bool is_missing = !why.starts_with("a clone") && !plan::is_set_aside(step.dataset);
    console.verbose("[Target] " + step.dataset + (is_missing ? ": Destroy missing." : ": Destroying (" + why + ")"));
    if (in_words_of_drop_in) console.verbose("[Target] " + step.dataset + ": Destroying");
  }
  void operator()(const plan::Clone& step) const {
    const bool rotates = plan::is_set_aside(step.dataset);
    console.verbose(
        "[Target] " + step.snapshot +
        (rotates ? ": Rotating: a clone of it takes the place of what has diverged" : ": Cloning to " + step.dataset));
  }
  void operator()(const plan::LoadKey& step) const {
    if (!step.only_try) console.verbose("[Target] " + step.dataset + ": Loading its key again");
  }
  void operator()(const plan::Promote& step) const {
    if (!plan::is_set_aside(step.dataset)) console.verbose("[Target] " + step.dataset + ": Promoting");
  }
  void operator()(const plan::Rename& step) const {
    console.verbose("[Target] " + step.from + ": Renaming to " + step.to);
  }
  void operator()(const plan::SetProperty&) const {}
  void operator()(const plan::Unmount&) const {}
  void operator()(const plan::MountInPlace&) const {}
  void operator()(const plan::WriteRecords&) const {}
  void operator()(const plan::SetProperties& step) const {
    std::string list;
    for (const std::string& assignment : step.assignments) list.append(list.empty() ? "" : ", ").append(assignment);
    for (const std::string& dataset : step.datasets)
      console.verbose(node(step.side).append(dataset).append(": Setting ").append(list));
  }
  void operator()(const plan::ClearProperty&) const {}
  void operator()(const plan::MountDataset& step) const {
    console.verbose(node(step.side) + step.dataset + ": Mounting");
  }
  void operator()(const plan::UnmountAll& step) const {
    console.verbose("[Target] " + step.datasets.back() + ": Unmounting, with all below it (" + why + ")");
  }
  void operator()(const plan::Open& step) const {
    for (const plan::Item& item : step.items) console.verbose("[Target] " + item.name + ": Mounting");
  }
  void operator()(const plan::CreateBookmark&) const {}
  void operator()(const plan::DestroyBookmark& step) const {
    if (step.side == Side::target) console.verbose("[Target] " + step.bookmark + ": Destroying");
  }
  void operator()(const plan::Hook& step) const {
    const std::string tree(step.tree());
    console.verbose("Running " + std::string(name_of(step.when)) + (tree.empty() ? "" : " of " + tree));
  }
};

struct OwnConsole {
  Console console;
};
class StoryBeside final : private OwnConsole, public Story {
 public:
  StoryBeside(Console& first, app::Personality personality) : OwnConsole{first.beside()}, Story(console, personality) {}
};

std::string text_of(selector::Verdict verdict) {
  switch (verdict) {
    case selector::Verdict::selected:
      return "Selected";
    case selector::Verdict::excluded_false:
      return "Excluded";
    case selector::Verdict::excluded_received:
      return "Excluded (dataset already received)";
    case selector::Verdict::excluded_unchanged:
      return "Excluded (by --exclude-unchanged)";
    case selector::Verdict::excluded_path:
      return "Excluded (path in exclude list)";
    case selector::Verdict::excluded_copy:
      return "Excluded (a copy of another dataset)";
    case selector::Verdict::not_marked:
    case selector::Verdict::bad_value:
      break;
  }
  return {};
}

std::string on_pool(const std::string& pool, const std::string& what) {
  return "[Source] " + pool + ": " + what + ". " + plan::typed({"zpool", "status", pool}) +
         " says why; when its devices are back: " + plan::typed({"zpool", "clear", pool});
}

bool has_copies_of(const std::string& pool, const plan::Facts& facts) {
  return facts.target != nullptr && std::ranges::any_of(facts.target->datasets(), [&](const auto& copy) {
           return copy.record && zfs::pool_of(copy.record->name) == pool;
         });
}

}  // namespace

void Story::tell_failed_pool(const std::string& pool, const std::string& why) {
  console_.error(on_pool(pool, "FAILED: " + why));
}

std::string on_suspended_pool(const std::string& pool, const std::string& consequence) {
  return on_pool(pool, "its I/O is suspended, so " + consequence);
}

/// Whether a pool whose I/O is suspended has anything of this job is known only from copies that record it.
std::size_t Story::tell_suspended_pools(const plan::Facts& facts) {
  std::size_t backed_up = 0;
  for (const std::string& pool : facts.suspended_pools) {
    if (has_copies_of(pool, facts)) {
      ++backed_up;
      tell_failed_pool(pool, "its I/O is suspended, so nothing of it can be read");
    } else {
      console_.warning(on_suspended_pool(pool, "it cannot be told whether this job selects anything there"));
    }
  }
  return backed_up;
}

std::size_t Story::tell_selection(const plan::Facts& facts, const std::string& property) {
  std::size_t bad = tell_suspended_pools(facts);
  for (const selector::Decision& decision : facts.selection) {
    const std::string line = "[Source] " + decision.dataset->name + ": ";
    if (decision.verdict == selector::Verdict::bad_value) {
      if (decision.marked_at != decision.dataset) continue;  // said where it is set
      ++bad;
      std::string text = line;
      text.append("FAILED: ")
          .append(property)
          .append(" has illegal value: '")
          .append(decision.dataset->selection.value);
      console_.error(text.append("'. Set it to true, false, child or parent; until then this subtree is left out."));
    } else if (decision.verdict == selector::Verdict::excluded_path) {
      console_.debug(line + text_of(decision.verdict));
    } else if (const std::string text = text_of(decision.verdict); !text.empty()) {
      console_.verbose(line + text);
    }
  }
  return bad;
}

void Story::begin(const plan::Plan& plan, const plan::Options& options, std::function<void()> next_chapter) {
  next_chapter_ = std::move(next_chapter);
  for (const std::string& note : plan.notes) console_.warning(note);
  remarks_ = plan.remarks;
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    kept_bases_.insert(kept_bases_.end(), dataset.kept_bases.begin(), dataset.kept_bases.end());
  }
  if (options.snapshot_name.empty()) return;
  console_.title("Snapshotting");
  std::set<std::string> snapshotted;
  for (const plan::Phase& phase : plan.phases) {
    if (phase.kind != plan::PhaseKind::snapshot) continue;
    for (const plan::Step& step : phase.lanes.front().steps) {
      const auto* const create = std::get_if<plan::CreateSnapshots>(&step.action);
      if (create == nullptr) continue;
      for (const plan::Item& item : create->items) snapshotted.insert(item.name);
    }
  }
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    if (snapshotted.contains(dataset.source->name)) continue;
    if (const zfs::Snapshot* const newest = dataset.source->newest_of_ours())
      console_.verbose("[Source] " + dataset.source->name + ": No changes since " + newest->name->text);
  }
  if (snapshotted.empty()) console_.verbose("[Source] No changes anywhere: not creating snapshots.");
}

void Story::turn_to_next_chapter() {
  if (!next_chapter_) return;
  next_chapter_();
  next_chapter_ = nullptr;
  for (const std::string& snapshot : kept_bases_)
    console_.verbose("[Source] " + snapshot + ": Keeping (common snapshot)");
}

void Story::end() {
  turn_to_next_chapter();
  for (const std::string& remark : remarks_) console_.verbose(remark);
}

void Story::tell_skipped(Side side, const transport::Pipeline& pipeline) {
  console_.command(spelled(side, "CMDSKIP> ", pipeline));
}

/// zfs-auto-snapshot shows commands alone.
std::string Story::spelled(Side side, std::string_view mark, const transport::Pipeline& pipeline) const {
  if (personality_ == app::Personality::zfs_auto_snapshot) return transport::to_sh(pipeline);
  return node(side).append(mark) + transport::to_line(pipeline);
}

void Story::tell_encryption(const plan::Plan& plan) {
  const auto is_encrypted = [](const plan::DatasetPlan& dataset) {
    return !dataset.encryption_root.value_or("").empty();
  };
  if (std::ranges::none_of(plan.datasets, is_encrypted)) return;
  for (const plan::DatasetPlan& dataset : plan.datasets) {
    if (!dataset.encryption_root) continue;
    const std::string& root = *dataset.encryption_root;
    console_.command("[Target] " + dataset.target + ": Encryption root: " +
                     (root.empty()             ? "none, unencrypted"
                      : root == dataset.target ? root + " (itself: its key is the source's)"
                                               : root));
  }
}

std::unique_ptr<run::Events> Story::beside() {
  return std::make_unique<StoryBeside>(console_, personality_);
}

void Story::command_starts(Side side, const transport::Pipeline& pipeline) {
  console_.debug(spelled(side, "CMD    > ", pipeline));
}

void Story::output_line(Side side, std::string_view line) {
  console_.output(node(side) + "STDOUT > " + std::string(line));
}

void Story::error_line(Side side, std::string_view line) {
  console_.debug(node(side) + "STDERR > " + std::string(line));
}

void Story::command_ended(Side side, const std::string& how) {
  console_.output(node(side) + "EXIT   > " + (how.starts_with("exit ") ? how.substr(5) : how));
}

void Story::phase_starts(const plan::Phase& phase) {
  transfer_began_ = std::chrono::steady_clock::now();
  if (phase.kind != plan::PhaseKind::snapshot) turn_to_next_chapter();
}

void Story::step_starts(const plan::Step& step) {
  std::visit(Tell{console_, std::string(step.why.text()), personality_ == app::Personality::zfs_autobackup,
                  personality_ == app::Personality::zelta},
             step.action);
}

void Story::dataset_failed(const plan::DatasetPlan& dataset, const std::string& reason) {
  const auto* const diverged = std::get_if<plan::Diverged>(&dataset.outcome);
  const auto* const modified = std::get_if<plan::TargetModified>(&dataset.outcome);
  if (diverged != nullptr) {
    for (const std::string& snapshot : diverged->incompatible)
      console_.error("[Target] " + snapshot + ": Incompatible snapshot");
  }
  const bool is_there = std::holds_alternative<plan::Cloned>(dataset.outcome) ||
                        std::holds_alternative<plan::RolledBack>(dataset.outcome);
  console_.error(node(is_there ? Side::target : Side::source) + dataset.source->name + ": FAILED: " + reason);
  const bool could_rotate =
      (diverged != nullptr && diverged->could_rotate) || (modified != nullptr && modified->could_rotate);
  if (could_rotate && personality_ == app::Personality::zwinnow)
    console_.warning("[Target] " + dataset.target +
                     ": --on-diverge=rotate sets it aside, keeps all that is in it, and goes on");
}

void Story::missing_failed(const std::string& dataset, bool was_to_go, const std::string& reason) {
  console_.error("[Target] " + dataset + ": Error during " +
                 (was_to_go ? "--destroy-missing: " + reason : "thinning of missing datasets (" + reason + ")"));
}

void Story::rotation_failed(const std::string& reason) {
  console_.error("[Target] FAILED to finish the rotation that an earlier run was interrupted in: " + reason);
}

void Story::tell_traffic(const run::JobReport& report) {
  if (personality_ == app::Personality::zfs_autobackup) return;
  const std::string in_all = text_of(report.in_all());
  if (in_all.empty()) return;
  console_.verbose("");
  for (const run::DatasetReport& dataset : report.datasets) {
    if (const std::string text = text_of(dataset.traffic); !text.empty())
      console_.verbose("[Source] " + dataset.source + ": " + text);
  }
  console_.verbose("In all: " + in_all);
}

void Story::transferring(std::uint64_t bytes, std::uint64_t total) {
  const Headway headway{bytes, total, std::chrono::steady_clock::now() - transfer_began_};
  console_.progress(personality_ == app::Personality::zfs_autobackup ? drop_in_text_of(headway) : text_of(headway));
}

}  // namespace report
