#include "app/run/destroyer.hpp"

#include "app/run/blame.hpp"
#include "app/run/errors.hpp"
#include "app/run/holds.hpp"
#include "zfs/commands.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace run {

using zfs::Says;

namespace {

/// Commands for what zfs has refused as a whole.
constexpr std::size_t k_most_destroys = 20;

/// Somebody else has destroyed them all meanwhile, or the dataset.
bool says_gone(const transport::Result& result) {
  const std::string& errors = result.stages.back().stderr_tail;
  return zfs::says(errors, Says::nothing_to_destroy) || zfs::says(errors, Says::gone);
}

}  // namespace

void Destroyer::start(plan::DatasetIndex dataset, const plan::DestroySnapshots& what, const std::string& own_tag,
                      bool look_first, Done done) {
  dataset_ = dataset;
  rest_ = what;
  own_tag_ = own_tag;
  reasons_.clear();
  parts_.clear();
  commands_ = 0;
  destroyed_ = 0;
  done_ = std::move(done);
  if (look_first) return look();
  attempt();
}

void Destroyer::look() {
  auto now = std::make_shared<zfs::Guids>();
  shell_.start(
      rest_.side, zfs::list_guids(full_names()), [now](std::string_view line) { zfs::parse_guid_line(line, *now); },
      [this, now](const transport::Result& result) {
        if (result.interrupted) throw Aborted();
        if (result.connection_failed) return done_with(result.error());
        keep_the_same(*now);
        attempt();
      });
}

/// The snapshots that still have the guid which the plan went by.
void Destroyer::keep_the_same(const zfs::Guids& now) {
  std::erase_if(rest_.snapshots, [&](const plan::Going& going) {
    const auto found = now.find(rest_.dataset + "@" + going.name);
    return found == now.end() || (going.guid != 0 && going.guid != found->second);
  });
}

void Destroyer::attempt() {
  if (rest_.snapshots.empty()) return done();
  start_destroy([this](const transport::Result& result) {
    if (result.ok() || says_gone(result)) return done();
    if (result.connection_failed) return done_with(result.error());
    read_holds(result);
  });
}

/// All or nothing: so nothing has gone yet. What cannot go is left out, and the others are tried once more.
void Destroyer::read_holds(const transport::Result& refusal) {
  holds_ = {};
  start_reading_holds(shell_, rest_.side, full_names(), holds_, [this, refusal](const transport::Result& result) {
    if (result.interrupted) throw Aborted();
    spare_held(refusal);
  });
}

/// Takes out what others hold. Our own tag on a target snapshot that is to go is what a killed run left: it serves
/// nobody.
void Destroyer::spare_held(const transport::Result& refusal) {
  plan::Release left_over{rest_.side, own_tag_, {}};
  std::erase_if(rest_.snapshots, [&](const plan::Going& going) {
    const std::string name = rest_.dataset + "@" + going.name;
    std::vector<std::string>& tags = holds_.at(name);
    const bool has_own = rest_.side == plan::Side::target && std::erase(tags, own_tag_) != 0;
    if (tags.empty()) {
      if (has_own) left_over.items.push_back({dataset_, name});
      return false;
    }
    events_.warning(std::string(rest_.side == plan::Side::source ? "[Source] " : "[Target] ") + name +
                    ": Keeping, it is held by '" + tags.front() + "'");
    return true;
  });
  leave_out_named(refusal, {Says::held});  // those are known by now
  parts_.push_back(std::move(rest_.snapshots));
  if (left_over.items.empty()) return next_part();
  shell_.start(rest_.side, plan::compile({left_over, dataset_, ""}, context_), {},
               [this](const transport::Result&) { next_part(); });
}

void Destroyer::leave_out_named(const transport::Result& refusal, const Harmless& harmless) {
  const Reasons refused = blamed(refusal, harmless);
  std::erase_if(rest_.snapshots, [&](const plan::Going& going) {
    const auto found = refused.find(rest_.dataset + "@" + going.name);
    if (found != refused.end()) reasons_.push_back(found->second);
    return found != refused.end();
  });
}

/// Once, whoever it is said of.
void Destroyer::add_reason(const std::string& reason) {
  if (std::ranges::count(reasons_, reason) == 0) reasons_.push_back(reason);
}

void Destroyer::next_part() {
  if (parts_.empty()) return done();
  rest_.snapshots = std::move(parts_.front());
  parts_.pop_front();
  if (rest_.snapshots.empty()) return next_part();
  ++commands_;
  start_destroy([this](const transport::Result& result) {
    if (result.ok() || says_gone(result)) return next_part();
    if (result.connection_failed) return done_with(result.error());
    part_refused(result);
  });
}

void Destroyer::part_refused(const transport::Result& refusal) {
  const std::size_t before = rest_.snapshots.size();
  leave_out_named(refusal, {});
  std::vector<plan::Going>& all = rest_.snapshots;
  const bool may_go_on = commands_ < k_most_destroys;
  if (all.size() < before && may_go_on) {
    parts_.push_front(std::move(all));
  } else if (all.size() > 1 && may_go_on) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    parts_.emplace_front(middle, all.end());
    parts_.emplace_front(all.begin(), middle);
  } else if (!all.empty()) {
    add_reason(refusal.error());
  }
  next_part();
}

void Destroyer::start_destroy(std::function<void(const transport::Result&)> done) {
  shell_.start(rest_.side, plan::compile({rest_, dataset_, ""}, context_), {},
               [this, done = std::move(done)](const transport::Result& result) {
                 if (result.interrupted) throw Aborted();
                 if (result.ok()) destroyed_ += rest_.snapshots.size();
                 done(result);
               });
}

void Destroyer::done_with(std::string reason) {
  reasons_.push_back(std::move(reason));
  done();
}

/// The step that follows may be another destroy.
void Destroyer::done() {
  const Done tell = std::exchange(done_, nullptr);
  const std::vector<std::string> reasons = std::exchange(reasons_, {});
  tell(reasons);
}

std::vector<std::string> Destroyer::full_names() const {
  std::vector<std::string> names;
  for (const plan::Going& going : rest_.snapshots) names.push_back(rest_.dataset + "@" + going.name);
  return names;
}

}  // namespace run
