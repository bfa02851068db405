// Copies record their source: set on receive, written where it is missing or wrong, and never without leave.
#include "app/plan/replicate/records.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

zfs::Account user_with(const std::set<std::string, std::less<>>& permissions) {
  zfs::Account account;
  account.is_root = false;
  account.name = "keeper";
  account.rights["backup"].below = permissions;
  return account;
}

/// The record that the first transfer of the plan sets.
std::string received_record(const plan::Plan& plan) {
  for (const plan::Step& step : steps_of(plan)) {
    if (const auto* const transfer = std::get_if<plan::Transfer>(&step.action)) return transfer->record;
  }
  return "no transfer";
}

/// The plan again, as by this user, or by one of whom nothing is known.
struct As {
  explicit As(Job& job) : options(job.options), planned(job.world.plan(job.options)) {}
  plan::Plan user(const std::set<std::string, std::less<>>& permissions) {
    planned->facts.target_account = user_with(permissions);
    return plan::make_plan(planned->facts, options);
  }
  plan::Plan unknown() {
    planned->facts.target_account.reset();
    planned->facts.target_user_is_unknown = true;
    return plan::make_plan(planned->facts, options);
  }
  const plan::Options& options;
  std::unique_ptr<Planned> planned;
};

bool writes_records(const plan::Plan& plan) {
  return std::ranges::any_of(plan.phases, [](const auto& phase) { return phase.kind == plan::PhaseKind::records; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(text) {
  const zfs::SourceRecord record{1, 18'446'744'073'709'551'615U, "tank/my data:1"};
  BOOST_TEST(zfs::to_text(record) == "1:18446744073709551615:tank/my data:1");
  BOOST_CHECK((zfs::parse_record(zfs::to_text(record)) == record));
  for (const char* bad :
       {"", "-", "1", "1:2", "1:2:", ":2:a", "1::a", "0:2:a", "a:2:a", "1:-2:a", "1:2x:a", "99999999999999999999:2:a"})
    BOOST_TEST(!zfs::parse_record(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(set_on_a_first_receive_and_on_one_that_lacks_it) {
  Job job;
  job.source("tank", {"d3"});
  job.run();
  BOOST_CHECK((job.on_target("backup/tank").record == job.world.record_of("tank")));
  expect(job.lines(), {});

  job.world.snapshot(job.on_source("tank"), day(2));
  job.plan();
  BOOST_TEST(received_record(job.planned->plan) == "", "it has it");
  job.on_target("backup/tank").record->dataset += 1;
  job.run();
  BOOST_CHECK((job.on_target("backup/tank").record == job.world.record_of("tank")));
}

BOOST_AUTO_TEST_CASE(written_where_nothing_is_sent) {
  Job job;
  job.keep("10", "10");
  job.source("tank");
  for (const char* name : {"tank/up_to_date", "tank/diverged", "tank/unrelated"}) job.source(name, {"d3"});
  job.target("backup/tank", job.on_source("tank"), {});
  job.target("backup/tank/up_to_date", job.on_source("tank/up_to_date"), {"d3"}).record.reset();
  job.target("backup/tank/diverged", job.on_source("tank/diverged"), {"d3", "own"}).record.reset();
  job.on_target("backup/tank/diverged").snapshots.back().written = 5;
  job.world.snapshot(job.on_source("tank/diverged"), day(2));
  job.target("backup/tank/unrelated", job.on_source("tank/unrelated"), {"d2"}).record.reset();
  expect(job.lines({"record"}), {"record backup/tank/diverged backup/tank/up_to_date"});
  job.run();
  BOOST_TEST(!job.on_target("backup/tank/unrelated").record.has_value());
  expect(job.lines({"record"}), {});
}

BOOST_AUTO_TEST_CASE(not_without_the_root_of_its_pool) {
  Job job;
  job.source("tank/a", {"d3"});
  BOOST_TEST(received_record(job.plan()) == "");
}

BOOST_AUTO_TEST_CASE(a_rotation_leaves_one_on_both) {
  Job job;
  job.source("tank");
  job.on_source("tank").selection = {"-", "-"};
  job.world.add_on_target("backup", "backup/tank");
  job.options.rotate = true;
  job.target("backup/tank/a", job.source("tank/a", {"d3", "d2"}), {"d3", "own"});
  job.on_target("backup/tank/a").snapshots.back().written = 5;
  job.run();
  BOOST_CHECK((job.on_target("backup/tank/a").record == job.world.record_of("tank/a")));
  for (const auto& [name, dataset] : job.world.targets.at("backup").datasets) {
    if (name.starts_with("backup/tank/a.diverged")) BOOST_CHECK((dataset.record == job.world.record_of("tank/a")));
  }
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(never_without_leave) {
  Job sending;
  sending.source("tank", {"d3"});
  BOOST_TEST(received_record(As(sending).user({"create", "userprop"})) != "");
  BOOST_TEST(received_record(As(sending).user({"create"})) == "");
  BOOST_TEST(received_record(As(sending).unknown()) == "");

  Job idle;
  idle.target("backup/tank", idle.source("tank", {"d3"}), {"d3"}).record.reset();
  BOOST_TEST(writes_records(As(idle).user({"userprop"})));
  BOOST_TEST(!writes_records(As(idle).user({"create"})));
  BOOST_TEST(!writes_records(As(idle).unknown()), "it would be tried in vain in each run");
  idle.source("tank/new", {"d3"});
  BOOST_TEST(writes_records(As(idle).unknown()), "beside other work");
}

BOOST_AUTO_TEST_SUITE_END()
