#include "app/verify/compare.hpp"
#include "app/verify/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace std::string_literals;

namespace {

using verify::Findings;
using verify::Side;
using Lines = std::vector<std::string>;

std::string hash(char digit) {
  return std::string(64, digit);
}
std::string entry(const std::string& attributes, const std::string& path, const std::string& link = "") {
  return "m" + attributes + "\0"s + path + "\0"s + link + "\0"s;
}
std::string file(const std::string& path, unsigned size = 1) {
  return entry("f 644 0 0 " + std::to_string(size), path);
}

Findings compare(verify::Comparison& comparison, const Lines& source, const Lines& target) {
  for (const std::string& line : source) comparison.line(Side::source, line);
  for (const std::string& line : target) comparison.line(Side::target, line);
  return comparison.finish();
}
Findings compare_trees(Lines source, Lines target, unsigned percent = 100) {
  source.emplace_back("end");
  target.emplace_back("end");
  return compare(*verify::compare_trees(percent), source, target);
}
Findings compare_volumes(Lines source, Lines target, unsigned percent = 100) {
  source.emplace_back("end");
  target.emplace_back("end");
  return compare(*verify::compare_volumes(percent), source, target);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compare)

BOOST_AUTO_TEST_CASE(equal_trees_in_any_order) {
  const Lines one = {entry("d 755 0 0 2", "."), file("./a"), file("./b"), hash('1') + "  ./a", hash('2') + "  ./b"};
  const Lines other = {file("./b"), file("./a"), entry("d 755 0 0 99", "."), "h" + hash('2') + "\0./b\0"s,
                       hash('1') + "  ./a"};
  const Findings findings = compare_trees(one, other);
  BOOST_TEST(findings.equal());
  BOOST_TEST(findings.hashed == 2U);
  BOOST_TEST(findings.listed == 2U);
  BOOST_TEST(compare_trees({}, {}).equal());
}

BOOST_AUTO_TEST_CASE(each_way_to_differ) {
  const struct {
    const char* name;
    Lines source, target;
    std::string said;
  } cases[] = {
      {"only here", {entry("d 1 0 0 0", "./a")}, {}, "./a: only on the source"},
      {"only there", {}, {entry("d 1 0 0 0", "./a")}, "./a: only on the target"},
      {"type",
       {entry("p 1 0 0 0", "./a")},
       {entry("d 1 0 0 0", "./a")},
       "./a: a pipe on the source, a folder on the target"},
      {"mode",
       {entry("d 4755 0 0 0", "./a")},
       {entry("d 755 0 0 0", "./a")},
       "./a: mode 4755 on the source, 755 on the target"},
      {"owner",
       {entry("d 1 0 7 0", "./a")},
       {entry("d 1 0 0 0", "./a")},
       "./a: owner 0:7 on the source, 0:0 on the target"},
      {"link",
       {entry("l 1 0 0 0", "./a", "x")},
       {entry("l 1 0 0 0", "./a", "y\n")},
       "./a: points to 'x' on the source, 'y\\n' on the target"},
      {"size",
       {file("./a", 1), hash('1') + "  ./a"},
       {file("./a", 2), hash('2') + "  ./a"},
       "./a: size 1 on the source, 2 on the target"},
      {"content", {file("./a"), hash('1') + "  ./a"}, {file("./a"), hash('2') + "  ./a"}, "./a: content differs"},
      {"unreadable here", {file("./a")}, {file("./a"), hash('2') + "  ./a"}, "./a: cannot be read on the source"},
      {"unreadable there", {file("./a"), hash('2') + "  ./a"}, {file("./a")}, "./a: cannot be read on the target"},
      {"named twice",
       {entry("d 1 0 0 0", "./a"), entry("d 1 0 0 0", "./a")},
       {entry("d 1 0 0 0", "./a")},
       "./a: twice on the source"},
      {"a name to harm", {entry("d 1 0 0 0", "./\n\x1B[2J\xFF")}, {}, "./\\n\\x1b[2J\\xff: only on the source"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      const Findings findings = compare_trees(c.source, c.target);
      BOOST_REQUIRE(findings.differences.size() == 1U);
      BOOST_TEST(findings.differences.front() == c.said);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_count) {
  BOOST_TEST(compare_trees({entry("l 777 0 0 5", "./a", "x")}, {entry("l 755 0 0 1", "./a", "x")}).equal());
  BOOST_TEST(compare_trees({entry("d 755 0 0 5", "./a")}, {entry("d 755 0 0 1", "./a")}).equal());
}

BOOST_AUTO_TEST_CASE(files_that_neither_side_can_read) {
  const Lines listing = {file("./a"), file("./b"), hash('1') + "  ./a"};
  const Findings findings = compare_trees(listing, listing);
  const Lines expected = {"1 files cannot be read on the source", "1 files cannot be read on the target"};
  BOOST_TEST(findings.differences == expected, boost::test_tools::per_element());
  BOOST_TEST(findings.unreadable[0]);
}

BOOST_AUTO_TEST_CASE(a_listing_that_was_cut_proves_nothing) {
  for (const Side cut : verify::k_sides) {
    const auto comparison = verify::compare_trees(100);
    comparison->line(verify::other(cut), "end");
    BOOST_CHECK_THROW(comparison->finish(), verify::ListingError);
    const auto volumes = verify::compare_volumes(100);
    for (const Side side : verify::k_sides) volumes->line(side, "size 1");
    volumes->line(verify::other(cut), "end");
    BOOST_CHECK_THROW(volumes->finish(), verify::ListingError);
  }
  BOOST_CHECK_THROW(compare_volumes({}, {}), verify::ListingError);
}

BOOST_AUTO_TEST_CASE(a_sample_wants_the_hashes_of_what_belongs_to_it) {
  Lines names, chosen;
  for (int i = 0; i < 100; ++i) {
    const std::string path = "./" + std::to_string(i);
    names.push_back(file(path));
    if (verify::chooses_path(20, path)) chosen.push_back(hash('1') + "  " + path);
  }
  Lines all = names;
  all.insert(all.end(), chosen.begin(), chosen.end());
  const Findings findings = compare_trees(all, all, 20);
  BOOST_TEST(findings.equal());
  BOOST_TEST(findings.hashed == chosen.size());
  BOOST_TEST(findings.listed == 100U);
  all.pop_back();
  BOOST_TEST(!compare_trees(all, all, 20).equal());
  BOOST_TEST(!compare_trees(names, names, 20).equal());
}

BOOST_AUTO_TEST_CASE(volumes_part_by_part) {
  const Lines source = {"size 20000000", "chunk 0 " + hash('1'), "chunk 1 " + hash('2')};
  BOOST_TEST(compare_volumes(source, source).equal());
  BOOST_TEST(compare_volumes(source, source).hashed == 2U);
  const auto said = [&](const Lines& target) { return compare_volumes(source, target).differences; };
  const auto same = boost::test_tools::per_element();
  BOOST_TEST(said({"size 20000000", "chunk 1 " + hash('3'), "chunk 0 " + hash('1')}) ==
                 Lines{"bytes 16777216 to 19999999: content differs"},
             same);
  BOOST_TEST(said({"size 20000000", "chunk 0 failed", "chunk 1 " + hash('2')}) ==
                 Lines{"bytes 0 to 16777215: cannot be read on the target"},
             same);
  BOOST_TEST(
      said({"size 20000000", "chunk 1 " + hash('2')}) == Lines{"bytes 0 to 16777215: cannot be read on the target"},
      same);
  BOOST_TEST(
      said({"size 16777216", "chunk 0 " + hash('1')}) == Lines{"size 20000000 on the source, 16777216 on the target"},
      same);
  BOOST_TEST(
      compare_volumes({"size 20000000", "chunk 0 " + hash('1')}, {"size 20000000", "chunk 0 " + hash('1')}, 1).equal());
  BOOST_TEST(compare_volumes({"size 0"}, {"size 0"}).equal());
}

BOOST_AUTO_TEST_SUITE_END()
