// The input is a hash list as somebody else may send it. Names come back as they were, no line of ours can be broken by
// what is in them, and comparing a folder with any list gives at most one error for each line that is used.
#include "app/check/compare.hpp"
#include "app/check/names.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

/// As check() of check.hpp, which has the name of the room here.
void promise(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

/// A folder with the file f.
check::Target make_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "fuzz-hash-list-XXXXXX").string();
  promise(::mkdtemp(path.data()) != nullptr, "there is a temporary folder");
  std::ofstream(path + "/f") << "abcdefg";
  check::Target target = check::open_target(path);
  static const struct Removal {
    std::string path;
    ~Removal() { std::filesystem::remove_all(path); }
  } k_removal{path};
  return target;
}

void check_name(const std::string& name) {
  const std::string text = check::encode_name(name);
  promise(text.find_first_of("\t\n\r") == std::string::npos, "a name stays on its line");
  promise(check::decode_name(text) == name, "a name comes back");
  promise(check::encode_name("x" + check::escape(name)) == "x" + check::escape(name), "what is escaped is plain");
}

void check_line(std::string_view line, check::ListKind kind) {
  const auto listed = check::parse_line(line, kind);
  promise(listed.has_value() == (line.find('\t') != std::string_view::npos), "a line with a tab is part of the list");
  if (!listed) return;
  check_name(listed->path);
  if (!listed->problem.empty() || listed->hash.find_first_of("\t\r") != std::string::npos) return;
  const auto again = check::parse_line(to_text({listed->path, listed->chunk, listed->hash}, kind), kind);
  promise(again && again->problem.empty(), "what was made of a good line is one too");
  promise(again->path == listed->path && again->chunk == listed->chunk && again->hash == listed->hash,
          "and says the same");
}

void check_comparison(const std::string& text, const check::Target& target, std::uint64_t skip) {
  check::Hasher hasher(check::ChunkSize(1, 3), [] {});
  std::uint64_t failures = 0;
  check::Comparer comparer(target, hasher, skip, [&failures](std::string_view failure) {
    ++failures;
    promise(failure.find_first_of("\t\n\r\x1B") == std::string_view::npos, "nothing breaks a line of ours");
  });
  transport::LineSplitter splitter("\n", 4096, [&](std::string_view line) {
    check_line(line, check::ListKind::file);
    check_line(line, check::ListKind::folder);
    comparer.line(line);
  });
  splitter.feed(text);
  splitter.finish();
  promise(comparer.tally().errors == failures, "each error is told");
  promise(failures <= comparer.tally().checked, "at most one error for each line that is used");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const check::Target k_folder = make_folder();
  const std::string text(data, data + size);
  check_name(text);
  check_comparison(text, k_folder, size % 3);
  return 0;
}
