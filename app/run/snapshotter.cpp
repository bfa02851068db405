#include "app/run/snapshotter.hpp"

#include "app/plan/lots.hpp"
#include "app/run/blame.hpp"
#include "app/run/errors.hpp"
#include "zfs/commands.hpp"
#include "zfs/inventory.hpp"
#include "zfs/says.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

namespace run {

namespace {

/// Times that what zfs names is left out, and the rest tried again.
constexpr std::size_t k_most_retries = 20;
/// Commands that halving may take: enough for several culprits among thousands.
constexpr std::size_t k_most_commands = 100;

}  // namespace

void Snapshotter::start(const plan::CreateSnapshots& what, Done done) {
  rest_ = what;
  outcome_ = {};
  retries_ = halvings_ = commands_ = 0;
  done_ = std::move(done);
  attempt();
}

void Snapshotter::attempt() {
  if (rest_.items.empty()) return done();
  create(rest_, [this](const transport::Result& result) {
    if (result.ok()) return done();
    if (result.connection_failed) return connection_lost(rest_.items, result);
    // By name, whatever it was: with `-r` those that have failed would come along.
    const bool was_recursive = !std::exchange(rest_.recursive_roots, {}).empty();
    const bool are_left_out = leave_out_named(result, rest_.items);
    if ((was_recursive || are_left_out) && retries_++ < k_most_retries) return attempt();
    halve(result);
  });
}

/// False when zfs names none of them. With what is gone, all below it is.
bool Snapshotter::leave_out_named(const transport::Result& refusal, Part& items) {
  const Reasons reasons = blamed(refusal, {});
  const auto why = [&](const plan::Item& item) {
    const std::string* reason = reason_for(reasons, full_name(item));
    for (auto above = zfs::parent_of(item.name); reason == nullptr && !above.empty(); above = zfs::parent_of(above)) {
      const auto found = reasons.find(std::string(above));
      if (found != reasons.end() && zfs::says(found->second, zfs::Says::gone)) reason = &found->second;
    }
    return reason;
  };
  return std::erase_if(items, [&](const plan::Item& item) {
           const std::string* const reason = why(item);
           if (reason != nullptr) leave_out(item, *reason);
           return reason != nullptr;
         }) != 0;
}

void Snapshotter::leave_out(const plan::Item& item, const std::string& reason) {
  (zfs::says(reason, zfs::Says::gone) ? outcome_.gone : outcome_.refused).emplace(item.dataset, reason);
}

void Snapshotter::leave_out_all(const Part& items, const transport::Result& refusal) {
  for (const plan::Item& item : items) leave_out(item, refusal.error());
}

// --- In parts ---

/// Twice at most: whoever fits in one by one may not fit in with all the others.
void Snapshotter::halve(const transport::Result& refusal) {
  if (rest_.items.size() < 2) {
    leave_out_all(rest_.items, refusal);
    return done();
  }
  ++halvings_;
  made_.clear();
  guids_.clear();
  part_refused(rest_.items, refusal);
}

void Snapshotter::next_part() {
  if (parts_.empty()) return parts_ended();
  auto part = std::make_shared<Part>(std::move(parts_.front()));
  parts_.pop_front();
  create({rest_.snapshot, *part, {}, false}, [this, part](const transport::Result& result) {
    if (result.ok()) return part_made(std::move(*part));
    if (result.connection_failed) return connection_lost(*part, result);
    if (leave_out_named(result, *part) && commands_ < k_most_commands) {
      if (!part->empty()) parts_.push_front(std::move(*part));
      return next_part();
    }
    part_refused(*part, result);
  });
  ++commands_;
}

void Snapshotter::part_refused(const Part& part, const transport::Result& refusal) {
  if (part.size() < 2 || commands_ >= k_most_commands) {
    leave_out_all(part, refusal);
  } else {
    const auto middle = part.begin() + static_cast<std::ptrdiff_t>(part.size() / 2);
    parts_.emplace_front(middle, part.end());
    parts_.emplace_front(part.begin(), middle);
  }
  next_part();
}

void Snapshotter::connection_lost(const Part& part, const transport::Result& result) {
  outcome_.lost_connection = true;
  parts_.push_front(part);
  for (const Part& untold : std::exchange(parts_, {})) {
    for (const plan::Item& item : untold) outcome_.gone.emplace(item.dataset, result.error());
  }
  done();
}

/// Their guids are read at once: what goes by that name later may be somebody else's.
void Snapshotter::part_made(Part part) {
  std::vector<std::string> names;
  std::ranges::transform(part, std::back_inserter(names), [this](const plan::Item& item) { return full_name(item); });
  made_.push_back(std::move(part));
  shell_.start(
      plan::Side::source, zfs::list_guids(names), [this](std::string_view line) { zfs::parse_guid_line(line, guids_); },
      [this](const transport::Result& result) {
        if (result.interrupted) throw Aborted();
        next_part();
      });
}

void Snapshotter::parts_ended() {
  if (made_.size() < 2) return done();  // made in one command, or nothing at all
  if (halvings_ < 2) return destroy_made();
  tell_not_atomic();
  done();
}

void Snapshotter::tell_not_atomic() {
  events_.warning("[Source] the snapshots " + rest_.snapshot + " could not be had in one command: they are not atomic");
}

/// What stays there, as somebody has taken hold of it meanwhile, is one of the run's snapshots.
void Snapshotter::destroy_made() {
  std::vector<plan::Made> made;
  rest_.items.clear();
  for (const Part& part : std::exchange(made_, {})) {
    rest_.items.insert(rest_.items.end(), part.begin(), part.end());
    for (const plan::Item& item : part) {
      if (const auto found = guids_.find(full_name(item)); found != guids_.end())
        made.push_back({found->first, found->second});
    }
  }
  auto left = std::make_shared<std::set<std::string, std::less<>>>();
  shell_.start(
      plan::Side::source, plan::destroy_made(made, context_), [left](std::string_view name) { left->emplace(name); },
      [this, left](const transport::Result& result) {
        if (result.interrupted) throw Aborted();
        if (!left->empty()) tell_not_atomic();
        std::erase_if(rest_.items, [&](const plan::Item& item) { return left->contains(full_name(item)); });
        attempt();
      });
}

// --- What they are made of ---

void Snapshotter::create(const plan::CreateSnapshots& what, std::function<void(const transport::Result&)> done) {
  shell_.start(plan::Side::source, plan::compile({what, plan::k_no_dataset, ""}, context_), {},
               [done = std::move(done)](const transport::Result& result) {
                 if (result.interrupted) throw Aborted();
                 done(result);
               });
}

/// The step that follows may be another one of these.
void Snapshotter::done() {
  const Done tell = std::exchange(done_, nullptr);
  tell(std::exchange(outcome_, {}));
}

}  // namespace run
