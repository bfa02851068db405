#pragma once

#include "transport/dialect.hpp"
#include "transport/host.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace transport {

/// The line of a stderr that says most: the last complaint of a command with its second line, else the last line that
/// is not chatter of ssh. Empty if there is none.
std::string telling_line(std::string_view stderr_tail, const Dialect& dialect);

/// The lines in which a command complains; where none does, all that are not chatter of ssh. What a login file or a
/// library says beside them is no reason.
std::vector<std::string_view> complaints(std::string_view stderr_tail, const Dialect& dialect);

/// True when it says that what it was to read ended too early: what follows when somebody before has failed.
bool says_input_ended(std::string_view stderr_tail, const Dialect& dialect);

/// True when it says that nobody read on.
bool says_broken_pipe(std::string_view stderr_tail, const Dialect& dialect);

/// True when this stderr is that of an ssh which could not connect or lost its connection.
bool is_connection_trouble(std::string_view stderr_tail);

/// True when this stderr ends with the words of the remote command, so that ssh's exit 255 may be the command's.
bool is_command_speaking(std::string_view stderr_tail, const Dialect& dialect);

/// Why ssh to `host` failed and what helps next, on one line. `from` is where that ssh was run.
std::string explain_connection(const Host& host, const Host& from, std::string_view stderr_tail,
                               const Dialect& dialect);
/// True when that ssh found nobody to talk to: the host, or the network on the way there, is off. Not when somebody
/// answered and refused, nor when its name is unknown.
bool says_host_is_off(std::string_view stderr_tail);
/// Is it what explain_connection() has said?
bool is_about_connection(std::string_view error);

}  // namespace transport
