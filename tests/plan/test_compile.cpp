#include "app/plan/compile.hpp"
#include "app/plan/mount_text.hpp"
#include "zfs/commands.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using plan::Side;
using plan::Step;
using plan::Transfer;
using transport::Argv;
using transport::Host;
using transport::Pipeline;

const Host k_local = Host::local();
const Host k_remote = Host::ssh("backup@server1");

/// "host: word|word": words apart even when they hold spaces; an empty host is this one.
std::vector<std::string> spelled(const Pipeline& pipeline) {
  std::vector<std::string> stages;
  for (const transport::Stage& stage : pipeline.stages) {
    std::string text = stage.host.destination() + ":";
    for (const std::string& word : stage.argv) text += (text.back() == ':' ? " " : "|") + word;
    stages.push_back(text);
  }
  return stages;
}
struct Given {
  plan::Settings settings;
  plan::Hosts hosts;

  operator plan::Context() const { return {settings, hosts}; }  // NOLINT(google-explicit-constructor)
};

std::vector<std::string> spelled(const plan::Action& action, const Given& context = {}) {
  return spelled(plan::compile({action, 0, ""}, context));
}

void expect(const std::vector<std::string>& stages, const std::vector<std::string>& expected) {
  BOOST_TEST(stages == expected, boost::test_tools::per_element());
}

Transfer incremental() {
  return {.source = "tank/a b",
          .between = {},
          .snapshot = "new",
          .base = "old",
          .target = "backup/a b",
          .token = {},
          .raw = false,
          .volume = false,
          .large_blocks = false,
          .embedded_data = false,
          .compressed = false,
          .resumable = false};
}

Given between(const Host& source, const Host& target) {
  Given context;
  context.hosts.source = source;
  context.hosts.target = target;
  return context;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spelling)

BOOST_AUTO_TEST_CASE(every_step_but_the_transfer) {
  const Given pull = between(k_remote, k_local);
  const struct {
    plan::Action action;
    const char* expected;
    Side side;
    bool tolerated;
  } cases[] = {
      {plan::CreateSnapshots{"s", {{0, "tank/a b"}, {1, "tank/c"}}, {}, true},
       "backup@server1: zfs|snapshot|tank/a b@s|tank/c@s", Side::source, false},
      {plan::CreateSnapshots{"s", {{0, "tank"}, {1, "tank/c"}}, {"tank"}, true},
       "backup@server1: zfs|snapshot|-r|tank@s", Side::source, false},
      {plan::CreateParent{"backup/a b"}, ": zfs|create|-o|canmount=off|backup/a b", Side::target, false},
      {plan::AbortReceive{"backup/a"}, ": zfs|recv|-A|backup/a", Side::target, true},
      {plan::DestroySnapshots{Side::source, "tank/a b", {{"x"}, {"y"}}}, "backup@server1: zfs|destroy|tank/a b@x,y",
       Side::source, false},
      {plan::DestroySnapshots{Side::target, "backup/a", {{"x"}}}, ": zfs|destroy|backup/a@x", Side::target, false},
      {plan::Rollback{"backup/a@x"}, ": zfs|rollback|backup/a@x", Side::target, false},
      {plan::Verify{{{0, "backup/a@x"}, {1, "backup/b@x"}}},
       ": zfs|list|-Hp|-t|snapshot|-o|name,guid|backup/a@x|backup/b@x", Side::target, false},
      {plan::Hold{Side::source, "t:1", {{0, "tank/a@x"}, {1, "tank/b@x"}}},
       "backup@server1: zfs|hold|t:1|tank/a@x|tank/b@x", Side::source, true},
      {plan::Hold{Side::target, "t:1", {{0, "backup/a@x"}}}, ": zfs|hold|t:1|backup/a@x", Side::target, true},
      {plan::Release{Side::source, "t:1", {{0, "tank/a@x"}}}, "backup@server1: zfs|release|t:1|tank/a@x", Side::source,
       true},
      {plan::Release{Side::target, "t:1", {{0, "backup/a@x"}}}, ": zfs|release|t:1|backup/a@x", Side::target, true},
      {plan::Rename{"backup/a", "backup/b"}, ": zfs|rename|-u|backup/a|backup/b", Side::target, false},
      {plan::Rename{"backup/a", "backup/b", true}, ": zfs|rename|backup/a|backup/b", Side::target, false},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.expected) {
      expect(spelled(test.action, pull), {test.expected});
      BOOST_TEST((plan::side_of({test.action, 0, ""}) == test.side));
      BOOST_TEST(plan::tolerates_failure({test.action, 0, ""}) == test.tolerated);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_text_mounts_many) {
  plan::Mount mount{"backup", "/backup", {{0, "backup/a"}, {1, "backup/b"}}};
  expect(spelled(mount),
         {": sh|-c|" + std::string(plan::mount_text()) + "|mount-copies|backup|/backup|backup/a|backup/b"});
  mount.makes_directories = true;
  BOOST_TEST(spelled(mount).front().find("|mount-tree|") != std::string::npos);
  BOOST_TEST((plan::side_of({mount, 0, ""}) == Side::target));
  BOOST_TEST(plan::tolerates_failure({mount, 0, ""}));
}

BOOST_AUTO_TEST_CASE(the_plainest_transfer) {
  Transfer transfer = incremental();
  expect(spelled(transfer), {": zfs|send|-p|-i|@old|tank/a b@new", ": zfs|recv|-u|-v|backup/a b"});
  transfer.base.clear();
  expect(spelled(transfer), {": zfs|send|-p|tank/a b@new", ": zfs|recv|-u|-v|backup/a b"});
  BOOST_TEST((plan::side_of({transfer, 0, ""}) == Side::source));
  BOOST_TEST(!plan::tolerates_failure({transfer, 0, ""}));
}

BOOST_AUTO_TEST_CASE(several_snapshots_in_one_stream) {
  Transfer transfer = incremental();
  transfer.between = {"x", "y"};
  expect(spelled(transfer), {": zfs|send|-p|-I|@old|tank/a b@new", ": zfs|recv|-u|-v|backup/a b"});
}

BOOST_AUTO_TEST_CASE(all_flags_in_order) {
  Transfer transfer = incremental();
  transfer.raw = transfer.large_blocks = transfer.embedded_data = transfer.compressed = transfer.resumable = true;
  Given context;
  context.settings.progress = true;
  context.settings.filter_properties = {"canmount", "refreservation"};
  context.settings.set_properties = {"canmount=noauto", "x:y=a b=c"};
  expect(spelled(transfer, context),
         {": zfs|send|-L|-e|-c|--raw|-v|-P|-p|-i|@old|tank/a b@new",
          ": zfs|recv|-u|-x|canmount|-x|refreservation|-o|canmount=noauto|-o|x:y=a b=c|-v|-s|backup/a b"});
  transfer.token = "1-abc";
  expect({spelled(transfer, context).front()}, {": zfs|send|-L|-e|-c|--raw|-v|-P|-t|1-abc"});
  transfer.volume = true;
  expect({spelled(transfer, context).back()}, {": zfs|recv|-u|-x|refreservation|-o|x:y=a b=c|-v|-s|backup/a b"});
}

BOOST_AUTO_TEST_CASE(records_of_the_source) {
  Transfer transfer = incremental();
  transfer.record = "1:2:tank/a b";
  expect({spelled(transfer, {}).back()}, {": zfs|recv|-u|-o|zwinnow:source=1:2:tank/a b|-v|backup/a b"});
  const auto written = spelled(plan::WriteRecords{{{"backup/a b", "1:2:tank/a b"}, {"backup/c", "1:3:tank/c"}}});
  BOOST_REQUIRE(written.size() == 1U);
  BOOST_TEST(written[0].starts_with(": sh|-c|failed=0;"));
  BOOST_TEST(written[0].ends_with("|sh|zwinnow:source=1:2:tank/a b|backup/a b|zwinnow:source=1:3:tank/c|backup/c"));
}

BOOST_AUTO_TEST_CASE(a_new_copy_is_read_only_and_not_shared) {
  Transfer transfer = incremental();
  transfer.base.clear();
  transfer.read_only = transfer.unshared = true;
  const auto receive = [&](const Given& context) { return spelled(transfer, context).back(); };
  BOOST_TEST(receive({}) == ": zfs|recv|-u|-x|sharenfs|-x|sharesmb|-o|readonly=on|-v|backup/a b");
  Given context;  // no property twice, which zfs refuses
  context.settings.filter_properties = {"readonly", "sharesmb"};
  context.settings.set_properties = {"sharenfs=on"};
  BOOST_TEST(receive(context) == ": zfs|recv|-u|-x|sharesmb|-o|readonly=on|-o|sharenfs=on|-v|backup/a b");
  transfer.volume = true;  // these are no properties of one
  transfer.unreserved = true;
  BOOST_TEST(receive({}) == ": zfs|recv|-u|-x|refreservation|-o|readonly=on|-v|backup/a b");
  context.settings.filter_properties = {"refreservation"};
  context.settings.set_properties.clear();
  BOOST_TEST(receive(context) == ": zfs|recv|-u|-x|refreservation|-o|readonly=on|-v|backup/a b");
  context.settings.filter_properties.clear();
  context.settings.set_properties = {"refreservation=1G"};
  BOOST_TEST(receive(context) == ": zfs|recv|-u|-o|readonly=on|-o|refreservation=1G|-v|backup/a b");
}

BOOST_AUTO_TEST_CASE(how_much_a_stream_will_be) {
  Transfer transfer = incremental();
  transfer.between = {"x"};
  transfer.raw = true;
  Given context;
  context.settings.progress = true;
  expect(spelled(plan::estimate(transfer, context)), {": zfs|send|--raw|-n|-v|-P|-p|-I|@old|tank/a b@new"});
}

BOOST_AUTO_TEST_CASE(mbuffer_where_it_helps) {
  const struct {
    const char* name;
    Host source, target;
    const char *buffer, *rate;
    std::vector<std::string> between;
  } cases[] = {
      {"none", k_remote, k_local, "", "", {}},
      {"local", k_local, k_local, "1G", "", {": mbuffer|-q|-s128k|-m1G"}},
      {"pull", k_remote, k_local, "1G", "", {"backup@server1: mbuffer|-q|-s128k|-m1G", ": mbuffer|-q|-s128k|-m1G"}},
      {"push",
       k_local,
       k_remote,
       "1G",
       "10M",
       {": mbuffer|-q|-s128k|-m1G|-R10M", "backup@server1: mbuffer|-q|-s128k|-m1G"}},
      {"only a rate", k_remote, k_local, "", "10M", {"backup@server1: mbuffer|-q|-s128k|-m16M|-R10M"}},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Given context;
      context.hosts.source = test.source;
      context.hosts.target = test.target;
      context.settings.piping.buffer = test.buffer;
      context.settings.piping.rate = test.rate;
      auto stages = spelled(incremental(), context);
      BOOST_TEST_REQUIRE(stages.size() == test.between.size() + 2);
      BOOST_TEST(stages.front().starts_with(test.source.destination() + ": zfs|send"));
      BOOST_TEST(stages.back().starts_with(test.target.destination() + ": zfs|recv"));
      expect({stages.begin() + 1, stages.end() - 1}, test.between);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_last_gate) {
  const plan::Action refused[] = {
      plan::DestroySnapshots{Side::source, "tank", {}},
      plan::DestroySnapshots{Side::source, "", {{"x"}}},
      plan::DestroySnapshots{Side::source, "tank", {{""}}},
      plan::DestroySnapshots{Side::source, "tank", {{"x"}, {""}}},
      plan::DestroySnapshots{Side::target, "tank", {{"a%b"}}},
      plan::DestroySnapshots{Side::target, "tank", {{"%"}}},
      plan::DestroySnapshots{Side::target, "tank%", {{"a"}}},
      plan::DestroySnapshots{Side::target, "tank", {{"a,b"}}},
      plan::DestroySnapshots{Side::target, "tank", {{"a"}, {"b@c"}}},
      plan::DestroySnapshots{Side::target, "tank@a", {{"b"}}},
      plan::DestroySnapshots{Side::target, "-r", {{"b"}}},
      plan::Rollback{"tank"},
      plan::Rollback{"tank@"},
      plan::Rollback{"@x"},
      plan::Rollback{""},
      plan::Rollback{"-r@x"},
      plan::DestroyDataset{"backup"},
      plan::DestroyDataset{""},
      plan::DestroyDataset{"backup/"},
      plan::DestroyDataset{"-r/x"},
      plan::DestroyDataset{"backup/x@y"},
      plan::DestroyDataset{"backup/x%"},
      plan::DestroyBookmark{"tank"},
      plan::DestroyBookmark{"tank@x"},
      plan::DestroyBookmark{"tank#"},
      plan::DestroyBookmark{"#x"},
      plan::DestroyBookmark{"tank#x,y"},
      plan::DestroyBookmark{"-r#x"},
      plan::Clone{"backup/x", "backup/y", {}},
      plan::Clone{"backup/x@y", "backup", {}},
      plan::Rename{"backup", "backup/x"},
      plan::Rename{"backup/x", "-f/x"},
      plan::Rename{"backup/x@y", "backup/x"},
  };
  for (const plan::Action& action : refused)
    BOOST_CHECK_THROW(plan::compile({action, 0, ""}, Given()), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
