#include "zfs/says.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace zfs {

namespace {

struct Words {
  Says what;
  std::string_view first, then{};  ///< both must be there
  std::string_view advice{};       ///< {}: the dataset that zfs calls the destination
};

/// As OpenZFS 2.1 to 2.3 say it. The one place where such words are known.
constexpr std::array k_words = {
    Words{Says::not_allowed, "ermission denied", "",
          "run as root, or let root give this user what it takes: zwinnow allow, with the options of this job, prints "
          "the commands"},
    Words{Says::modified, "destination ", "has been modified",
          "mounting or reading a writable copy may have done it. zfs set readonly=on {}, and then --rollback once, "
          "to lose those changes"},
    Words{Says::in_the_way, "must specify -F to overwrite", "",
          "to keep what is there, zfs rename -u it to a name that ends in .diverged-1"},
    Words{Says::over_quota, "quota exceeded", "",
          "a quota counts snapshots, too, and this one came along from the source, or is set above: zfs set quota=none "
          "{} (--filter-properties does not help a copy that has it)"},
    Words{Says::needs_large_blocks, "requires -L (--large-block)", "",
          "it was received with large blocks, and this source cannot send them any more: this direction cannot go on. "
          "To send it anew and keep what is there, zfs rename -u the copy"},
    Words{Says::no_stream, "invalid stream (bad magic number)", "",
          "does a login file on the source print something on stdout? ssh to it with the command true must print "
          "nothing"},
    Words{Says::cut_off, "incomplete stream", "",
          "the stream broke off on its way. The next run goes on from there; --retries tries again at once"},
    Words{
        Says::out_of_space, "cannot receive new filesystem stream: out of space", "",
        "make room on the target. Where the refreservation of a volume comes along, its copy needs all of that beside "
        "what its snapshots hold: --clear-refreservation keeps new copies from it"},
    Words{Says::out_of_space, "out of space", "", "make room in the pool, or thin more with a shorter schedule"},
    Words{Says::out_of_space, "no space left", "", "make room on the disk"},
    Words{Says::pool_suspended, "I/O is currently suspended"},
    Words{Says::never_resumable, "used in the initial send no longer exists"},
    Words{Says::never_resumable, "is no longer the same snapshot used in the initial send"},
    Words{Says::never_resumable, "resume token is corrupt"},
    Words{Says::never_resumable, "does not match incremental source"},
    Words{Says::never_resumable, "incremental source", "no longer exists"},
    Words{Says::nothing_to_destroy, "could not find any snapshots to destroy"},
    Words{Says::nothing_to_abort, "does not have any resumable receive state"},
    Words{Says::tag_exists, "tag already exists"},
    Words{Says::no_such_tag, "no such tag"},
    Words{Says::held, "dataset is busy"},
    Words{Says::mounted_already, "filesystem already mounted"},
    Words{Says::not_mounted, "not currently mounted"},
    Words{Says::gone, "does not exist"},
};

std::string as_one_line(std::string_view errors) {
  std::string line(errors);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

bool fit(const Words& words, const std::string& line) {
  return line.find(words.first) != std::string::npos && line.find(words.then) != std::string::npos;
}

const Words* find(std::string_view errors) {
  const std::string line = as_one_line(errors);
  const auto found = std::ranges::find_if(k_words, [&](const Words& words) { return fit(words, line); });
  return found == k_words.end() ? nullptr : &*found;
}

}  // namespace

bool says(std::string_view errors, Says what) {
  const std::string line = as_one_line(errors);
  return std::ranges::any_of(k_words, [&](const Words& words) { return words.what == what && fit(words, line); });
}

std::optional<Says> what_is_said(std::string_view errors) {
  const Words* const words = find(errors);
  return words == nullptr ? std::nullopt : std::optional(words->what);
}

std::string_view advice_on(std::string_view errors) {
  const Words* const words = find(errors);
  return words == nullptr ? std::string_view{} : words->advice;
}

std::string_view name_of(Says what) {
  switch (what) {
    case Says::not_allowed:
      return "not_allowed";
    case Says::modified:
      return "target_modified";
    case Says::in_the_way:
      return "target_in_the_way";
    case Says::over_quota:
      return "over_quota";
    case Says::needs_large_blocks:
      return "needs_large_blocks";
    case Says::no_stream:
      return "no_stream";
    case Says::cut_off:
      return "cut_off";
    case Says::out_of_space:
      return "out_of_space";
    case Says::pool_suspended:
      return "pool_suspended";
    case Says::never_resumable:
      return "never_resumable";
    case Says::held:
      return "busy";
    case Says::nothing_to_destroy:
      return "nothing_to_destroy";
    case Says::nothing_to_abort:
      return "nothing_to_abort";
    case Says::tag_exists:
      return "tag_exists";
    case Says::no_such_tag:
      return "no_such_tag";
    case Says::mounted_already:
      return "mounted_already";
    case Says::not_mounted:
      return "not_mounted";
    case Says::gone:
      break;
  }
  return "gone";
}

}  // namespace zfs
