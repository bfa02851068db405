#include "app/check/hash_line.hpp"

#include "app/check/names.hpp"

#include <charconv>
#include <system_error>

namespace check {

namespace {

/// The last field of `text`, which keeps what is before the tab. All of it if there is no tab.
std::string_view take_last_field(std::string_view& text) {
  const std::size_t tab = text.rfind('\t');
  const std::string_view field = tab == std::string_view::npos ? text : text.substr(tab + 1);
  text = tab == std::string_view::npos ? std::string_view() : text.substr(0, tab);
  return field;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view read_number(std::string_view text, std::uint64_t& number) {
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range && stopped == end) return "the chunk number is too large";
  if (error != std::errc() || stopped != end) return "not a chunk number";
  return {};
}

}  // namespace

std::string to_text(const ChunkHash& hash, ListKind kind) {
  std::string text = kind == ListKind::folder ? encode_name(hash.path) + "\t" : std::string();
  return text.append(std::to_string(hash.chunk)).append("\t").append(hash.hash);
}

std::optional<ListedHash> parse_line(std::string_view line, ListKind kind) {
  if (line.find('\t') == std::string_view::npos) return std::nullopt;
  if (line.ends_with('\r')) line.remove_suffix(1);
  // From the right: lists of other programs may have a file name with a tab in it as it is.
  ListedHash listed;
  listed.hash_text = take_last_field(line);
  listed.hash = lower_case(listed.hash_text);
  listed.chunk_text = take_last_field(line);
  listed.path = decode_name(line);
  listed.problem = read_number(listed.chunk_text, listed.chunk);
  if (kind == ListKind::folder && listed.path.empty()) listed.problem = "the list names no file, but this is a folder";
  if (kind == ListKind::file && !listed.path.empty()) listed.problem = "the list names files, but this is no folder";
  return listed;
}

std::string failure_text(std::string_view path, std::string_view chunk, std::string_view expected,
                         std::string_view actual) {
  std::string text = path.empty() ? std::string() : encode_name(path) + ": ";
  text.append("Chunk ").append(escape(chunk)).append(" failed: ");
  return text.append(escape(expected)).append(" ").append(actual);
}

}  // namespace check
