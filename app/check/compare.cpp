#include "app/check/compare.hpp"

#include "app/check/generate.hpp"

#include <utility>
#include <variant>

namespace check {

namespace {

std::string as_error(std::string_view why) {
  return "ERROR: " + std::string(why);
}

}  // namespace

Comparer::Comparer(const Target& target, Hasher& hasher, std::uint64_t skip, transport::LineSink failure)
    : target_(target), hasher_(hasher), pattern_(skip), failure_(std::move(failure)) {}

void Comparer::line(std::string_view text) {
  const auto listed = parse_line(text, list_kind(target_));
  if (!listed) return;
  if (!pattern_.take()) {
    ++tally_.skipped;
    return;
  }
  ++tally_.checked;
  if (!listed->problem.empty()) {
    fail(listed->path, listed->chunk_text, listed->hash_text, as_error(listed->problem));
    return;
  }
  if (const File* const file = file_for(*listed)) check(*file, *listed);
}

void Comparer::check(const File& file, const ListedHash& listed) {
  try {
    const auto actual = hasher_.hash(file, listed.chunk);
    if (actual == listed.hash) return;
    fail(listed.path, listed.chunk_text, listed.hash_text, actual ? *actual : "EOF");
  } catch (const FileError& error) {
    fail(listed.path, listed.chunk_text, listed.hash_text, as_error(error.what()));
  }
}

/// Null for a file that cannot be opened, which is told once for all lines in a row that are about it.
const File* Comparer::file_for(const ListedHash& listed) {
  if (const auto* const file = std::get_if<File>(&target_)) return file;
  if (open_path_ == listed.path) return open_file_ ? &*open_file_ : nullptr;
  open_path_ = listed.path;
  open_file_.reset();
  try {
    return &open_file_.emplace(std::get<Folder>(target_).file(listed.path));
  } catch (const FileError& error) {
    fail(listed.path, "-", "-", as_error(error.what()));
    return nullptr;
  }
}

void Comparer::fail(const std::string& path, std::string_view chunk, std::string_view expected,
                    std::string_view actual) {
  ++tally_.errors;
  failure_(failure_text(path, chunk, expected, actual));
}

}  // namespace check
