#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zfs {

/// Permissions as `zfs allow` names them: "send", "mount", or a property.
using Permissions = std::set<std::string, std::less<>>;

/// What somebody may do with a dataset itself, and with what is below it.
struct Rights {
  Permissions here, below;
};

/// Who the commands of one side run as, and what that user may do to datasets there.
struct Account {
  bool is_root = false;
  std::string name;
  std::string groups;                              ///< their names, with blanks between
  std::string system;                              ///< as uname says
  std::unordered_map<std::string, Rights> rights;  ///< by dataset, of those that were asked about; nothing for root

  bool is_in_group(std::string_view group) const;
};

/// Reads the answer to get_account, line by line, into an account. Throws ListingError when a line is not what it
/// should be. What is asked about in several answers adds up.
class AccountListing {
 public:
  explicit AccountListing(Account& account) : account_(account) {}
  void line(std::string_view line);
  /// To be called after the last line. Throws ListingError when who it is was not all said.
  void finish();

 private:
  enum class Section { none, sets, create_time, local, descendent, both };
  /// What `zfs allow` shows of one dataset: of the one asked about, or of one above it.
  struct Block {
    bool is_own = false;
    std::unordered_map<std::string, Permissions> sets;
    Permissions here, below;  ///< given there to this user in any way, names of sets included
  };

  void header(std::string_view line);
  void begin_dataset(std::string_view name);
  void finish_dataset();
  void allow_line(std::string_view line);
  void permissions(std::string_view line);
  void grant(std::string_view permissions);
  bool is_meant(std::string_view who) const;
  void expand(Permissions& into, const Permissions& given, std::size_t from) const;

  Account& account_;
  std::size_t headers_ = 0;
  std::string dataset_;  // empty: none yet
  Section section_ = Section::none;
  std::vector<Block> blocks_;  // of the dataset, from itself upwards
};

}  // namespace zfs
