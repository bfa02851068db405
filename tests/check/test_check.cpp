// Whole checks of files and folders.
#include "app/check/progress.hpp"
#include "app/check/put_line.hpp"
#include "tests/check/support.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

using check::Options;
using support::Lines;

const std::string k_abc = "a9993e364706816aba3e25717850c26c9cd0d89d";
const std::string k_a = "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8";

/// A check that needs no command.
struct Ran {
  explicit Ran(const Options& options) {
    support::FakeRunner runner([](const std::string&) { return support::Ending{}; });
    code = check::run(options, told, runner);
    BOOST_TEST(runner.commands.empty());
  }

  support::Told told;
  int code = -1;
};

Options options_for(const std::string& target, std::uint64_t skip = 0) {
  return {.target = target, .block_size = 1, .count = 3, .skip = skip};
}

Options comparing(const std::string& target, const std::string& list, std::uint64_t skip = 0) {
  Options options = options_for(target, skip);
  options.compare_with = list;
  return options;
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_run)

BOOST_AUTO_TEST_CASE(making_hashes) {
  const support::TempFolder folder;
  const std::string path = folder.write("f", "abca");
  const Ran ran(options_for(path, 2));
  BOOST_TEST(ran.code == 0);
  BOOST_TEST(ran.told.results == Lines{"0\t" + k_abc}, boost::test_tools::per_element());
  const Lines expected = {"Target               : " + path,
                          "Block size           : 1 bytes",
                          "Block count          : 3",
                          "Effective chunk size : 3 bytes",
                          "Skip chunk count     : 2 (checks 33.33% of data)",
                          "Generated 1 hashes."};
  BOOST_TEST(ran.told.verboses == expected, boost::test_tools::per_element());
  BOOST_TEST(ran.told.said.empty());
}

BOOST_AUTO_TEST_CASE(as_it_is_by_default) {
  const support::TempFolder folder;
  const std::string path = folder.write("f", "abc");
  const Ran ran(Options{.target = path});
  BOOST_TEST(ran.told.results == Lines{"0\t" + k_abc}, boost::test_tools::per_element());
  BOOST_TEST(ran.told.verboses[3] == "Effective chunk size : 104857600 bytes");
  BOOST_TEST(ran.told.verboses[4] == "Skip chunk count     : 0 (checks 100.00% of data)");
}

BOOST_AUTO_TEST_CASE(comparing_with_a_list) {
  const support::TempFolder folder;
  const std::string path = folder.write("f", "abca");
  const std::string list =
      folder.write("list", "# a list\n0\t" + k_abc + "\n1\t" + k_abc + "\n2\tx\n");  // the last without its newline
  const Ran ran(comparing(path, list));
  BOOST_TEST(ran.code == 2);
  const Lines expected = {"Chunk 1 failed: " + k_abc + " " + k_a, "Chunk 2 failed: x EOF"};
  BOOST_TEST(ran.told.results == expected, boost::test_tools::per_element());
  BOOST_TEST(ran.told.verboses[5] == "Checked 3 hashes (skipped 0)");
  BOOST_TEST(ran.told.verboses[6] == "Total errors: 2");
  BOOST_TEST(Ran(comparing(path, list, 2)).told.verboses[5] == "Checked 1 hashes (skipped 2)");
}

BOOST_AUTO_TEST_CASE(a_folder_with_its_own_list) {
  const support::TempFolder folder, lists;
  folder.write("a\nb", "abcabc");
  folder.write("\xFF", "abc");
  const Ran made(options_for(folder.path().string()));
  const std::string list = lists.write("list", joined(made.told.results));
  const Ran same(comparing(folder.path().string(), list));
  BOOST_TEST(same.code == 0);
  BOOST_TEST(same.told.results.empty());
  BOOST_TEST(same.told.verboses.back() == "Total errors: 0");
  folder.write("\xFF", "abd");
  const Ran differs(comparing(folder.path().string(), list));
  BOOST_TEST(differs.code == 1);
  BOOST_TEST(differs.told.results.front().starts_with("\\\\xff: Chunk 0 failed: " + k_abc + " "));
}

BOOST_AUTO_TEST_CASE(errors_beyond_the_exit_codes) {
  const support::TempFolder folder;
  std::string list;
  for (int i = 0; i < 300; ++i) list += std::to_string(i + 1) + "\tx\n";
  auto options = comparing(folder.write("f", "abc"), folder.write("list", list));
  const Ran ran(options);
  BOOST_TEST(ran.code == 254);
  BOOST_TEST(ran.told.verboses.back() == "Total errors: 300");
  options.drop_in = true;
  BOOST_TEST(Ran(options).code == 255);
  options.target = "/nosuch";
  BOOST_TEST(Ran(options).told.said.front().starts_with("error: Exception: "));
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_worth_a_word) {
  const support::TempFolder folder;
  const Ran ran(comparing(folder.write("f", "abc"), folder.write("list", "nothing\n")));
  BOOST_TEST(ran.code == 0);
  BOOST_TEST(ran.told.said == Lines{"warning: Nothing was checked: there are no hashes in the list."},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done) {
  const support::TempFolder folder;
  const std::string missing = folder.file("missing"), path = folder.write("f", "abc");
  const std::string no_such = "error: [Errno 2] No such file or directory: '" + missing + "'";
  const Ran no_target(options_for(missing)), no_list(comparing(path, missing)), no_size({.target = path, .count = 0});
  BOOST_TEST(no_target.code == 255);
  BOOST_TEST(no_target.told.said == Lines{no_such}, boost::test_tools::per_element());
  BOOST_TEST(no_list.code == 255);
  BOOST_TEST(no_list.told.said == Lines{no_such}, boost::test_tools::per_element());
  BOOST_TEST(no_size.code == 255);
  BOOST_TEST(no_size.told.said == Lines{"error: block size and block count must be at least 1"},
             boost::test_tools::per_element());
  const Ran is_folder(comparing(path, folder.path().string()));
  BOOST_TEST(is_folder.code == 255);
}

BOOST_AUTO_TEST_CASE(a_test_reads_all_that_can_be_read_without_a_change) {
  const support::TempFolder folder;
  Options options = options_for(folder.write("f", "abc"));
  options.test = true;
  const Ran ran(options);
  BOOST_TEST(ran.code == 0);
  BOOST_TEST(ran.told.results.size() == 1U);
  BOOST_TEST(ran.told.said == Lines{"warning: TEST MODE - WILL ONLY DO READ-ONLY STUFF"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_list_line_without_end_cannot_fill_the_memory) {
  const support::TempFolder folder;
  std::string line = "x";
  for (int i = 0; i < 23; ++i) line += line;  // 8 MiB
  const std::string list = folder.write("list", line + "\t0\tab\n");
  const Ran ran(comparing(folder.path().string(), list));
  BOOST_TEST(ran.code == 1);
  BOOST_TEST(ran.told.results.front().size() < 300'000U);
}

BOOST_AUTO_TEST_CASE(progress_at_most_once_in_a_second) {
  check::Progress::Clock::time_point now;
  Lines lines;
  check::Progress progress([&](std::string_view line) { lines.emplace_back(line); }, [&] { return now; });
  for (int i = 0; i < 100; ++i) {
    progress.update([i] { return std::to_string(i); });
    now += std::chrono::milliseconds(40);
  }
  const Lines expected = {"25", "50", "75"};
  BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_is_written_or_the_reason_is_told) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);  // what somebody else could not write
  check::put_line(out, "a");
  BOOST_TEST(out.str() == "a\n");
  std::ofstream full("/dev/full");
  BOOST_CHECK_EXCEPTION(check::put_line(full, "a"), check::FileError, [](const check::FileError& error) {
    return error.what() == std::string("[Errno 28] No space left on device: 'stdout'");
  });
}

BOOST_AUTO_TEST_SUITE_END()
