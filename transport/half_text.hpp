#pragma once

#include "transport/pipeline.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace transport {

/// Neighbouring stages that one sh runs on one host, and what there is between them and those on the other host.
struct Half {
  enum class Joint {
    pipe,      ///< its stdin and its stdout, if they are joined with anything
    listens,   ///< its first stage is the end of a connection that waits for the other
    connects,  ///< its last stage is the other end
    far_ssh,   ///< an ssh that it starts itself, as its first or last member, and which runs the other half
  };
  std::span<const Stage> stages;
  std::size_t first_index = 0;  ///< in the report of its process
  Joint joint = Joint::pipe;
  Crossing crossing{};

  // --- Of a far ssh ---
  Argv far_ssh{};
  std::size_t far_index = 0;  ///< in the report

  /// Its stdin is held open as long as it is to go on. First come what it must know, in one line.
  bool is_held() const { return joint != Joint::pipe; }
};

/// How an argv becomes a command line.
using Spell = std::function<std::string(const Argv&)>;

/// What sh has to do. But for what `spell` puts into it, and but for a far ssh, it holds no single quote, backslash or
/// newline, and ! only before a space, where no csh minds it.
std::string half_text(const Half& half, const Spell& spell);

/// How many characters a token has: hexadecimal digits.
inline constexpr std::size_t k_token_size = 64;

/// What one that listens says on stdout as soon as it does: this and the port. It may say it again.
inline constexpr std::string_view k_listens = "zwinnow-listens: ";

/// How the lines on stderr begin that come by a far ssh.
inline constexpr std::string_view k_from_afar = "zwinnow-far: ";

/// How a line on stderr begins in which a half says why there is no connection, or none any more.
inline constexpr std::string_view k_about_connection = "tcp: ";
/// One that says only that nobody came: whoever should have come knows why.
inline constexpr std::string_view k_nobody_came = "the connection ended before its token came";

}  // namespace transport
