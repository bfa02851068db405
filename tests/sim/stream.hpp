#pragma once

#include "state.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

/// What a send stream says before its data, and the data. The text form is ours: only this fake reads it.
struct Stream {
  std::string toname;
  std::uint64_t toguid = 0, fromguid = 0;
  std::int64_t creation = 0;
  bool volume = false;
  std::string volsize;
  bool clone = false;     ///< incremental from the origin: makes a clone
  bool resuming = false;  ///< of a resume token
  bool raw = false, large_blocks = false, compressed = false, embedded = false;
  bool with_properties = false;
  std::map<std::string, std::string> properties, snapshot_properties;
  Encryption encryption;  ///< raw only
  bool own_root = false;  ///< raw only: the sent dataset has its own key
  std::uint64_t ivset = 0, from_ivset = 0;
  std::vector<Write> writes;

  bool ends = false;    ///< read: the end record was there
  bool intact = true;   ///< read: nothing was garbled
  bool header = false;  ///< read: the header was whole
};

std::string encode(const Stream& stream);
/// Reads as far as the text goes; see the flags at the end of Stream. Takes what it read off the text.
Stream decode(std::string_view& text);

/// What `zfs send -I` makes: the streams of several snapshots between a head and an end of their own.
std::string encode_package(const std::vector<Stream>& streams);
/// Takes the head off; false, and nothing taken, when the text is no package.
bool take_package_head(std::string_view& text);
bool is_package_end(std::string_view text);
/// Does it end before it is clear what comes next?
bool ends_between_streams(std::string_view text);

/// What a resume token carries.
struct Token {
  std::uint64_t toguid = 0, fromguid = 0, bytes = 0;
  std::size_t writes = 0;
  std::string toname;
  bool raw = false, large_blocks = false, compressed = false, embedded = false;
};

std::string encode_token(const Token& token);
/// nullopt with the reason in `problem` when it is no token of ours.
std::optional<Token> decode_token(std::string_view text, std::string& problem);

}  // namespace fake
