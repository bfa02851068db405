#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace transport {

/// Brings the two halves of a stream together that a connection of their own joins.
class Meeting {
 public:
  /// With a token that nobody can guess.
  Meeting();

  /// What is told to the half that listens.
  std::string for_listener() const { return token_ + "\n"; }

  /// Hears a line that it says. Once it has told its port: what is told to the half that connects.
  std::optional<std::string> hear(std::string_view line);

  bool has_met() const { return has_met_; }

 private:
  std::string token_;
  bool has_met_ = false;
};

/// Is it a line that tells where one listens, of whatever worth?
bool is_about_listening(std::string_view line);

}  // namespace transport
