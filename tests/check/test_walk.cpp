#include "app/check/walk.hpp"
#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Paths = std::vector<std::string>;

Paths visited(const std::string& path) {
  Paths paths;
  const check::Target target = check::open_target(path);
  check::walk(
      std::get<check::Folder>(target), [] {},
      [&](const std::string& file_path, const check::File&) { paths.push_back(file_path); });
  return paths;
}

void make(const support::TempFolder& folder, const Paths& paths) {
  for (const std::string& path : paths) {
    fs::create_directories(fs::path(folder.file(path)).parent_path());
    folder.write(path, path);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(walk)

BOOST_AUTO_TEST_CASE(files_before_folders_and_all_by_name) {
  const Paths expected = {"b", "c", "a/x", "a/b/1", "a/c/1", "a.b/1", "z/1"};
  const support::TempFolder one, other;
  make(one, expected);
  make(other, Paths(expected.rbegin(), expected.rend()));
  BOOST_TEST(visited(one.path().string()) == expected, boost::test_tools::per_element());
  BOOST_TEST(visited(other.path().string()) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(links_are_left_out_and_not_followed) {
  const support::TempFolder folder;
  make(folder, {"a/1"});
  fs::create_symlink("a", folder.file("folder"));
  fs::create_symlink("a/1", folder.file("file"));
  fs::create_symlink("..", folder.file("a/up"));
  fs::create_symlink("nowhere", folder.file("dangling"));
  BOOST_TEST(visited(folder.path().string()) == Paths{"a/1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_without_files_gives_nothing) {
  const support::TempFolder folder;
  fs::create_directories(folder.file("a/b/c"));
  BOOST_TEST(visited(folder.path().string()).empty());
}

BOOST_AUTO_TEST_CASE(folders_may_be_nested_deeper_than_a_path_is_long) {
  const support::TempFolder folder;
  const fs::path start = fs::current_path();
  const std::string name(200, 'd');
  fs::current_path(folder.path());
  for (int i = 0; i < 30; ++i) {
    fs::create_directory(name);
    fs::current_path(name);
  }
  folder.write("top", "");
  fs::copy_file(folder.file("top"), "bottom");
  fs::current_path(start);
  const Paths paths = visited(folder.path().string());
  BOOST_REQUIRE(paths.size() == 2U);
  BOOST_TEST(paths[1].size() == 30 * 201U + 6);
}

BOOST_AUTO_TEST_CASE(it_can_be_ended_at_each_folder) {
  const support::TempFolder folder;
  fs::create_directories(folder.file("a/b/c"));
  const check::Target target = check::open_target(folder.path().string());
  int left = 3;
  const auto heed = [&left] {
    if (--left == 0) throw std::runtime_error("enough");
  };
  BOOST_CHECK_THROW(check::walk(std::get<check::Folder>(target), heed, {}), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
