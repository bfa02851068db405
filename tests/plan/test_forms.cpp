#include "app/plan/encryption.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using plan::Transfer;

/// The only transfer of the plan.
Transfer transfer_of(Job& job) {
  for (const plan::Step& step : steps_of(job.plan())) {
    if (const auto* const transfer = std::get_if<Transfer>(&step.action)) return *transfer;
  }
  BOOST_FAIL("nothing is sent");
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forms)

BOOST_AUTO_TEST_CASE(in_what_form_a_dataset_leaves) {
  const struct {
    bool encrypted, decrypt, encrypt;
    bool raw, properties, embedded_data, encrypted_by_target;
  } cases[] = {
      {false, false, false, false, true, true, false}, {false, false, true, false, true, true, true},
      {false, true, false, false, true, true, false},  {true, false, false, true, true, false, false},
      {true, false, true, true, true, false, false},   {true, true, false, false, false, true, false},
      {true, true, true, false, false, true, true},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.encrypted << test.decrypt << test.encrypt) {
      Job job;
      job.source("tank", {"d1"}).encrypted = test.encrypted;
      job.options.decrypt = test.decrypt;
      job.options.encrypt = test.encrypt;
      const Transfer transfer = transfer_of(job);
      BOOST_TEST(transfer.raw == test.raw);
      BOOST_TEST(transfer.properties == test.properties);
      BOOST_TEST(transfer.embedded_data == test.embedded_data);
      BOOST_TEST(transfer.encrypt == test.encrypted_by_target);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_missing_key_is_said_before_anything_is_sent) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d1"});
  tank.encrypted = true;
  tank.key_loaded = false;
  expect(job.lines({"transfer"}), {"transfer raw tank@d1 > backup/tank"});
  job.options.decrypt = true;
  expect(job.lines({"transfer"}), {});
  BOOST_TEST(job.outcome_as<plan::KeyMissing>()->encryption_root == "tank");
}

BOOST_AUTO_TEST_CASE(a_pool_that_knows_no_encryption_takes_it_in_plain_alone) {
  Job job;
  job.source("tank", {"d1"}).encrypted = true;
  job.source("zoo", {"d1"});
  job.world.targets.at("backup").features.erase("encryption");
  expect(job.lines({"transfer"}), {"transfer zoo@d1 > backup/zoo"});
  BOOST_TEST(job.outcome_as<plan::EncryptionUnknown>());
  job.options.decrypt = true;
  expect(job.lines({"transfer"}), {"transfer tank@d1 > backup/tank", "transfer zoo@d1 > backup/zoo"});
}

BOOST_AUTO_TEST_CASE(encryption_roots_are_foretold) {
  Job job;
  job.world.targets.at("backup").datasets.at("backup").encrypted = true;
  job.source("tank", {"d1"});
  job.source("tank/secret", {"d1"}).encrypted = true;
  job.source("tank/secret/child", {"d1"});
  job.plan();
  BOOST_TEST(*job.planned->plan.datasets.at(0).encryption_root == "");
  BOOST_TEST(*job.planned->plan.datasets.at(1).encryption_root == "backup/tank/secret");
  BOOST_TEST(*job.planned->plan.datasets.at(2).encryption_root == "");
  const std::string words =
      ": will be stored unencrypted, although its parent is encrypted. With --encrypt the target encrypts it";
  expect(job.planned->plan.notes, {"[Target] backup/tank" + words, "[Target] backup/tank/secret/child" + words});

  job.options.encrypt = true;
  job.plan();
  BOOST_TEST(*job.planned->plan.datasets.at(0).encryption_root == "backup");
  BOOST_TEST(*job.planned->plan.datasets.at(1).encryption_root == "backup/tank/secret");
  BOOST_TEST(job.outcome_as<plan::WrongEncryption>(2)->root == "backup/tank/secret");  // whose key is not there
  BOOST_TEST(job.planned->plan.notes.empty());
}

BOOST_AUTO_TEST_CASE(excluded_snapshots_are_neither_sent_nor_counted) {
  Job job;
  job.source("tank", {"d5", "d4", "d3", "d2", "d1"});
  job.keep("10", "2");
  job.options.exclude_snapshots.emplace_back("^tank@" + day(2));
  expect(job.lines({"transfer"}), {"transfer tank@d3 > backup/tank", "transfer tank@d1 -i @d3 > backup/tank"});
  job.options.exclude_snapshots.emplace_back("@test-");
  expect(job.lines({"transfer"}), {});
}

BOOST_AUTO_TEST_CASE(without_guid_check_a_name_will_do) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d2", "d1"});
  WorldDataset& there = job.target("backup/tank", tank, {});
  job.world.snapshot(there, day(2));
  expect(job.lines({"transfer"}), {});
  BOOST_TEST(job.outcome_as<plan::NoCommonBase>());
  job.options.guid_check = false;
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @d2 > backup/tank"});
}

BOOST_AUTO_TEST_CASE(force_takes_what_is_in_the_way) {
  Job job;
  WorldDataset& tank = job.source("tank", {"d2", "d1"});
  job.target("backup/tank", tank, {"d2"}).written = 7;
  expect(job.lines({"transfer"}), {});
  job.options.settings.force = true;
  expect(job.lines({"transfer"}), {"transfer tank@d1 -i @d2 > backup/tank"});
}

BOOST_AUTO_TEST_CASE(hooks_around_snapshots_and_transfers) {
  Job job;
  job.make_snapshot();
  job.source("tank", {"d1"}).written = 5;
  job.options.pre_snapshot = {{"freeze"}};
  job.options.post_snapshot = {{"thaw"}};
  job.options.pre_transfer = {{"before"}};
  job.options.post_transfer = {{"after"}};
  expect(job.lines({"pre", "post", "snapshot", "transfer"}),
         {"pre-snapshot-cmd freeze", "snapshot tank @now", "post-snapshot-cmd thaw", "pre-transfer-cmd before",
          "transfer tank@d1 > backup/tank", "transfer tank@now -i @d1 > backup/tank", "post-transfer-cmd after"});
  job.run();
  expect(job.lines(), {});  // nothing to do: no hooks
}

BOOST_AUTO_TEST_SUITE_END()
