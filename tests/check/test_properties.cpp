// Whatever a tree looks like: it compares equal with its own hashes, and one byte that flips fails exactly its chunk.
#include "app/check/names.hpp"
#include "tests/check/support.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using support::Lines;

constexpr std::uint64_t k_chunk = 64;

/// A tree of a few files, often with sizes at the edge of a chunk and with names that are a trouble.
class RandomTree {
 public:
  explicit RandomTree(std::mt19937& random) {
    for (auto count = 1 + random() % 6; count > 0; --count) add_file(random);
  }

  std::string root() const { return folder_.path().string(); }
  const std::vector<std::string>& files() const { return files_; }
  std::string content(const std::string& name) const { return support::read_file(folder_.file(name)); }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }

 private:
  void add_file(std::mt19937& random) {
    std::string name;
    for (auto depth = random() % 3; depth > 0; --depth) name += "d" + random_name(random) + "/";
    fs::create_directories(folder_.file(name));
    name += "f" + random_name(random);
    const std::size_t size = k_chunk * (random() % 5) + random() % 3 + (random() % 2) * (k_chunk - 2);
    folder_.write(name, support::noise(size, static_cast<unsigned>(random())));
    if (used_.insert(name).second) files_.push_back(name);
  }

  static std::string random_name(std::mt19937& random) {
    std::string name = support::random_word(random);
    for (char& c : name) {
      if (c == '/') c = '_';
    }
    return name;
  }

  support::TempFolder folder_;
  std::vector<std::string> files_;
  std::set<std::string> used_;
};

/// The chunks that a list has of a file.
std::set<std::uint64_t> chunks_of(const Lines& list, const std::string& name) {
  std::set<std::uint64_t> chunks;
  for (const std::string& line : list) {
    const auto listed = check::parse_line(line, check::ListKind::folder);
    if (listed && listed->path == name) chunks.insert(listed->chunk);
  }
  return chunks;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(properties)

BOOST_AUTO_TEST_CASE(a_tree_is_equal_to_its_own_hashes) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    const RandomTree tree(random);
    for (const std::uint64_t skip : {0U, 1U, 3U}) {
      const Lines list = support::hashes(tree.root(), k_chunk, skip);
      const support::Compared compared = support::compare(tree.root(), list, k_chunk);
      BOOST_REQUIRE(compared.failures.empty());
      BOOST_REQUIRE(compared.checked == list.size());
    }
  }
}

BOOST_AUTO_TEST_CASE(skipping_leaves_out_but_changes_nothing) {
  std::mt19937 random(2);
  for (int round = 0; round < 60; ++round) {
    const RandomTree tree(random);
    const Lines all = support::hashes(tree.root(), k_chunk);
    const std::uint64_t skip = random() % 5;
    Lines expected;
    for (std::size_t i = 0; i < all.size(); i += skip + 1) expected.push_back(all[i]);
    BOOST_REQUIRE(support::hashes(tree.root(), k_chunk, skip) == expected);
    const support::Compared compared = support::compare(tree.root(), all, k_chunk, skip);
    BOOST_REQUIRE(compared.checked == expected.size());
    BOOST_REQUIRE(compared.checked + compared.skipped == all.size());
  }
}

BOOST_AUTO_TEST_CASE(one_flipped_byte_fails_exactly_its_chunk) {
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    const RandomTree tree(random);
    const Lines list = support::hashes(tree.root(), k_chunk, round % 2);
    const std::string& name = tree.files()[random() % tree.files().size()];
    const std::string before = tree.content(name);
    if (before.empty()) continue;
    const std::size_t at = random() % before.size();
    std::string after = before;
    after[at] = static_cast<char>(after[at] ^ (1 << random() % 8));
    tree.write(name, after);

    const support::Compared compared = support::compare(tree.root(), list, k_chunk);
    const std::uint64_t chunk = at / k_chunk;
    const std::size_t expected = chunks_of(list, name).contains(chunk) ? 1 : 0;
    BOOST_REQUIRE(compared.errors == expected);
    if (expected == 0) continue;
    const std::string begin = check::encode_name(name) + ": Chunk " + std::to_string(chunk) + " failed: ";
    BOOST_REQUIRE_MESSAGE(compared.failures.front().starts_with(begin), compared.failures.front());
  }
}

BOOST_AUTO_TEST_CASE(garbled_lists_only_give_errors) {
  std::mt19937 random(4);
  const RandomTree tree(random);
  const Lines list = support::hashes(tree.root(), k_chunk);
  for (int round = 0; round < 1000; ++round) {
    std::string line = list[random() % list.size()];
    for (auto changes = 1 + random() % 3; changes > 0; --changes)
      line[random() % line.size()] = "\t\n\\/.x0\xFF"[random() % 8];
    const support::Compared compared = support::compare(tree.root(), {line}, k_chunk);
    BOOST_REQUIRE(compared.errors <= compared.checked);
    BOOST_REQUIRE(compared.checked <= 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
