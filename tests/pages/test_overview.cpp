// The page of a backup, and the results of runs that it tells of.

#include "app/pages/overview.hpp"
#include "app/report/last_run.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using pages::Overview;
using pages::ReportedPair;
using report::parse_run;

constexpr std::chrono::seconds k_at{1'772'366'400};

bool has(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

ReportedPair pair_of(const std::string& name, match::State state, std::uint64_t bytes) {
  ReportedPair one;
  one.pair.state = state;
  one.pair.bytes = bytes;
  one.pair.source = {.name = name, .exists = true, .snapshots = 3};
  one.pair.target = {.name = "backup/" + name, .exists = true, .snapshots = 3};
  one.newest_at = thinner::Time{k_at} - std::chrono::hours(36);
  if (bytes != 0) one.lag = std::chrono::hours(36);
  one.source_bytes = 1'048'576;
  return one;
}

std::string page_of(const Overview& overview) {
  return pages::to_html(overview, thinner::Zone::utc());
}

Overview offsite() {
  Overview overview{.name = "offsite1",
                    .target = "backup",
                    .source_host = "root@server1",
                    .target_host = "",
                    .now = thinner::Time{k_at}};
  overview.pairs = {pair_of("tank", match::State::up_to_date, 0),
                    pair_of("tank/vm", match::State::syncable_incremental, 2'097'152)};
  overview.restores = {{"zwinnow restore backup/tank root@server1:tank", 4'194'304}};
  overview.source_schedule = {"Keep the last 10 snapshots."};
  return overview;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(overview)

BOOST_AUTO_TEST_CASE(a_run_is_read_back) {
  const auto run =
      parse_run(R"({"zwinnow":"0.1","verb":"backup","job":"offsite1","test":false,"startTime":100,"endTime":160,
    "targetVolume":"backup","result":"failed","datasetsFailed":1,"replicationSize":7,
    "errors":[{"dataset":"tank","class":"busy","message":"it is busy","nextStep":"wait"},{"message":"x"},3]})");
  BOOST_TEST(run.job == "offsite1");
  BOOST_TEST((run.end - run.start).count() == 60);
  BOOST_TEST(run.failed == 1U);
  BOOST_REQUIRE(run.errors.size() == 2U);
  BOOST_TEST(run.errors[0].next_step == "wait");
  BOOST_TEST(run.errors[1].dataset.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_run_says_why) {
  for (const char* text : {"", "no", "[]", "{}", "{\"zwinnow\":1}", R"({"zwinnow":"1","startTime":-1,"endTime":2})",
                           R"({"zwinnow":"1","startTime":1,"endTime":99999999999999})", "{\"zwinnow\":"})
    BOOST_CHECK_THROW(parse_run(text), report::NoRun);
  BOOST_CHECK_THROW(parse_run(std::string(1'000'000, '[')), report::NoRun);
  BOOST_CHECK_NO_THROW(parse_run(R"({"zwinnow":"1","startTime":1,"endTime":2,"errors":7,"job":5})"));
}

BOOST_AUTO_TEST_CASE(a_backup_is_told_with_its_lag_its_sizes_and_its_way_back) {
  const std::string page = page_of(offsite());
  BOOST_TEST(has(page, "<h1>Backup offsite1</h1>"));
  BOOST_TEST(has(page, "from root@server1 to backup on this host."));
  BOOST_TEST(has(page, "<dd>1 of 2<small>1 can be sent, 0 cannot</small></dd>"));
  BOOST_TEST(has(page, "1.5 days"));
  BOOST_TEST(has(page, "2.00 MiB"));
  BOOST_TEST(has(page, "zwinnow restore backup/tank root@server1:tank\n"));
  BOOST_TEST(has(page, "4.00 MiB come back"));
  BOOST_TEST(has(page, "Keep the last 10 snapshots."));
  BOOST_TEST(!has(page, "<script"));
}

BOOST_AUTO_TEST_CASE(errors_are_told_with_their_next_step) {
  Overview overview = offsite();
  report::LastRun run{
      .verb = "backup", .job = "offsite1", .target = "backup", .result = "failed", .start = {}, .end = {}};
  run.failed = 2;
  run.errors = {{"tank/<vm>", "it is \"busy\"", "wait & see"}};
  overview.runs = {run};
  overview.unread = {"/x/<y>.json is no result"};
  const std::string page = page_of(overview);
  BOOST_TEST(has(page, "2 datasets failed"));
  BOOST_TEST(has(page, "tank/&lt;vm&gt;: it is &quot;busy&quot;<br><strong>Next step:</strong> wait &amp; see"));
  BOOST_TEST(has(page, "/x/&lt;y&gt;.json is no result"));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_said) {
  Overview empty{.name = "x", .target = "", .source_host = "", .target_host = "", .now = thinner::Time{k_at}};
  empty.holds.emplace();
  const std::string page = page_of(empty);
  BOOST_TEST(has(page, "The backup selects no dataset."));
  BOOST_TEST(has(page, "No run is known."));
  BOOST_TEST(has(page, "No snapshot is held by this backup."));
  BOOST_TEST(!has(page, "The worst day"));
  empty.name = "";
  BOOST_TEST(has(page_of(empty), "<h1>Backups</h1>"));
}

BOOST_AUTO_TEST_SUITE_END()
