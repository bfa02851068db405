#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <vector>

using namespace cli_test;

namespace {

const Words k_trees = {"tank", "backup@remote.host:sink/Backups/tank"};

Request as_zelta(const Words& words) {
  return request(Words{"/usr/local/bin/zelta"} + words);
}

/// All that the options of replication can change.
std::map<std::string, std::string> members_of_zelta(const Request& r) {
  const auto flag = [](bool b) { return std::string(b ? "yes" : "no"); };
  const auto& syncing = r.get<Syncing>();
  const auto& sending = r.get<Sending>();
  const auto& levels = r.get<Covering>().levels;
  return {{"levels", levels ? std::to_string(*levels) : ""},
          {"excluded", joined(r.get<Covering>().excluded)},
          {"mode", syncing.snapshot_mode},
          {"if_written", flag(syncing.if_written)},
          {"always", flag(syncing.always)},
          {"never", flag(syncing.never)},
          {"format", syncing.snapshot_format},
          {"newest_only", flag(syncing.newest_only)},
          {"intermediate", flag(syncing.intermediate)},
          {"replicate", flag(syncing.replicate)},
          {"mountable", flag(syncing.mountable)},
          {"on_diverge", sending.on_diverge},
          {"force", flag(sending.force)},
          {"zfs_compressed", flag(r.get<Stream>().zfs_compressed)},
          {"recv_pipes", joined(r.get<Stream>().recv_pipes)},
          {"set", joined(r.get<Receiving>().set_properties)},
          {"filter", joined(r.get<Receiving>().filter_properties)},
          {"json", flag(r.get<Reporting>().json)},
          {"test", flag(r.get<Trying>().test)},
          {"quiet", flag(r.get<Hearing>().quiet)},
          {"verbosity", std::to_string(static_cast<int>(r.get<Output>().verbosity()))},
          {"remark", r.front.remark.empty() ? "" : "some"}};
}

Words changes_of_zelta(const std::string& verb, const Words& options, const std::string& plain_verb = "backup") {
  const auto plain = members_of_zelta(as_zelta(Words{plain_verb} + k_trees));
  Words found;
  for (const auto& [name, value] : members_of_zelta(as_zelta(Words{verb} + options + k_trees))) {
    if (value != plain.at(name)) found.emplace_back(name).append("=").append(value);
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(as_zelta_line)

BOOST_AUTO_TEST_CASE(options_of_a_backup) {
  const struct {
    Words given, changes;
  } cases[] = {
      {{}, {}},
      {{"-S"}, {"always=yes"}},
      {{"--snapshot"}, {"always=yes"}},
      {{"-s"}, {"if_written=yes"}},
      {{"-sS"}, {"always=yes"}},
      {{"-S", "--no-snapshot"}, {"never=yes"}},
      {{"--snapshot-skip"}, {"never=yes"}},
      {{"--snap-mode=ALWAYS"}, {"mode=always"}},
      {{"--snap-mode", "0"}, {"mode=never"}},
      {{"-S", "--snap-mode=IF_NEEDED"}, {}},
      {{"--snap-name=%Y-%m-%d_%H.%M.%S--2d"}, {"format=%Y-%m-%d_%H.%M.%S--2d"}},
      {{"-Sm"}, {"always=yes", "mountable=yes"}},
      {{"-sRd1"}, {"if_written=yes", "levels=1", "replicate=yes"}},
      {{"-d", "2", "-X", "*/swap,/tmp", "--exclude=@hourly*"}, {"excluded=[*/swap,/tmp][@hourly*]", "levels=2"}},
      {{"-i"}, {"newest_only=yes"}},
      {{"-I"}, {"intermediate=yes"}},
      {{"--rotate"}, {"on_diverge=rotate"}},
      {{"-F"}, {"force=yes"}},
      {{"-c"}, {"zfs_compressed=yes"}},
      {{"--recv-pipe=pv -q"}, {"recv_pipes=[pv -q]"}},
      {{"-o", "compression=lz4", "-x", "mountpoint", "-o", "atime=off"},
       {"filter=[mountpoint]", "set=[compression=lz4][atime=off]"}},
      {{"-j"}, {"json=yes"}},
      {{"-n"}, {"test=yes"}},
      {{"--dryrun"}, {"test=yes"}},
      {{"-vvn"}, {"test=yes", "verbosity=1"}},
      {{"-q"}, {"quiet=yes"}},
      {{"--log-level=0"}, {"quiet=yes"}},
      {{"--log-level", "2"}, {}},
      {{"--log-level=3"}, {"verbosity=1"}},
      {{"--log-level=4"}, {"verbosity=2"}},
      {{"--resume", "--pull", "-Lepw", "--log-mode=text", "--text", "--yule"}, {"remark=some"}},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(joined(c.given)) {
      BOOST_TEST(changes_of_zelta("backup", c.given) == c.changes, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(what_the_verbs_of_replication_do_unasked) {
  const Request backup = as_zelta(Words{"backup"} + k_trees);
  BOOST_TEST(backup.front.text().name == "sync");
  BOOST_TEST(backup.get<Syncing>().snapshot_format == "zelta_%Y-%m-%d_%H.%M.%S");
  BOOST_TEST(backup.get<Syncing>().snapshot_mode == "if-needed");
  BOOST_TEST(backup.get<Snapshots>().utc);
  BOOST_TEST(backup.get<Route>().target.host == "backup@remote.host");
  const struct {
    std::string verb;
    Words given, changes;
  } cases[] = {
      {"sync", {}, {"never=yes", "newest_only=yes"}},
      {"sync", {"-I"}, {"intermediate=yes", "never=yes"}},
      {"sync", {"-S"}, {"always=yes", "newest_only=yes"}},
      {"sync", {"-sRd1"}, {"if_written=yes", "levels=1", "replicate=yes"}},
      {"sync", {"--snap-mode=IF_NEEDED"}, {"newest_only=yes"}},
      {"replicate", {}, {"replicate=yes"}},
      {"rotate", {}, {"on_diverge=rotate"}},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.verb + joined(c.given)) {
      BOOST_TEST(changes_of_zelta(c.verb, c.given) == c.changes, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(links_are_verbs) {
  const auto name_of = [](const std::string& link) {
    const Request r = request(Words{"/usr/local/bin/" + link} + k_trees);
    return std::string(r.front.text().name);
  };
  BOOST_TEST(name_of("zmatch") == "match");
  BOOST_TEST(name_of("zpull") == "sync");
  BOOST_TEST(name_of("zsync") == "sync");
  BOOST_TEST(request(Words{"zsync"} + k_trees).get<Syncing>().newest_only);
  BOOST_TEST(!request(Words{"zpull"} + k_trees).get<Syncing>().newest_only);
  BOOST_TEST(answer({"zmatch", "--help"}).out.starts_with("usage: zmatch [options] SOURCE [TARGET]\n"));
}

BOOST_AUTO_TEST_CASE(verbs_that_do_something_else) {
  const Request match = as_zelta(Words{"match", "-Hp", "-o", "all"} + k_trees);
  BOOST_TEST(match.front.text().name == "match");
  BOOST_TEST((match.get<Matching>().plain && match.get<Matching>().exact));
  BOOST_TEST(match.get<Matching>().columns == "all");

  const Request clone = as_zelta({"clone", "-n", "sink/Backups/tank@a", "sink/temp/cloned-tank"});
  BOOST_TEST(clone.front.text().name == "clone");
  BOOST_TEST(clone.get<Route>().source.snapshot == "a");
  BOOST_TEST(clone.get<Trying>().test);

  const Request revert = as_zelta({"revert", "tank/home"});
  BOOST_TEST(revert.front.text().name == "rollback");
  BOOST_TEST(revert.get<Rolling>().keep);

  const Request snapshot = as_zelta({"snapshot", "root@server1:tank/home"});
  BOOST_TEST(snapshot.front.text().name == "snapshot");
  BOOST_TEST(snapshot.get<OnePlace>().ssh_source == "root@server1");
  BOOST_TEST(snapshot.get<Choosing>().names == Words{"tank/home"}, boost::test_tools::per_element());
  BOOST_TEST((snapshot.get<Choosing>().recursive && snapshot.get<Choosing>().whole_names));
  BOOST_TEST(snapshot.get<Labelling>().snapshot_format == "zelta_%Y-%m-%d_%H.%M.%S");

  const Request prune = as_zelta({"prune", "server1:tank", "sink/Backups/tank", "--keep-snap-num=5", "-X", "*/swap"});
  BOOST_TEST(prune.front.text().name == "thin");
  BOOST_TEST(prune.get<OnePlace>().ssh_source == "server1");
  BOOST_TEST(prune.get<Pruning>().against == "sink/Backups/tank");
  BOOST_TEST(prune.get<Pruning>().print_ranges);
  BOOST_TEST(prune.get<Pruning>().match == "*");
  BOOST_TEST(prune.get<Pruning>().days == 90U);
  BOOST_TEST(prune.get<Pruning>().count == 5U);
  BOOST_TEST(prune.get<Choosing>().excluded == Words{"*/swap"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_zelta_refuses) {
  const std::string verbs =
      "the verbs are: match, backup, sync, replicate, rotate, clone, revert, snapshot, prune, policy";
  const std::string no_policy =
      "policy: jobs in a zelta.conf are not done yet. Give each dataset a cron line of its own: zelta backup SOURCE "
      "TARGET";
  const struct {
    Words words;
    int code;
    std::string why;
  } cases[] = {
      {{}, 1, no_policy},
      {{"policy", "site1"}, 1, no_policy},
      {{"list"}, 1, "unknown verb 'list'; " + verbs},
      {{"backup"}, 1, "Please specify SRC"},
      {{"backup", "tank"}, 1, "Please specify DST"},
      {{"backup", "tank", "a/b", "c/d"}, 1, "unexpected argument 'c/d' after DST"},
      {{"backup", "-z", "tank", "a/b"}, 1, "unrecognized option '-z'"},
      {{"backup", "--rate-limit=1M", "tank", "a/b"}, 1, "--rate-limit: as in zelta. Use zwinnow sync --rate"},
      {{"backup", "--send-default=-Lce", "tank", "a/b"},
       1,
       "--send-default: flags of zfs are chosen by what both pools can. For properties use -o and -x, for -c "
       "--compressed"},
      {{"backup", "--snap-mode=NEVER", "tank", "a/b"}, 1, "--snap-mode: 'NEVER' is none of IF_NEEDED, ALWAYS and 0"},
      {{"backup", "--log-level=5", "tank", "a/b"}, 1, "--log-level: a number from 0 to 4"},
      {{"sync", "-iI", "tank", "a/b"}, 255, "-I sends all missing snapshots and -i the newest alone: leave one out"},
      {{"snapshot"}, 1, "Please specify ENDPOINT"},
      {{"snapshot", "tank/a@b"},
       255,
       "a snapshot's name has a time here: --snap-name 'NAME-%Y-%m-%d_%H.%M.%S'. Or: zfs snapshot -r tank/a@b"},
      {{"prune", "tank"}, 1, "Please specify TARGET"},
      {{"prune", "--no-ranges", "tank", "a/b"}, 1, "--no-ranges: only ranges are printed; zfs destroy takes them"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(joined(c.words)) {
      const Answer refused = answer(Words{"zelta"} + c.words);
      BOOST_TEST(refused.exit_code == c.code);
      BOOST_TEST(refused.out == "");
      BOOST_TEST(refused.err == "error: " + c.why + "\n");
    }
  }
}

BOOST_AUTO_TEST_CASE(zelta_tells_of_itself) {
  for (const std::string given : {"help", "usage", "--help", "-h"}) {
    const Answer help = answer({"zelta", given});
    BOOST_TEST(help.exit_code == 0);
    BOOST_TEST(help.out.starts_with("usage: zelta VERB [options] ...\n"));
    BOOST_TEST(contains(help.out, "  policy    Not available.\n"));
  }
  for (const std::string given : {"version", "--version"})
    BOOST_TEST(answer({"zelta", given}).out.starts_with("zelta 1.1 (zwinnow "));
  for (const char* verb : {"match", "backup", "sync", "replicate", "rotate", "clone", "revert", "snapshot", "prune"}) {
    const Answer help = answer({"zelta", verb, "-?"});
    BOOST_TEST(help.out.starts_with("usage: zelta " + std::string(verb) + " [options] "));
    BOOST_TEST(!contains(help.out, "--keep-source"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
