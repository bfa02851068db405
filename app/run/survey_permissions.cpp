#include "app/plan/lots.hpp"
#include "app/plan/rights.hpp"
#include "app/run/account.hpp"
#include "app/run/survey.hpp"
#include "zfs/commands.hpp"
#include "zfs/parse.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

namespace run {

using plan::Side;

namespace {

constexpr std::array k_sides{Side::source, Side::target};

std::string joined(const zfs::Permissions& permissions) {
  std::string text;
  for (const std::string& permission : permissions) text += (text.empty() ? "" : ", ") + permission;
  return text;
}

bool is_sent(const plan::Plan& plan) {
  return std::ranges::any_of(plan.phases,
                             [](const plan::Phase& phase) { return phase.kind == plan::PhaseKind::transfer; });
}

}  // namespace

bool Survey::is_unknown(Side side) const {
  if (side == Side::target && facts_.target == nullptr) return false;
  const auto& account = side == Side::source ? facts_.source_account : facts_.target_account;
  return !account && !is_known_to_be_root(shell_.host(side));
}

bool Survey::target_is_no_root() const {
  if (facts_.target == nullptr) return false;
  if (facts_.target_account) return !facts_.target_account->is_root;
  return shell_.host(Side::target).is_local() && ::geteuid() != 0;
}

/// A host that only lets certain commands through, or whose zfs speaks in another way, cannot be asked. That is no
/// reason not to back it up.
void Survey::start_reading_account(Side side, std::vector<std::string> datasets) {
  auto& account = side == Side::source ? facts_.source_account : facts_.target_account;
  if (!account) account.emplace();
  for (auto& lot : plan::lots_of(std::move(datasets))) {
    const auto listing = std::make_shared<zfs::AccountListing>(*account);
    const auto give_up = [this, side, &account](const std::string& reason) {
      account->is_root = true;  // nothing is known to be missing
      unread_accounts_.insert_or_assign(side, reason);
    };
    const auto attempt = [this, give_up](auto&& act) {
      reader_.keep_error([&] {
        try {
          act();
        } catch (const zfs::ListingError& error) {
          give_up(error.what());
        }
      });
    };
    shell_.start(
        side, zfs::get_account(lot),
        [listing, attempt](std::string_view line) { attempt([&] { listing->line(line); }); },
        [listing, attempt, give_up, side](const transport::Result& result) {
          attempt([&] {
            if (result.connection_failed || result.interrupted) require(result, side, "what its user is allowed");
            if (!result.ok()) return give_up(result.error());
            listing->finish();
          });
        });
  }
}

void Survey::start_reading_set_properties() {
  facts_.set_properties.emplace();
  for (auto& lot : plan::lots_of(plan::tops_of(Side::source, facts_, options_))) {
    reader_.start(
        Side::source, zfs::get_set_properties(lot),
        [this](std::string_view line) { zfs::parse_set_property_line(line, *facts_.set_properties); },
        "which properties are set", losing());
  }
}

/// Starts all that is known to be needed; true if there was something. Who it is on the other host is known only then.
bool Survey::start_reading_permissions() {
  if (!options_.check_permissions) return false;
  const bool for_properties = target_is_no_root() && options_.send && !facts_.set_properties;
  if (for_properties) start_reading_set_properties();
  bool started = for_properties;
  for (const Side side : k_sides) {
    if (!is_unknown(side)) continue;
    start_reading_account(side, plan::tops_of(side, facts_, options_));
    started = true;
  }
  return started;
}

void Survey::read_all_permissions() {
  for (const Side side : k_sides) {
    if (is_unknown(side)) start_reading_account(side, plan::tops_of(side, facts_, options_));
  }
  start_reading_set_properties();
  reader_.wait();
  for (const auto& [side, reason] : unread_accounts_) throw RunError(explain_unread(side, reason));
}

/// What is given at the top mostly does; if not, each dataset is asked about.
std::vector<plan::Lack> Survey::find_lacks(const plan::Plan& plan) {
  std::vector<plan::Lack> lacks = plan::lacks(plan, facts_, options_);
  std::set<Side> sides;
  for (const plan::Lack& lack : lacks) {
    if (!lack.needed.empty() || !lack.properties.empty()) sides.insert(lack.side);
  }
  if (sides.empty()) return lacks;
  for (const Side side : sides) start_reading_account(side, plan::datasets_of(side, plan, facts_));
  reader_.wait();
  return plan::lacks(plan, facts_, options_);
}

/// Whom it is about, what he lacks, and the command for root that gives it.
std::string Survey::explain(const plan::Lack& lack, const zfs::Permissions& permissions,
                            const std::string& what) const {
  const bool at_source = lack.side == Side::source;
  const transport::Host& host = shell_.host(lack.side);
  const std::string& user = (at_source ? facts_.source_account : facts_.target_account)->name;
  std::string text(at_source ? "[Source] user " : "[Target] user ");
  text.append(user).append(" lacks ").append(what);
  text.append(". As root ").append(host.is_local() ? "here" : "on " + host.destination()).append(": ");
  return text.append(plan::allow_line(user, permissions, lack.top));
}

std::string Survey::explain_unread(Side side, const std::string& reason) {
  return std::string(side == Side::source ? "[Source]" : "[Target]") +
         " cannot find out what its user is allowed: " + reason;
}

void Survey::check_permissions(plan::Plan& plan) {
  std::vector<std::string> lines;
  for (const auto& [side, reason] : unread_accounts_)
    plan.notes.push_back(explain_unread(side, reason) +
                         ". So it was not checked (--skip-permission-check does not ask)");
  for (const plan::Lack& lack : find_lacks(plan)) {
    if (!lack.needed.empty()) lines.push_back(explain(lack, lack.needed, joined(lack.needed) + " on " + lack.top));
    if (!is_sent(plan)) continue;
    if (!lack.properties.empty()) {
      const std::string what = joined(lack.properties) + " below " + lack.top;
      plan.notes.push_back(explain(lack, lack.properties, "leave to set " + what + ": so copies go without"));
    }
    if (!lack.records.empty())
      plan.notes.push_back(explain(lack, lack.records,
                                   joined(lack.records) + " below " + lack.top +
                                       ": so copies do not record their source, and stay when that is gone"));
  }
  if (lines.empty()) return;
  lines.emplace_back("Nothing was done. 'zwinnow allow' with the options of this job prints all that it needs.");
  throw NotAllowed(std::move(lines));
}

}  // namespace run
