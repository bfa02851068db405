#include "app/check/file.hpp"
#include "tests/transport/support.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include <sys/stat.h>

using check::File;
using check::FileError;
using check::Folder;
using check::Target;

namespace {

namespace fs = std::filesystem;

/// What the error says that this throws.
template <class Body>
std::string error_of(const Body& body) {
  try {
    body();
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

std::string content(const File& file, std::uint64_t offset, std::size_t size) {
  std::string text(size, '?');
  text.resize(file.read_at(offset, std::as_writable_bytes(std::span(text))));
  return text;
}

/// target/in/file, target/link -> in, target/in/link -> file, target/pipe; and beside it secret.
struct Tree {
  Tree() {
    fs::create_directories(folder.file("target/in"));
    folder.write("target/in/file", "content");
    folder.write("secret", "secret");
    fs::create_symlink("in", folder.file("target/link"));
    fs::create_symlink("file", folder.file("target/in/link"));
    BOOST_REQUIRE(::mkfifo(folder.file("target/pipe").c_str(), 0600) == 0);
  }
  Folder open() const { return std::get<Folder>(check::open_target(folder.file("target"))); }
  std::string error(std::string_view path) const {
    return error_of([&] { static_cast<void>(open().file(path)); });
  }

  support::TempFolder folder;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(file)

BOOST_AUTO_TEST_CASE(a_file_is_read_from_anywhere) {
  const support::TempFolder folder;
  const Target target = check::open_target(folder.write("a", "0123456789"));
  const File& file = std::get<File>(target);
  BOOST_TEST(file.size() == 10U);
  BOOST_TEST(content(file, 0, 4) == "0123");
  BOOST_TEST(content(file, 8, 4) == "89");
  BOOST_TEST(content(file, 10, 4).empty());
  BOOST_TEST(content(file, std::numeric_limits<std::uint64_t>::max() - 1, 4).empty());
}

BOOST_AUTO_TEST_CASE(the_target_itself_may_be_a_link) {
  const Tree tree;
  BOOST_TEST(std::holds_alternative<Folder>(check::open_target(tree.folder.file("target/link"))));
  BOOST_TEST(std::holds_alternative<File>(check::open_target(tree.folder.file("target/in/link"))));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_checked_is_told) {
  const support::TempFolder folder;
  const std::string missing = folder.file("it's missing");
  BOOST_TEST(error_of([&] { check::open_target(missing); }) ==
             "[Errno 2] No such file or directory: \"" + missing + "\"");
  const std::string pipe = folder.file("pipe");
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  BOOST_TEST(error_of([&] { check::open_target(pipe); }) == "not a file, a device or a folder: '" + pipe + "'");
  BOOST_TEST(error_of([&] { check::open_target("/dev/zero"); }) == "the size of '/dev/zero' is not known");
}

BOOST_AUTO_TEST_CASE(files_beneath_a_folder) {
  const Tree tree;
  const Folder folder = tree.open();
  BOOST_TEST(content(folder.file("in/file"), 0, 99) == "content");
  BOOST_TEST(content(folder.file("./in//file"), 0, 99) == "content");
  BOOST_TEST(content(folder.folder("in").file("file"), 0, 99) == "content");
  BOOST_TEST(folder.folder("").entries().folders.size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_path_leads_out_of_it) {
  const Tree tree;
  for (const std::string& path :
       {std::string("../secret"), std::string("in/../../secret"), std::string(".."), tree.folder.file("secret"),
        std::string("/etc/passwd"), std::string("in/.."), std::string("in/file\0x", 9)}) {
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(tree.error(path) == "outside of the target");
      BOOST_TEST(error_of([&] { static_cast<void>(tree.open().folder(path)); }) == "outside of the target");
    }
  }
  BOOST_TEST(content(tree.open().folder("in").file("file"), 0, 9) == "content");
}

BOOST_AUTO_TEST_CASE(no_link_is_followed_and_no_pipe_waited_for) {
  const Tree tree;
  const std::string root = tree.folder.file("target/");
  BOOST_TEST(tree.error("in/link") == "not a regular file: '" + root + "in/link'");
  BOOST_TEST(tree.error("pipe") == "not a regular file: '" + root + "pipe'");
  BOOST_TEST(tree.error("in") == "not a regular file: '" + root + "in'");
  BOOST_TEST(tree.error("") == "[Errno 2] No such file or directory: '" + root.substr(0, root.size() - 1) + "'");
  BOOST_TEST(tree.error("link/file") != "no error");
  BOOST_TEST(tree.error("in/file/x").starts_with("[Errno 20] Not a directory: '"));
  BOOST_TEST(tree.error("in/none") == "[Errno 2] No such file or directory: '" + root + "in/none'");
}

BOOST_AUTO_TEST_CASE(entries_are_sorted_by_bytes) {
  const support::TempFolder folder;
  for (const char* const name : {"b", "a", "B", "a b", "\xC3\xA9", "\xFF", "aa"}) folder.write(name, "");
  for (const char* const name : {"z", "Z", "y"}) fs::create_directory(folder.file(name));
  fs::create_symlink("a", folder.file("link"));
  const check::Entries entries = std::get<Folder>(check::open_target(folder.path().string())).entries();
  const std::vector<std::string> files = {"B", "a", "a b", "aa", "b", "\xC3\xA9", "\xFF"};
  const std::vector<std::string> folders = {"Z", "y", "z"};
  BOOST_TEST(entries.files == files, boost::test_tools::per_element());
  BOOST_TEST(entries.folders == folders, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
