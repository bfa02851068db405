#include "stream.hpp"

#include "properties.hpp"
#include "text.hpp"

#include <algorithm>

namespace fake {
namespace {

constexpr std::string_view k_magic = "fake zfs stream 1";
constexpr std::string_view k_package_head = "fake zfs package 1\n";
constexpr std::string_view k_package_end = "end of package\n";

std::uint64_t checksum(std::string_view text) {
  std::uint64_t sum = 14695981039346656037U;
  for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return sum;
}

void field(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  out += '\t';
  out += escape(value);
  out += '\n';
}

std::uint64_t payload_limit() {
  return parse_size(getenv_or("FAKE_ZFS_PAYLOAD", "64K"));
}

/// Splits off one line; nullopt when the text ends before the newline.
std::optional<std::string_view> next_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return {};
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

void read_header_field(Stream& stream, const std::string& key, const std::vector<std::string>& parts) {
  const std::string value = parts.size() > 1 ? unescape(parts[1]) : "";
  const auto number = [&value] { return parse_number(value); };
  if (key == "toname") stream.toname = value;
  if (key == "toguid") stream.toguid = number();
  if (key == "fromguid") stream.fromguid = number();
  if (key == "creation") stream.creation = static_cast<std::int64_t>(number());
  if (key == "volsize") stream.volume = true, stream.volsize = value;
  if (key == "clone") stream.clone = true;
  if (key == "resuming") stream.resuming = true;
  if (key == "raw") stream.raw = true;
  if (key == "large") stream.large_blocks = true;
  if (key == "compressed") stream.compressed = true;
  if (key == "embedded") stream.embedded = true;
  if (key == "props") stream.with_properties = true;
  if (key == "cipher") stream.encryption.cipher = value;
  if (key == "keyformat") stream.encryption.keyformat = value;
  if (key == "key") stream.encryption.key = number();
  if (key == "ownroot") stream.own_root = true;
  if (key == "ivset") stream.ivset = number();
  if (key == "fromivset") stream.from_ivset = number();
  if (key == "prop" && parts.size() > 2) stream.properties[value] = unescape(parts[2]);
  if (key == "snapprop" && parts.size() > 2) stream.snapshot_properties[value] = unescape(parts[2]);
}

}  // namespace

std::string encode(const Stream& stream) {
  std::string out(k_magic);
  out += '\n';
  field(out, "toname", stream.toname);
  field(out, "toguid", std::to_string(stream.toguid));
  field(out, "fromguid", std::to_string(stream.fromguid));
  field(out, "creation", std::to_string(stream.creation));
  if (stream.volume) field(out, "volsize", stream.volsize);
  const std::pair<bool, const char*> flags[] = {
      {stream.clone, "clone"},          {stream.resuming, "resuming"},     {stream.raw, "raw"},
      {stream.large_blocks, "large"},   {stream.compressed, "compressed"}, {stream.embedded, "embedded"},
      {stream.with_properties, "props"}};
  for (const auto& [on, name] : flags)
    if (on) field(out, name, "1");
  if (stream.raw) {
    field(out, "cipher", stream.encryption.cipher);
    field(out, "keyformat", stream.encryption.keyformat);
    field(out, "key", std::to_string(stream.encryption.key));
    if (stream.own_root) field(out, "ownroot", "1");
    field(out, "ivset", std::to_string(stream.ivset));
    field(out, "fromivset", std::to_string(stream.from_ivset));
  }
  for (const auto& [name, value] : stream.properties) out += "prop\t" + escape(name) + "\t" + escape(value) + "\n";
  for (const auto& [name, value] : stream.snapshot_properties)
    out += "snapprop\t" + escape(name) + "\t" + escape(value) + "\n";
  out += "begin\t" + std::to_string(checksum(out)) + "\n";

  const std::uint64_t limit = payload_limit();
  std::string ids;
  for (const auto& write : stream.writes) {
    const std::uint64_t length = std::min(write.bytes, limit);
    const std::string line = "write\t" + std::to_string(write.id) + "\t" + std::to_string(write.bytes) + "\t" +
                             std::to_string(length) + "\n";
    out += line;
    ids += line;
    out.append(length, 'x');
    out += '\n';
  }
  out += "end\t" + std::to_string(checksum(ids)) + "\n";
  return out;
}

namespace {

/// Reads the records after the header; a garbled one ends the reading with `intact` false.
void decode_writes(Stream& stream, std::string_view& text) {
  std::string ids;
  while (auto line = next_line(text)) {
    const auto parts = split(*line, '\t');
    if (parts.front() == "end" && parts.size() == 2) {
      stream.ends = true;
      stream.intact = parts[1] == std::to_string(checksum(ids));
      return;
    }
    if (parts.front() != "write" || parts.size() != 4) break;
    const std::uint64_t length = parse_number(parts[3]);
    if (text.size() < length + 1) return;  // cut within this write
    if (text.substr(0, length).find_first_not_of('x') != std::string_view::npos || text[length] != '\n') break;
    text.remove_prefix(length + 1);
    ids += std::string(*line) + "\n";
    stream.writes.push_back({parse_number(parts[1]), parse_number(parts[2])});
  }
  if (!text.empty()) stream.intact = false;
}

}  // namespace

Stream decode(std::string_view& text) {
  Stream stream;
  const std::string_view whole = text;
  const auto magic = next_line(text);
  if (!magic || *magic != k_magic) {
    stream.intact = false;
    return stream;
  }
  while (true) {
    const auto before = whole.substr(0, whole.size() - text.size());
    const auto line = next_line(text);
    if (!line) return stream;
    const auto parts = split(*line, '\t');
    try {
      if (parts.front() == "begin") {
        stream.header = true;
        stream.intact = parts.size() == 2 && parts[1] == std::to_string(checksum(before));
        break;
      }
      read_header_field(stream, parts.front(), parts);
    } catch (const std::invalid_argument&) {
      stream.intact = false;
      return stream;
    }
  }
  try {
    if (stream.intact) decode_writes(stream, text);
  } catch (const std::invalid_argument&) {
    stream.intact = false;
  }
  return stream;
}

std::string encode_package(const std::vector<Stream>& streams) {
  std::string out(k_package_head);
  for (const Stream& stream : streams) out += encode(stream);
  return out.append(k_package_end);
}

bool take_package_head(std::string_view& text) {
  if (!text.starts_with(k_package_head)) return false;
  text.remove_prefix(k_package_head.size());
  return true;
}

bool is_package_end(std::string_view text) {
  return text == k_package_end;
}

bool ends_between_streams(std::string_view text) {
  return k_magic.starts_with(text) || (k_package_end.starts_with(text) && !is_package_end(text));
}

std::string encode_token(const Token& token) {
  const std::string flags = std::string(token.raw ? "w" : "") + (token.large_blocks ? "L" : "") +
                            (token.compressed ? "c" : "") + (token.embedded ? "e" : "");
  const std::string text = join({std::to_string(token.toguid), std::to_string(token.fromguid),
                                 std::to_string(token.bytes), std::to_string(token.writes), flags, token.toname},
                                "\t");
  std::string digits;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    digits += hex(byte >> 4U);
    digits += hex(byte & 15U);
  }
  return "1-" + hex(checksum(text) & 0xffffffffffU) + "-" + hex(text.size()) + "-" + digits;
}

std::optional<Token> decode_token(std::string_view text, std::string& problem) {
  const auto parts = split(text, '-');
  problem = "invalid format";
  if (parts.size() != 4 || parts[0] != "1" || parts[3].size() % 2 != 0) return {};
  problem = "payload is not hex-encoded";
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string plain;
  for (std::size_t i = 0; i + 1 < parts[3].size(); i += 2) {
    const auto high = k_digits.find(parts[3][i]), low = k_digits.find(parts[3][i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    plain += static_cast<char>(high * 16 + low);
  }
  problem = "incorrect checksum";
  if (hex(checksum(plain) & 0xffffffffffU) != parts[1]) return {};
  const auto fields = split(plain, '\t');
  Token token;
  token.toguid = parse_number(fields[0]);
  token.fromguid = parse_number(fields[1]);
  token.bytes = parse_number(fields[2]);
  token.writes = parse_number(fields[3]);
  const auto has = [&fields](char flag) { return fields[4].find(flag) != std::string::npos; };
  token.raw = has('w');
  token.large_blocks = has('L');
  token.compressed = has('c');
  token.embedded = has('e');
  token.toname = fields[5];
  return token;
}

std::string resume_token(const Dataset& dataset) {
  const Partial& part = *dataset.partial;
  Token token;
  token.toguid = part.toguid;
  token.fromguid = part.fromguid;
  token.toname = part.toname;
  token.writes = part.writes.size();
  for (const auto& write : part.writes) token.bytes += write.bytes;
  token.raw = part.raw;
  token.large_blocks = part.large_blocks;
  token.compressed = part.compressed;
  token.embedded = part.embedded;
  return encode_token(token);
}

}  // namespace fake
