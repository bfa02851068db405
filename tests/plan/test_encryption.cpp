// Which stream goes onto which copy: docs/encryption.md has the same table with what zfs says.
#include "app/plan/compile.hpp"
#include "app/plan/encryption.hpp"
#include "app/plan/explain.hpp"
#include "job.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using Kind = plan::WrongEncryption::Kind;

/// A dataset with one snapshot more than its copy, which lies in a vault or beside it.
struct Copied : Job {
  Copied(bool encrypted, const std::string& copy) {
    WorldDataset& tank = source("tank", {"d2", "d1"});
    tank.encrypted = encrypted;
    WorldDataset& there = target("backup/tank", tank, {"d2"});
    on_target("backup").encrypted = copy.starts_with("vault");
    on_target("backup").key_loaded = copy != "vault, closed";
    there.encrypted = copy != "plain";
    there.key_loaded = copy != "own, closed";
    if (copy.starts_with("vault")) there.key_from = "backup";
    there.snapshots.front().in_plain = copy == "plain" || copy.starts_with("vault");
  }

  /// "sent", or why not.
  std::string result() {
    const Lines sent = lines({"transfer"});
    if (!sent.empty()) return "sent";
    const auto* const wrong = outcome_as<plan::WrongEncryption>();
    return wrong == nullptr ? "something else" : name_of(wrong->kind);
  }
  static std::string name_of(Kind kind) {
    switch (kind) {
      case Kind::raw_onto_plain:
        return "raw onto plain";
      case Kind::plain_onto_raw:
        return "plain onto raw";
      case Kind::key_not_loaded:
        return "key not loaded";
      case Kind::parent_not_created:
        return "parent not created";
      case Kind::other_root:
        return "other root";
      case Kind::root_not_sent:
        return "root not sent";
    }
    return "";
  }
};

plan::Transfer first_transfer(Job& job) {
  for (const plan::Step& step : steps_of(job.plan())) {
    if (const auto* const transfer = std::get_if<plan::Transfer>(&step.action)) return *transfer;
  }
  BOOST_FAIL("nothing is sent");
  return {};
}

/// An encrypted dataset with two below it that have its key; so have their copies, as `zfs send -R` makes them.
struct Family : Job {
  Family() {
    WorldDataset& root = source("tank", {"d1"});
    root.encrypted = true;
    target("backup/tank", root, {"d1"}).encrypted = true;
    for (const char* name : {"tank/a", "tank/b"}) {
      WorldDataset& child = source(name, {"d1"});
      child.encrypted = true;
      child.key_from = "tank";
      WorldDataset& copy = target(std::string("backup/") + name, child, {"d1"});
      copy.encrypted = true;
      copy.key_from = "backup/tank";
    }
    for (auto& [name, dataset] : world.targets.at("backup").datasets) dataset.key_loaded = !dataset.encrypted;
    make_snapshot();
  }

  Lines failures() {
    Lines all;
    for (const plan::DatasetPlan& dataset : plan().datasets) {
      if (plan::is_failure(dataset.outcome)) all.push_back(dataset.source->name + ": " + plan::explain(dataset));
    }
    return all;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(encryption)

BOOST_AUTO_TEST_CASE(which_increment_goes_onto_which_copy) {
  const struct {
    bool encrypted, decrypt;
    const char *copy, *result;
  } cases[] = {
      {false, false, "plain", "sent"},
      {false, false, "vault", "sent"},
      {false, false, "vault, closed", "key not loaded"},
      {false, false, "own", "sent"},
      {false, false, "own, closed", "key not loaded"},
      {true, true, "plain", "sent"},
      {true, true, "vault", "sent"},
      {true, true, "vault, closed", "key not loaded"},
      {true, true, "own", "plain onto raw"},
      {true, true, "own, closed", "plain onto raw"},
      {true, false, "plain", "raw onto plain"},
      {true, false, "vault", "other root"},
      {true, false, "vault, closed", "other root"},
      {true, false, "own", "sent"},
      {true, false, "own, closed", "sent"},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT((test.encrypted ? "encrypted" : "plain")
                       << (test.decrypt ? " --decrypt" : "") << " onto " << test.copy) {
      Copied job(test.encrypted, test.copy);
      job.options.decrypt = test.decrypt;
      BOOST_TEST(job.result() == test.result);
      if (job.result() == "sent") {
        job.run();
        BOOST_TEST(World::opens(job.world.targets.at("backup"), "backup/tank"));
      } else {
        job.on_source("tank").snapshots.pop_back();
      }
      job.plan();  // nothing to send, nothing to refuse
      BOOST_TEST(job.outcome_as<plan::UpToDate>());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_refused_one_is_snapshotted_and_leaves_the_others_alone) {
  Copied job(true, "plain");
  job.make_snapshot();
  job.on_source("tank").written = 1;
  job.source("zoo", {"d1"});
  expect(job.lines({"snapshot", "transfer"}), {"snapshot tank @now", "transfer zoo@d1 > backup/zoo"});
  job.plan();
  BOOST_TEST(
      plan::explain(job.planned->plan.datasets.at(0)) ==
      "its copy backup/tank is not encrypted and takes no raw stream: --decrypt sends it unencrypted. To send it anew "
      "and keep what is there: zfs rename -u backup/tank backup/tank.diverged-20260615120000");
}

BOOST_AUTO_TEST_CASE(what_the_target_is_to_encrypt_needs_its_key) {
  const struct {
    bool encrypted;                           // the source
    bool encrypt, decrypt, left_out, loaded;  // --encrypt, --decrypt, -x encryption, the vault's key
    const char *root, *result;
  } cases[] = {
      {false, false, false, false, false, "", "sent"},
      {false, true, false, false, true, "backup", "sent"},
      {false, true, false, false, false, "", "key not loaded"},
      {false, false, false, true, true, "backup", "sent"},
      {false, false, false, true, false, "", "key not loaded"},
      {true, false, true, false, true, "backup", "sent"},
      {true, false, true, false, false, "", "key not loaded"},
      {true, false, false, true, false, "backup/tank", "sent"},
      {true, true, false, false, false, "backup/tank", "sent"},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.encrypted << test.encrypt << test.decrypt << test.left_out << test.loaded) {
      Copied job(test.encrypted, test.loaded ? "vault" : "vault, closed");
      job.world.targets.at("backup").datasets.erase("backup/tank");
      job.options.encrypt = test.encrypt;
      job.options.decrypt = test.decrypt;
      if (test.left_out) job.options.settings.filter_properties = {"encryption"};
      BOOST_TEST(job.result() == test.result);
      BOOST_TEST(job.planned->plan.datasets.at(0).encryption_root.value_or("") == test.root);
      if (job.result() == "sent") job.run();
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_that_the_target_should_encrypt_goes_below_what_comes_raw) {
  Job job;
  job.source("tank", {"d1"}).encrypted = true;
  job.source("tank/a", {"d1"});
  job.options.encrypt = true;
  expect(job.lines({"transfer"}), {"transfer raw tank@d1 > backup/tank"});
  const auto* const wrong = job.outcome_as<plan::WrongEncryption>(1);
  BOOST_TEST_REQUIRE(wrong);
  BOOST_TEST(wrong->root == "backup/tank");
}

BOOST_AUTO_TEST_CASE(parents_are_not_created_below_a_key_that_is_not_loaded) {
  Job job;
  job.source("tank/a", {"d1"}).encrypted = true;
  job.on_target("backup").encrypted = true;
  expect(job.lines({"create", "transfer"}), {"create backup/tank", "transfer raw tank/a@d1 > backup/tank/a"});
  job.on_target("backup").key_loaded = false;
  expect(job.lines({"create", "transfer"}), {});
  const std::string reason = plan::explain(job.planned->plan.datasets.at(0));
  BOOST_TEST(reason ==
             "its parent backup/tank cannot be created, as the key of backup is not loaded on the target: zfs load-key "
             "backup, or zfs create -o encryption=off -o canmount=off backup/tank");
}

BOOST_AUTO_TEST_CASE(embedded_blocks_go_to_no_encrypted_copy) {
  const struct {
    const char *name, *copy;
    bool encrypt;
    std::vector<std::string> left_out, set;
    bool embedded;
  } cases[] = {
      {"in plain", "plain", false, {}, {}, true},
      {"by hand or an earlier run with --encrypt", "vault", false, {}, {}, false},
      {"with a key of its own", "own", false, {}, {}, false},
      {"new, below a vault in plain", "vault, none", false, {}, {}, true},
      {"new, --encrypt", "vault, none", true, {}, {}, false},
      {"new, -x encryption", "vault, none", false, {"encryption"}, {}, false},
      {"new, -x encryption with nothing above", "plain, none", false, {"encryption"}, {}, true},
      {"new, -o encryption", "vault, none", false, {}, {"encryption=on"}, false},
      {"new, -o encryption=off", "vault, none", false, {}, {"encryption=off"}, true},
      {"new, a key by -o", "plain, none", false, {}, {"encryption=on", "keyformat=raw"}, false},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      const std::string copy = test.copy;
      Copied job(false, copy.substr(0, copy.find(',')));
      if (copy.ends_with("none")) job.world.targets.at("backup").datasets.erase("backup/tank");
      job.options.encrypt = test.encrypt;
      job.options.settings.filter_properties = test.left_out;
      job.options.settings.set_properties = test.set;
      BOOST_TEST(first_transfer(job).embedded_data == test.embedded);
    }
  }
}

BOOST_AUTO_TEST_CASE(properties_of_encryption_go_where_zfs_takes_them) {
  plan::Settings settings;
  const plan::Hosts hosts;
  settings.filter_properties = {"encryption", "atime"};
  settings.set_properties = {"keyformat=raw", "quota=none"};
  const auto spelled = [&](bool raw, const char* base) {
    plan::Transfer transfer{.source = "tank",
                            .between = {},
                            .snapshot = "b",
                            .base = base,
                            .target = "backup/tank",
                            .token = "",
                            .raw = raw};
    std::string words;
    const transport::Pipeline pipeline = plan::compile({transfer, 0, ""}, {settings, hosts});
    for (const std::string& word : pipeline.stages.back().argv) words += word + " ";
    return words;
  };
  BOOST_TEST(spelled(false, "") == "zfs recv -u -x encryption -x atime -o keyformat=raw -o quota=none -v backup/tank ");
  BOOST_TEST(spelled(false, "a") == "zfs recv -u -x encryption -x atime -o quota=none -v backup/tank ");
  BOOST_TEST(spelled(true, "") == "zfs recv -u -x atime -o quota=none -v backup/tank ");
}

BOOST_AUTO_TEST_CASE(overwriting_knows_no_encryption) {
  Copied job(true, "plain");
  job.on_target("backup/tank").snapshots.clear();
  job.options.settings.force = true;
  expect(job.lines({"transfer"}), {});
  BOOST_TEST(job.outcome_as<plan::TargetInTheWay>());
}

BOOST_AUTO_TEST_CASE(copies_that_share_a_key_are_sent_together_root_first) {
  Family job;
  expect(job.lines(), {});  // nothing has changed
  job.on_source("tank/a").written = 1;
  World::change_key(job.world.source, "tank");
  expect(job.lines({"snapshot", "transfer"}),
         {"snapshot -r tank @now", "transfer raw tank@now -i @d1 > backup/tank",
          "transfer raw tank/a@now -i @d1 > backup/tank/a", "transfer raw tank/b@now -i @d1 > backup/tank/b"});
  BOOST_TEST((job.planned->plan.datasets.at(1).waits_for == std::vector<plan::DatasetIndex>{0}));
  job.run();
  for (const char* name : {"backup/tank", "backup/tank/a", "backup/tank/b"})
    BOOST_TEST(World::opens(job.world.targets.at("backup"), name), name);
  job.options.snapshot_name.clear();
  expect(job.lines(), {});
}

BOOST_AUTO_TEST_CASE(so_they_are_when_only_the_root_has_changed) {
  Family job;
  job.on_source("tank").written = 1;
  World::change_key(job.world.source, "tank");
  BOOST_TEST(job.lines({"transfer"}).size() == 3);
  job.run();
  BOOST_TEST(World::opens(job.world.targets.at("backup"), "backup/tank/b"));
}

BOOST_AUTO_TEST_CASE(copies_with_keys_of_their_own_wait_for_nobody) {
  Family job;
  for (const char* name : {"backup/tank/a", "backup/tank/b"}) job.on_target(name).key_from.clear();
  job.on_source("tank/a").written = 1;
  expect(job.lines({"snapshot", "transfer"}),
         {"snapshot tank/a @now", "transfer raw tank/a@now -i @d1 > backup/tank/a"});
  job.run();
}

BOOST_AUTO_TEST_CASE(without_their_root_they_are_refused) {
  Family job;
  job.world.snapshot(job.on_source("tank/a"), day(0));
  job.options.snapshot_name.clear();
  expect(job.failures(), {"tank/a: its copy backup/tank/a has its key from the copy of tank, and tank is not sent in "
                          "this run: leave out --no-snapshot, or cure why tank fails"});
  expect(job.lines(), {});

  // The root has a trouble of its own.
  job.make_snapshot();
  job.on_target("backup/tank").snapshots.clear();
  job.world.snapshot(job.on_target("backup/tank"), "mine");
  BOOST_TEST(job.failures().size() == 2);
  expect(job.lines({"transfer"}), {});

  // It is not selected: then its copy is anybody's.
  Family other;
  other.on_source("tank").selection.value = "false";
  other.on_source("tank/a").written = 1;
  other.plan();
  BOOST_TEST(other.outcome_as<plan::WrongEncryption>(0)->root == "backup/tank");
}

BOOST_AUTO_TEST_SUITE_END()
