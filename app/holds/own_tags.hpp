#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace holds {

/// Which tags are ours: those that --hold-format makes, alone or with the digits of a target behind them.
class OwnTags {
 public:
  /// The plain tag of a backup name.
  using Format = std::function<std::string(std::string_view backup_name)>;

  /// Those of one backup name.
  static OwnTags of(std::string plain_tag);
  /// Those of whatever backup name: what comes back when the name in it is put into the format again.
  static OwnTags of_any_name(const Format& format);

  bool contain(std::string_view tag) const;

 private:
  explicit OwnTags(std::function<bool(std::string_view)> is_plain) : is_plain_(std::move(is_plain)) {}

  std::function<bool(std::string_view)> is_plain_;
};

}  // namespace holds
