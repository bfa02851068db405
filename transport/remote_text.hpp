#pragma once

#include "transport/half_text.hpp"

#include <string>

namespace transport {

/// The one operand for ssh which runs these stages, connected, under sh: `exec sh -c '…'`. Whatever the login shell is
/// (sh, csh, fish, …), it hands the quoted part to sh unchanged, for that holds no quote, backslash or newline, and !
/// only before a space.
std::string remote_operand(const Half& half);

/// The operand for a command that is given on stdin, see remote_script.
std::string remote_sh_operand();

/// The text for the stdin of a remote sh which runs one stage. For commands too long to be an operand.
std::string remote_script(const Stage& stage);

}  // namespace transport
