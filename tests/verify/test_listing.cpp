#include "app/verify/listing.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <vector>

using namespace std::string_literals;

namespace {

using Lines = std::vector<std::string>;

const std::string k_hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

/// What is read of a listing, a text for each call.
struct Read {
  Lines calls;
  bool complete = false;
};

Read read_tree(const Lines& lines) {
  Read read;
  verify::TreeListing listing(
      [&read](const std::string& path, const verify::Entry& entry) {
        std::ostringstream text;
        text << entry.type << ' ' << std::oct << entry.mode << std::dec << ' ' << entry.owner << ' ' << entry.group
             << ' ' << entry.size << ' ' << path << (entry.link.empty() ? "" : " -> ") << entry.link;
        read.calls.push_back(text.str());
      },
      [&read](const std::string& path, const verify::Digest& digest) {
        read.calls.push_back("hash " + std::to_string(digest.front()) + ".." + std::to_string(digest.back()) + " " +
                             path);
      });
  for (const std::string& line : lines) listing.line(line);
  read.complete = listing.complete();
  return read;
}

Read read_volume(const Lines& lines) {
  Read read;
  verify::VolumeListing listing([&read](std::uint64_t size) { read.calls.push_back("size " + std::to_string(size)); },
                                [&read](std::uint64_t chunk, const std::optional<verify::Digest>& digest) {
                                  read.calls.push_back(std::to_string(chunk) + (digest ? " hashed" : " failed"));
                                });
  for (const std::string& line : lines) listing.line(line);
  read.complete = listing.complete();
  return read;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(listing)

BOOST_AUTO_TEST_CASE(of_a_tree) {
  const Read read =
      read_tree({"md 755 0 0 4096\0.\0\0"s, "mf 4640 1000 100 12\0./a b\0\0"s, "ml 777 0 0 3\0./link\0../x\0"s,
                 k_hash + "  ./a b", k_hash + " *./binary", "h" + k_hash + "\0./one\0"s, "end"});
  const Lines expected = {"d 755 0 0 4096 .",  "f 4640 1000 100 12 ./a b", "l 777 0 0 3 ./link -> ../x",
                          "hash 44..36 ./a b", "hash 44..36 ./binary",     "hash 44..36 ./one"};
  BOOST_TEST(read.calls == expected, boost::test_tools::per_element());
  BOOST_TEST(read.complete);
  BOOST_TEST(!read_tree({"md 755 0 0 0\0.\0\0"s}).complete);
  BOOST_TEST(!read_tree({"md 755 0 0 0\0.\0"s, "end"}).complete);  // part of a symlink that never ends
}

BOOST_AUTO_TEST_CASE(names_may_hold_anything) {
  const Read read = read_tree({"mf 644 0 0 1\0./a"s, "", "mf 1 2 3 4", "end\0\0"s, "ml 777 0 0 1\0./l\0x"s, "y\0"s,
                               "\\" + k_hash + "  ./new\\nline \\\\n \\r", k_hash + "  ./back\\slash  x",
                               "h" + k_hash + "\0./a"s, "end", "\0"s, "mf 644 0 0 1\0./\xFF\t'\"$(x)\0\0"s, "end"});
  const Lines expected = {
      "f 644 0 0 1 ./a\n\nmf 1 2 3 4\nend", "l 777 0 0 1 ./l -> x\ny", "hash 44..36 ./new\nline \\n \r",
      "hash 44..36 ./back\\slash  x",       "hash 44..36 ./a\nend\n",  "f 644 0 0 1 ./\xFF\t'\"$(x)"};
  BOOST_TEST(read.calls == expected, boost::test_tools::per_element());
  BOOST_TEST(read.complete);
}

BOOST_AUTO_TEST_CASE(what_is_no_listing_is_refused) {
  const std::vector<Lines> cases = {
      {""},
      {"sh: find: not found"},
      {"mf 644 0 0\0./a\0\0"s},
      {"mf 644 0 0 x\0./a\0\0"s},
      {"mf 648 0 0 1\0./a\0\0"s},
      {"mf -644 0 0 1\0./a\0\0"s},
      {"mff 644 0 0 1\0./a\0\0"s},
      {"m 644 0 0 1\0./a\0\0"s},
      {"mf 644 0 0 99999999999999999999\0./a\0\0"s},
      {"mf 644 0 0 1 1\0./a\0\0"s},
      {"mf 644 0 0 1\0\0\0"s},
      {"mf 644 0 0 1\0./a\0\0\0"s},
      {"mf 644 0 0 1\0./a\0\0x"s},
      {k_hash},
      {k_hash + " ./a"},
      {k_hash.substr(1) + "  ./a"},
      {k_hash.substr(1) + "g  ./a"},
      {"\\" + k_hash + "  ./a\\x"},
      {"\\" + k_hash + "  ./a\\"},
      {"h" + k_hash + "0\0./a\0"s},
      {"h" + k_hash + "\0./a\0x"s},
      {"end", ""},
      {"end", "end"},
      {"mf 1 1 1 1\0"s, std::string(2000000, 'x')},
  };
  for (const Lines& lines : cases) {
    BOOST_TEST_CONTEXT(lines.front()) {
      BOOST_CHECK_THROW(read_tree(lines), verify::ListingError);
    }
  }
}

BOOST_AUTO_TEST_CASE(of_a_volume) {
  const Read read = read_volume({"size 20000000", "chunk 0 " + k_hash, "chunk 1 failed", "end"});
  const Lines expected = {"size 20000000", "0 hashed", "1 failed"};
  BOOST_TEST(read.calls == expected, boost::test_tools::per_element());
  BOOST_TEST(read.complete);
  for (const char* bad : {"", "size", "size x", "size -1", "chunk 1", "chunk x failed", "chunk 1 broken", "chunk 1 ",
                          "lump 1 failed", "chunk  1 failed", "end "}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_CHECK_THROW(read_volume({bad}), verify::ListingError);
    }
  }
  BOOST_CHECK_THROW(read_volume({"end", "end"}), verify::ListingError);
}

BOOST_AUTO_TEST_CASE(a_refusal_cannot_harm_a_terminal) {
  try {
    read_tree({"\x1B[2J" + std::string(1000, 'x')});
    BOOST_ERROR("not refused");
  } catch (const verify::ListingError& error) {
    const std::string text = error.what();
    BOOST_TEST(text.find('\x1B') == std::string::npos);
    BOOST_TEST(text.size() < 400U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
