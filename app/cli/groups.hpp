#pragma once

#include "app/cli/operating_groups.hpp"
#include "app/cli/option_groups.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace app::cli {

using OptionGroups =
    std::tuple<Output, Reporting, ResultFiles, Trying, Planning, Operands, Places, OnePlace, Selecting, Snapshotting,
               Snapshots, Choosing, Labelling, Counting, Pruning, Labelled, Listing, Hearing, Thinning, Braking, Scope,
               Sending, Route, Covering, Filtering, Syncing, Restoring, Rolling, Handing, Waiting, Offline, Retrying,
               Room, Removable, Matching, NamedBackup, Watching, Monitoring, Rights, Stream, Receiving, Pace, Obsolete,
               Allowing, Comparing, Hashing, Holding, Explaining, Page, Simulating, Reported>;

/// The groups that a verb offers: each where its options are written to.
class Groups {
 public:
  /// All must outlive this.
  template <class... Group>
  explicit Groups(Group&... groups) {
    ((std::get<Group*>(all_) = &groups), ...);
  }

  /// Null: not offered.
  template <class Group>
  Group* find() const {
    return std::get<Group*>(all_);
  }
  template <class Group>
  Group& get() const {
    return *find<Group>();
  }

 private:
  template <class... Group>
  static std::tuple<Group*...> places_of(const std::tuple<Group...>&);

  decltype(places_of(std::declval<OptionGroups>())) all_{};
};

/// How loud: --test implies --verbose, as a rule.
inline Verbosity verbosity_of(const Groups& groups) {
  const Trying* const trying = groups.find<Trying>();
  const bool tells = trying != nullptr && trying->test && !trying->only_commands;
  return std::max(groups.get<Output>().verbosity(), tells ? Verbosity::verbose : Verbosity::quiet);
}

/// A member of one of the groups: tells where it is, null where its group is not offered.
template <class Value>
using Field = Value* (*)(const Groups&);

template <auto Member>
struct FieldOf;

template <class Group, class Value, Value Group::*Member>
struct FieldOf<Member> {
  static Value* locate(const Groups& groups) {
    Group* const group = groups.find<Group>();
    return group == nullptr ? nullptr : &(group->*Member);
  }
};

/// in<&Places::ssh_source>()
template <auto Member>
consteval auto in() {
  return &FieldOf<Member>::locate;
}

}  // namespace app::cli
