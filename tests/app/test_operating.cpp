// What jobs that run for years rest on: the files that they leave, how long they wait, and what they lock.
#include "app/report/status_files.hpp"
#include "app/run/lock.hpp"
#include "app/run/log_file.hpp"
#include "app/run/room.hpp"
#include "app/run/whole_file.hpp"
#include "app/verbs/backoff.hpp"
#include "app/verbs/parts.hpp"
#include "app/verbs/waiting.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <system_error>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// A directory of one's own, gone at the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "zwinnow-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

report::RunRecord record(const std::string& verb, const std::string& job) {
  report::RunRecord record;
  record.verb = verb;
  record.job = job;
  return record;
}

report::RunRecord backup_to(const std::string& host, const std::string& path, const std::string& source_host = "") {
  report::RunRecord made = record("backup", "offsite1");
  made.source_host = source_host;
  made.target_host = host;
  made.target_path = path;
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(operating)

// --- Result files ---

BOOST_AUTO_TEST_CASE(two_jobs_have_two_names) {
  BOOST_TEST(status_name(record("backup", "offsite1")) == "offsite1");
  BOOST_TEST(status_name(backup_to("", "backup/server1")) == "offsite1@backup+server1");
  BOOST_TEST(status_name(backup_to("root@backup1", "backup/server1")) == "offsite1@backup1:backup+server1");
  BOOST_TEST(status_name(backup_to("", "", "root@server1")) == "offsite1@server1");
  BOOST_TEST(status_name(record("verify", "offsite1")) == "verify-offsite1");
  BOOST_TEST(status_name(record("sync", "sync")) == "sync");
  BOOST_TEST(status_name(record("snapshot", "")) == "snapshot");
  const std::set<std::string> names{status_name(backup_to("", "a/b")), status_name(backup_to("", "a+b")),
                                    status_name(backup_to("a", "b")),  status_name(backup_to("", "a", "b")),
                                    status_name(backup_to("", "a%b")), status_name(backup_to("", "a b"))};
  BOOST_TEST(names.size() == 6U);
}

BOOST_AUTO_TEST_CASE(any_text_is_a_name_of_a_file_in_that_folder) {
  for (const std::string& text :
       {std::string("../../etc/passwd"), std::string("."), std::string(".."), std::string("/"), std::string(".hidden"),
        std::string("a\nb"), std::string("\0x", 2), std::string(5000, 'x'), std::string("before-*")}) {
    const std::string name = report::as_file_name(text);
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(!name.empty());
      BOOST_TEST(name.front() != '.');
      BOOST_TEST(name.find('/') == std::string::npos);
      BOOST_TEST(name.size() < 230U);
      for (const char c : name) BOOST_TEST((c > ' ' && c < '\x7f'));
    }
  }
  BOOST_TEST(report::as_file_name(std::string(5000, 'x')) != report::as_file_name(std::string(5001, 'x')));
}

BOOST_AUTO_TEST_CASE(the_marker_says_what_where_and_the_next_step) {
  report::RunRecord failed = backup_to("root@backup1", "backup/server1", "");
  failed.result = "failed";
  failed.exit_code = 1;
  failed.report.failed = 1;
  failed.report.problems.push_back(
      {.dataset = "tank/vm", .kind = "x", .message = "no \033[31mroom\n", .next_step = "make room"});
  const std::string text = report::failure_text(failed);
  for (const char* part : {"zwinnow backup offsite1 failed for 1 dataset(s) (exit code 1)",
                           "source: this host, target: root@backup1:backup/server1", "tank/vm: no  [31mroom",
                           "  next step: make room\n", "--test"})
    BOOST_TEST(text.find(part) != std::string::npos, part << " is not in: " << text);
  BOOST_TEST(text.find('\033') == std::string::npos);
  failed.result = "not_done";
  BOOST_TEST(report::failure_text(failed).find("offsite1 could not be done") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_whole_or_not_at_all) {
  const Scratch folder;
  run::write_whole(folder / "a", "one");
  run::write_whole(folder / "a", "two");
  BOOST_TEST(read(folder / "a") == "two");
  BOOST_CHECK_THROW(run::write_whole(folder / "no/such", "x"), std::system_error);
  fs::create_directory(folder / "is_folder");
  BOOST_CHECK_THROW(run::write_whole(folder / "is_folder", "x"), std::system_error);
  BOOST_TEST(folder.files() == 2U, "a draft is left");
  const bool is_readable = (fs::status(folder / "a").permissions() & fs::perms::others_read) != fs::perms::none;
  BOOST_TEST(is_readable);
}

BOOST_AUTO_TEST_CASE(a_line_of_the_log_is_one) {
  const Scratch folder;
  run::LogFile(folder / "log").add("first");
  const run::LogFile log(folder / "log");
  log.add("a\nb\033c");
  fs::rename(folder / "log", folder / "log.1");  // as logrotate does
  log.add("last");
  const std::string text = read(folder / "log.1");
  BOOST_TEST(text.find("]: first\n") != std::string::npos);
  BOOST_TEST(text.find("]: a b c\n") != std::string::npos);
  BOOST_TEST(text.ends_with("]: last\n"));
  BOOST_CHECK_THROW(run::LogFile(folder / "no/such"), std::runtime_error);
  BOOST_CHECK_THROW(run::LogFile("/dev/full").add("x"), std::runtime_error);
}

// --- Waiting ---

BOOST_AUTO_TEST_CASE(waits_double_and_have_an_end) {
  using app::verbs::wait_before_try;
  using std::chrono::seconds;
  BOOST_TEST((wait_before_try(seconds{20}, 0, 0) == seconds{20}));
  BOOST_TEST((wait_before_try(seconds{20}, 1, 0) == seconds{40}));
  BOOST_TEST((wait_before_try(seconds{20}, 3, 0) == seconds{160}));
  BOOST_TEST((wait_before_try(seconds{20}, 20, 0) == seconds{3600}));
  BOOST_TEST((wait_before_try(seconds{20}, 4'000'000'000U, 0) == seconds{3600}));
  BOOST_TEST((wait_before_try(seconds{7200}, 5, 0) == seconds{7200}), "longer only where that was asked for");
  BOOST_TEST((wait_before_try(seconds{0}, 100, 0.5) == seconds{0}));
  for (std::uint32_t tries = 0; tries < 12; ++tries) {
    const seconds whole = wait_before_try(seconds{20}, tries, 0);
    for (const double chance : {0.0, 0.3, 0.999}) {
      const seconds some = wait_before_try(seconds{20}, tries, chance);
      BOOST_TEST((some <= whole && some >= whole * 3 / 4));
    }
    BOOST_TEST((wait_before_try(seconds{20}, tries, 0.9) < whole));
  }
}

BOOST_AUTO_TEST_CASE(how_long_for_another_run) {
  using app::verbs::waiting_time;
  BOOST_TEST((waiting_time("90") == std::chrono::seconds{90}));
  BOOST_TEST((waiting_time("2h") == std::chrono::hours{2}));
  BOOST_TEST((waiting_time(std::string(app::cli::k_as_long_as_needed)) > std::chrono::hours{1000}));
  BOOST_CHECK_THROW(waiting_time("soon"), std::exception);
}

// --- Locks ---

/// Whether the second can be had while the first is held.
bool go_together(const std::vector<run::Claim>& first, const std::vector<run::Claim>& second) {
  const Scratch folder;
  const auto held = run::lock_all(folder / "locks", first, "pid 1: first");
  try {
    run::lock_all(folder / "locks", second, "pid 2: second");
    return true;
  } catch (const run::LockBusy& busy) {
    BOOST_TEST(std::string(busy.what()).find("pid 1: first") != std::string::npos, busy.what());
    return false;
  }
}

BOOST_AUTO_TEST_CASE(trees_that_overlap_exclude_each_other) {
  const auto tree = [](const std::string& dataset, const std::string& host = "") {
    return run::claims_on_tree(host, dataset);
  };
  BOOST_TEST(!go_together(tree("tank/a"), tree("tank/a")));
  BOOST_TEST(!go_together(tree("tank/a"), tree("tank/a/b/c")));
  BOOST_TEST(!go_together(tree("tank/a/b/c"), tree("tank/a")));
  BOOST_TEST(!go_together(tree("tank"), tree("tank/a")));
  BOOST_TEST(go_together(tree("tank/a"), tree("tank/b")));
  BOOST_TEST(go_together(tree("tank/a"), tree("tank/ab")));
  BOOST_TEST(go_together(tree("tank/a/b"), tree("tank/a/c")));
  BOOST_TEST(go_together(tree("tank/a"), tree("tank/a", "server1")));
}

BOOST_AUTO_TEST_CASE(jobs_exclude_only_themselves) {
  BOOST_TEST(!go_together({{.name = "backup a"}}, {{.name = "backup a"}}));
  BOOST_TEST(go_together({{.name = "backup a"}}, {{.name = "backup b"}}));
  BOOST_TEST(go_together({{.name = "tree :tank"}}, {{.name = "backup b"}}));
}

BOOST_AUTO_TEST_CASE(all_claims_or_none) {
  const Scratch folder;
  const auto held = run::lock_all(folder / "locks", {{.name = "b"}}, "pid 1");
  BOOST_CHECK_THROW(run::lock_all(folder / "locks", {{.name = "a"}, {.name = "b"}}, "pid 2"), run::LockBusy);
  run::lock_all(folder / "locks", {{.name = "a"}}, "pid 3");  // it was given back
}

// --- Room on the target ---

BOOST_AUTO_TEST_CASE(what_must_stay_free) {
  const run::MinFree tenth{.amount = 10, .is_percent = true}, bytes{.amount = 100, .is_percent = false};
  BOOST_TEST(!(run::FreeSpace{.free = 100, .size = 1000}.falls_short(tenth, 0)));
  BOOST_TEST((run::FreeSpace{.free = 99, .size = 1000}.falls_short(tenth, 0)));
  BOOST_TEST((run::FreeSpace{.free = 150, .size = 1000}.falls_short(tenth, 51)));
  BOOST_TEST(!(run::FreeSpace{.free = 100, .size = 0}.falls_short(bytes, 0)));
  BOOST_TEST((run::FreeSpace{.free = 100, .size = 0}.falls_short(bytes, 1)));
  BOOST_TEST((run::FreeSpace{.free = 5, .size = 0}.falls_short(bytes, 10)), "no less than nothing is left");
}

BOOST_AUTO_TEST_CASE(how_that_is_said) {
  using app::verbs::min_free_of;
  BOOST_TEST(!min_free_of("").has_value());
  BOOST_TEST(min_free_of("15%")->amount == 15U);
  BOOST_TEST(min_free_of("15%")->is_percent);
  BOOST_TEST(min_free_of("2G")->amount == 2147483648U);
  for (const char* wrong : {"101%", "%", "x%", "-1%", "1.5%", "10 %", "few", "5X"}) {
    BOOST_TEST_CONTEXT(wrong) {
      BOOST_CHECK_THROW(min_free_of(wrong), std::invalid_argument);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
