#include "app/cli/help.hpp"
#include "app/cli/options.hpp"
#include "tests/app/cli_words.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

using namespace cli_test;

namespace {

const std::string k_syncoid_name = "/usr/sbin/syncoid";
const Words k_places = {"root@server1:vol1/data", "vol2/data"};

Request syncoid_asked(const Words& options) {
  return request(Words{k_syncoid_name} + options + k_places);
}

Answer refused_by_syncoid(const Words& options, const Words& places = k_places) {
  return answer(Words{k_syncoid_name} + options + places);
}

/// All that its command line can change.
std::map<std::string, std::string> members_of_syncoid(const Request& r) {
  const auto flag = [](bool b) { return std::string(b ? "yes" : "no"); };
  const auto& filtering = r.get<Filtering>();
  const auto& syncing = r.get<Syncing>();
  const auto& sending = r.get<Sending>();
  const auto& stream = r.get<Stream>();
  const auto& levels = r.get<Covering>().levels;
  return {{"levels", levels ? std::to_string(*levels) : ""},
          {"skip_root", flag(filtering.skip_root)},
          {"exclude_datasets", joined(filtering.exclude_datasets)},
          {"exclude_snapshots", joined(filtering.exclude_snapshots)},
          {"include_snapshots", joined(filtering.include_snapshots)},
          {"name", syncing.name},
          {"format", syncing.snapshot_format},
          {"match", syncing.match},
          {"hold_format", syncing.hold_format},
          {"always", flag(syncing.always)},
          {"never", flag(syncing.never)},
          {"keep", syncing.keep_source + syncing.keep_target},
          {"newest_only", flag(syncing.newest_only)},
          {"holds", flag(sending.holds)},
          {"bookmarks", flag(sending.bookmarks)},
          {"rollback", flag(sending.rollback)},
          {"destroy_incompatible", flag(sending.destroy_incompatible)},
          {"properties", flag(sending.properties)},
          {"clones", sending.clones},
          {"zfs_compressed", flag(stream.zfs_compressed)},
          {"compress", stream.compress},
          {"buffer", stream.buffer},
          {"rate", stream.rate},
          {"set", joined(r.get<Receiving>().set_properties)},
          {"filter", joined(r.get<Receiving>().filter_properties)},
          {"ssh_config", r.get<Route>().ssh_config},
          {"ssh_options", joined(r.get<Route>().ssh_options)},
          {"test", flag(r.get<Trying>().test)},
          {"quiet", flag(r.get<Hearing>().quiet)},
          {"verbosity", std::to_string(static_cast<int>(verbosity_of(r.front.verb().groups())))},
          {"remark", r.front.remark}};
}

Words changes_of_syncoid(const Words& options) {
  const auto plain = members_of_syncoid(syncoid_asked({}));
  Words found;
  for (const auto& [name, value] : members_of_syncoid(syncoid_asked(options))) {
    if (value != plain.at(name)) found.emplace_back(name).append("=").append(value);
  }
  return found;
}

const std::string k_syncoid_time = "_%Y-%m-%d:%H:%M:%S-GMT00:00";
const std::string k_any_syncoid_time =
    "_[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9]-GMT*";

std::string no_effect(const std::string& option, const std::string& why) {
  return "remark=--" + option + " has no effect here: " + why;
}

struct SyncoidCase {
  std::string option;
  Words given;
  Words changes;
};

const std::vector<SyncoidCase>& syncoid_cases() {
  static const std::vector<SyncoidCase> cases = {
      {"recursive", {"-r"}, {"levels="}},
      {"recursive", {"--recursive"}, {"levels="}},
      {"skip-parent", {"--skip-parent"}, {}},
      {"skip-parent", {"--skip-parent", "-r"}, {"levels=", "skip_root=yes"}},
      {"exclude-datasets", {"--exclude=swap$"}, {"exclude_datasets=[swap$]"}},
      {"exclude-datasets", {"--exclude-datasets", "a", "--exclude", "b"}, {"exclude_datasets=[a][b]"}},
      {"exclude-snaps", {"--exclude-snaps=^hourly"}, {"exclude_snapshots=[^hourly]"}},
      {"include-snaps", {"--include-snaps=^daily"}, {"include_snapshots=[^daily]"}},
      {"identifier",
       {"--identifier=site-A"},
       {"format=syncoid_site-A_{host}" + k_syncoid_time, "hold_format=syncoid_site-A_{host}",
        "match=syncoid_site-A_{host}" + k_any_syncoid_time, "name=site-A"}},
      {"no-sync-snap", {"--no-sync-snap"}, {"always=no", "keep=", "never=yes"}},
      {"keep-sync-snap", {"--keep-sync-snap"}, {"keep="}},
      {"no-stream", {"--no-stream"}, {"newest_only=yes"}},
      {"create-bookmark", {"--create-bookmark"}, {"bookmarks=yes", "holds=yes"}},
      {"use-hold", {"--use-hold"}, {"holds=yes"}},
      {"no-rollback", {"--no-rollback"}, {"rollback=no"}},
      {"force-delete", {"--force-delete"}, {"destroy_incompatible=yes"}},
      {"no-clone-handling", {"--no-clone-handling"}, {"clones=never"}},
      {"preserve-properties", {"--preserve-properties"}, {"properties=yes"}},
      {"sendoptions", {"--sendoptions=Lce"}, {"zfs_compressed=yes"}},
      {"sendoptions", {"--sendoptions", "Lc w p"}, {"properties=yes", "zfs_compressed=yes"}},
      {"sendoptions", {"--sendoptions="}, {}},
      {"recvoptions",
       {"--recvoptions=ux recordsize o compression=lz4 x xattr"},
       {"filter=[recordsize][xattr]", "set=[compression=lz4]"}},
      {"preserve-recordsize",
       {"--preserve-recordsize"},
       {no_effect("preserve-recordsize",
                  "blocks arrive in the sizes that they have. --preserve-properties brings the property")}},
      {"no-resume",
       {"--no-resume"},
       {no_effect("no-resume", "a stream that breaks off is always resumed, and what cannot be resumed starts anew")}},
      {"no-clone-rollback", {"--no-clone-rollback"}, {no_effect("no-clone-rollback", "clones are never rolled back")}},
      {"compress", {"--compress=zstdmt-slow"}, {"compress=zstd-slow"}},
      {"compress", {"--compress=pigz-fast"}, {"compress=pigz-fast"}},
      {"compress", {"--compress", "none"}, {"compress="}},
      {"source-bwlimit", {"--source-bwlimit=10m"}, {"rate=10485760"}},
      {"source-bwlimit", {"--source-bwlimit=0"}, {}},
      {"target-bwlimit", {"--target-bwlimit=500K", "--source-bwlimit=1.5g"}, {"rate=512000"}},
      {"mbuffer-size", {"--mbuffer-size=1G"}, {"buffer=1G"}},
      {"pv-options", {"--pv-options=-p -t"}, {no_effect("pv-options", "progress is shown without pv")}},
      {"sshconfig", {"--sshconfig=/etc/ssh/c"}, {"ssh_config=/etc/ssh/c"}},
      {"sshkey", {"--sshkey=/root/my key"}, {"ssh_options=[IdentityFile=\"/root/my key\"]"}},
      {"sshport", {"--sshport=2222"}, {"ssh_options=[Port=2222]"}},
      {"sshcipher", {"-c", "aes128-ctr"}, {"ssh_options=[Ciphers=aes128-ctr]"}},
      {"sshcipher", {"--sshcipher=aes128-gcm@openssh.com"}, {"ssh_options=[Ciphers=aes128-gcm@openssh.com]"}},
      {"sshoption", {"-o", "User=joe", "--sshoption=Compression yes"}, {"ssh_options=[User=joe][Compression yes]"}},
      {"no-privilege-elevation",
       {"--no-privilege-elevation"},
       {no_effect("no-privilege-elevation", "sudo is never used: log in as root, or as a user with zfs allow")}},
      {"no-command-checks",
       {"--no-command-checks"},
       {no_effect("no-command-checks", "which programs a host has is asked along with its datasets")}},
      {"dry-run", {"--dry-run"}, {"test=yes"}},
      {"quiet", {"--quiet"}, {"quiet=yes", "verbosity=0"}},
      {"debug", {"--debug"}, {"verbosity=2"}},
      {"debug", {"--debug", "--quiet"}, {"quiet=yes", "verbosity=2"}},
      {"dumpsnaps",
       {"--dumpsnaps"},
       {no_effect("dumpsnaps", "zwinnow match SOURCE TARGET shows the snapshots of both sides")}},
      {"monitor-version", {"--monitor-version"}, {no_effect("monitor-version", "it has none in the original, either")}},
  };
  return cases;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(as_syncoid)

BOOST_AUTO_TEST_CASE(each_option_does_its_part_and_no_other) {
  std::set<std::string, std::less<>> tried = {"help", "version", "delete-target-snapshots",
                                              "insecure-direct-connection"};
  for (const SyncoidCase& c : syncoid_cases()) {
    tried.insert(c.option);
    BOOST_TEST_CONTEXT(joined(c.given)) {
      BOOST_TEST(changes_of_syncoid(c.given) == c.changes, boost::test_tools::per_element());
    }
  }
  for (const Option& option : options_of(front(Personality::syncoid)))
    BOOST_TEST(tried.contains(option.name), "no case tries --" << option.name);
}

BOOST_AUTO_TEST_CASE(what_it_does_unasked) {
  const Request r = syncoid_asked({});
  BOOST_TEST(r.front.text().name == "sync");
  BOOST_TEST(r.get<Route>().source.host == "root@server1");
  BOOST_TEST(r.get<Route>().source.dataset == "vol1/data");
  BOOST_TEST(r.get<Route>().target.dataset == "vol2/data");
  BOOST_TEST(*r.get<Covering>().levels == 1U);
  BOOST_TEST(r.get<Filtering>().property == "syncoid:sync");
  BOOST_TEST(r.get<Snapshots>().utc);
  const auto& syncing = r.get<Syncing>();
  BOOST_TEST(syncing.snapshot_format == "syncoid_{host}" + k_syncoid_time);
  BOOST_TEST(syncing.match == "syncoid_{host}" + k_any_syncoid_time);
  BOOST_TEST(syncing.hold_format == "syncoid_{host}");
  BOOST_TEST(syncing.always);
  BOOST_TEST(syncing.keep_source == "1");
  BOOST_TEST(syncing.keep_target == "1");
  const auto& sending = r.get<Sending>();
  BOOST_TEST((sending.rollback && !sending.holds && !sending.properties && !sending.force));
  BOOST_TEST(!sending.destroy_incompatible);
  BOOST_TEST(sending.clones == "simple");
  BOOST_TEST(r.get<Stream>().compress == "lzo");
  BOOST_TEST(r.get<Stream>().buffer == "16M");
}

BOOST_AUTO_TEST_CASE(what_it_refuses) {
  const struct {
    Words options, places;
    std::string why;
  } cases[] = {
      {{"--nonsense"}, k_places, "unrecognized option '--nonsense'"},
      {{"-x"}, k_places, "unrecognized option '-x'"},
      {{"--no-s"}, k_places, "ambiguous option: --no-s could match --no-sync-snap, --no-stream"},
      {{}, {"tank/a"}, "Source or target not found! syncoid [options] SOURCE TARGET"},
      {{}, {"tank/a", "tank/b", "tank/c"}, "Source or target not found! syncoid [options] SOURCE TARGET"},
      {{"--identifier=a b"}, k_places, "--identifier: only letters, digits and -_:. are allowed"},
      {{"--identifier=%Y"}, k_places, "--identifier: only letters, digits and -_:. are allowed"},
      {{"--identifier={host}"}, k_places, "--identifier: only letters, digits and -_:. are allowed"},
      {{"--sshport=0"}, k_places, "--sshport: '0' is no port"},
      {{"--sshport=22x"}, k_places, "--sshport: '22x' is no port"},
      {{"--sshport=65536"}, k_places, "--sshport: '65536' is no port"},
      {{"-c", "a b"}, k_places, "--sshcipher: 'a b' is no list of ciphers"},
      {{"--source-bwlimit=fast"},
       k_places,
       "a limit is a number of bytes per second such as 500k or 10m, and not 'fast'"},
      {{"--target-bwlimit=1kk"},
       k_places,
       "a limit is a number of bytes per second such as 500k or 10m, and not '1kk'"},
      {{"--sendoptions=R"}, k_places, "--sendoptions: R would send descendants that were left out. Use --recursive"},
      {{"--sendoptions=o x=y"}, k_places, "--sendoptions: zfs send has no -o x=y"},
      {{"--sendoptions=D"}, k_places, "--sendoptions: zfs send -D is not done here"},
      {{"--recvoptions=F"}, k_places, "--recvoptions: F may destroy snapshots unasked. Use --force-delete"},
      {{"--recvoptions=ox"}, k_places, "-o needs a value, after a space"},
      {{"--recvoptions=u x"}, k_places, "-x needs a value, after a space"},
      {{"--recvoptions=o compression"}, k_places, "--recvoptions: 'compression' is not PROPERTY=VALUE"},
      {{"--delete-target-snapshots"},
       k_places,
       "--delete-target-snapshots: a source that lost its snapshots would empty the copy. To thin copies: zwinnow sync "
       "--keep-target, or zwinnow thin on the target"},
      {{"--insecure-direct-connection=10.0.0.1:9000"},
       k_places,
       "--insecure-direct-connection: streams go through ssh. A fast cipher helps: --sshcipher=aes128-gcm@openssh.com"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(joined(c.options + c.places)) {
      const Answer refused = refused_by_syncoid(c.options, c.places);
      BOOST_TEST(refused.exit_code == 127);
      BOOST_TEST(refused.out == "");
      BOOST_TEST(refused.err == "CRITICAL ERROR: " + c.why + "\n");
    }
  }
  BOOST_TEST(refused_by_syncoid({}, {"tank//a", "tank/b"}).exit_code == 255);
}

BOOST_AUTO_TEST_CASE(help_is_about_its_own_options) {
  const Answer help = answer({k_syncoid_name, "--help"});
  BOOST_TEST(help.exit_code == 0);
  BOOST_TEST(help.out == help_text(front(Personality::syncoid)));
  BOOST_TEST(help.out.starts_with("usage: syncoid [options] SOURCE TARGET\n"));
  for (const char* theirs : {"-r, --recursive", "--no-sync-snap", "--identifier ID", "-o, --sshoption OPTION"})
    BOOST_TEST(contains(help.out, theirs), theirs);
  for (const char* ours : {"--keep-source", "--plan", "--json", "--pv-options", "--dumpsnaps"})
    BOOST_TEST(!contains(help.out, ours), ours);
  BOOST_TEST(answer({k_syncoid_name, "--version"}).out.starts_with("syncoid 2.3.0 (zwinnow "));
}

BOOST_AUTO_TEST_SUITE_END()
