// What becomes of new copies on the target's host: which are mounted, and which are read-only.
#include "app/plan/mount_text.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

BOOST_AUTO_TEST_SUITE(mounting)

BOOST_AUTO_TEST_CASE(new_filesystems_are_looked_at_in_one_command) {
  Job job;
  job.target("backup/old", job.source("old", {"d2", "d1"}), {"d2"});
  job.source("tank", {"d1"});
  job.source("tank/disk", {"d1"}).type = zfs::DatasetType::volume;
  job.source("tank/home", {"d1"}).encrypted = true;  // its key may be loaded
  job.source("tank/nothing");                        // no snapshot to send
  job.on_target("backup").mountpoint = {"/srv/backup", "local"};
  expect(job.lines({"mount"}), {"mount backup/tank backup/tank/home"});
  for (const plan::Step& step : steps_of(job.planned->plan)) {
    const auto* const mount = std::get_if<plan::Mount>(&step.action);
    if (mount == nullptr) continue;
    BOOST_TEST(mount->path == "backup");
    BOOST_TEST(mount->mountpoint == "/srv/backup");
  }
}

BOOST_AUTO_TEST_CASE(never_the_target_path_itself) {
  Job job;
  job.options.mapping = selector::Mapping::below(job.options.mapping.root(), 1);
  job.options.settings.force = true;
  job.source("tank", {"d1"});
  job.source("tank/a", {"d1"});
  expect(job.lines({"mount"}), {"mount backup/a"});
}

BOOST_AUTO_TEST_CASE(what_stays_unmounted_is_told_once) {
  Job job;
  job.source("tank", {"d2", "d1"});
  job.plan();
  plan::MountReport report;
  report.line("backup/tank/ok\tmounted");
  BOOST_TEST(report.note(job.planned->plan).empty());
  report.line("backup/tank\tthere is no directory /backup/tank");
  BOOST_TEST(
      in_days(report.note(job.planned->plan)) ==
      "[Target] 1 of 2 new filesystems stay unmounted: backup/tank (there is no directory /backup/tank). To read "
      "one without a change: mount -t zfs backup/tank@d1 /mnt");
  report.line("no line of ours");
  for (const char* name : {"b/a", "b/b", "b/c"}) report.line(std::string(name) + "\tit is not empty");
  BOOST_TEST(
      in_days(report.note(job.planned->plan)) ==
      "[Target] 4 of 5 new filesystems stay unmounted: backup/tank (there is no directory /backup/tank), b/a (it "
      "is not empty), b/b (it is not empty) and 1 more. To read one without a change: mount -t zfs "
      "backup/tank@d1 /mnt");
}

BOOST_AUTO_TEST_CASE(new_copies_are_read_only_unless_set_otherwise) {
  const struct {
    const char* name;
    bool protect;
    Lines set;
    bool read_only;
  } cases[] = {
      {"zwinnow", true, {}, true},
      {"drop-in", false, {}, false},
      {"set to off", true, {"readonly=off"}, false},
      {"set to on", true, {"readonly=on"}, false},  // by that
      {"another of like name", true, {"readonlyx=off", "xreadonly=off"}, true},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Job job;
      job.options.protect_copies = test.protect;
      job.options.settings.set_properties = test.set;
      job.target("backup/old", job.source("old", {"d3", "d2"}), {"d3"});
      job.source("tank", {"d3", "foreign", "d2"});
      job.plan();
      Lines streams;
      for (const plan::Step& step : steps_of(job.planned->plan)) {
        const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
        if (transfer == nullptr) continue;
        BOOST_TEST(transfer->unshared == test.protect);
        if (transfer->read_only) streams.push_back(in_days(to_text(step)));
      }
      expect(streams, test.read_only ? Lines{"transfer tank@d3 > backup/tank"} : Lines{});
    }
  }
}

BOOST_AUTO_TEST_CASE(who_may_not_set_readonly_goes_without) {
  Job job;
  job.options.protect_copies = true;
  job.source("tank", {"d1"});
  job.plan();
  const auto first_stream = [&](const zfs::Permissions& below) {
    zfs::Account account;
    account.name = "bk";
    account.system = "FreeBSD";
    account.rights.emplace("backup", zfs::Rights{{}, below});
    job.planned->facts.target_account = account;
    const plan::Plan plan = plan::make_plan(job.planned->facts, job.options);
    for (const plan::Step& step : steps_of(plan)) {
      if (const auto* const transfer = std::get_if<plan::Transfer>(&step.action))
        return std::string(transfer->read_only ? "read-only " : "") + (transfer->unshared ? "unshared" : "");
    }
    return std::string("none");
  };
  BOOST_TEST(first_stream({}).empty());
  BOOST_TEST(first_stream({"readonly", "sharenfs"}) == "read-only ");
  BOOST_TEST(first_stream({"readonly", "sharenfs", "sharesmb"}) == "read-only unshared");
}

BOOST_AUTO_TEST_CASE(copies_of_volumes_reserve_nothing) {
  for (const bool protect : {true, false}) {
    Job job;
    job.options.protect_copies = protect;
    job.source("tank/file", {"d1"});
    WorldDataset& volume = job.source("tank/volume", {"d3", "d2"});
    volume.type = zfs::DatasetType::volume;
    job.target("backup/tank/volume", volume, {"d3"});
    job.plan();
    std::set<std::string> unreserved;
    for (const plan::Step& step : steps_of(job.planned->plan)) {
      const auto* const transfer = std::get_if<plan::Transfer>(&step.action);
      if (transfer != nullptr && transfer->unreserved) unreserved.insert(transfer->target);
    }
    BOOST_TEST(unreserved == (protect ? std::set<std::string>{"backup/tank/volume"} : std::set<std::string>{}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(writable_copies_are_told_once) {
  const zfs::Setting inherits_off{"off", "default"};
  Job job;
  job.on_target("backup").readonly = inherits_off;
  for (const char* name : {"tank", "tank/a", "tank/off", "disk", "safe"})
    job.target("backup/" + std::string(name), job.source(name, {"d2"}), {"d2"}).readonly = inherits_off;
  job.on_target("backup/tank/off").canmount = {"off", "received"};
  job.on_source("disk").type = job.on_target("backup/disk").type = zfs::DatasetType::volume;
  job.on_target("backup/safe").readonly = {"on", "received"};
  job.plan();
  const std::string words = " copies are not read-only: ";
  const std::string cure =
      ". Mounting or reading a copy may change it, and zfs then refuses the next increment. To prevent this: ";
  expect(job.planned->plan.notes,
         {"[Target] 2" + words + "backup/tank, backup/tank/a" + cure + "zfs set readonly=on backup/tank"});

  // A new one, by what will be: its parent's, the source's, or what the options say.
  const zfs::Setting unset{"off", "default"};
  job.source("safe/new", {"d1"}).readonly = unset;
  job.source("new", {"d1"}).readonly = unset;
  job.source("sent", {"d1"}).readonly = {"on", "local"};
  job.plan();
  expect(job.planned->plan.notes, {"[Target] 3" + words + "backup/new, backup/tank, backup/tank/a" + cure +
                                   "zfs set readonly=on "
                                   "backup/new backup/tank"});
  job.options.settings.filter_properties = {"readonly"};
  job.plan();
  expect(job.planned->plan.notes, {"[Target] 4" + words + "backup/new, backup/sent, backup/tank and 1 more" + cure +
                                   "zfs set "
                                   "readonly=on backup/new backup/sent backup/tank"});
  job.options.protect_copies = true;
  job.plan();
  expect(job.planned->plan.notes,
         {"[Target] 2" + words + "backup/tank, backup/tank/a" + cure + "zfs set readonly=on backup/tank"});
}

BOOST_AUTO_TEST_SUITE_END()
