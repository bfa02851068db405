#include "zfs/says.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string_view>
#include <utility>

using zfs::Says;

BOOST_AUTO_TEST_SUITE(words_of_zfs)

/// As OpenZFS 2.1 to 2.3 say them.
constexpr std::pair<std::string_view, Says> k_texts[] = {
    {"cannot create snapshot 'tank@x': permission denied\n", Says::not_allowed},
    {"cannot receive incremental stream: destination backup/tank has been modified\nsince most recent snapshot\n",
     Says::modified},
    {"cannot receive new filesystem stream: destination 'backup/tank' exists\nmust specify -F to overwrite it\n",
     Says::in_the_way},
    {"cannot receive incremental stream: destination backup/tank space quota exceeded.\n", Says::over_quota},
    {"cannot receive incremental stream: incremental send stream requires -L (--large-block), to match previous "
     "receive.\n",
     Says::needs_large_blocks},
    {"cannot receive: invalid stream (bad magic number)\n", Says::no_stream},
    {"cannot receive incremental stream: checksum mismatch or incomplete stream.\n", Says::cut_off},
    {"cannot receive new filesystem stream: out of space\n", Says::out_of_space},
    {"cannot create snapshots : out of space\n", Says::out_of_space},
    {"cannot open 'tank': pool I/O is currently suspended\n", Says::pool_suspended},
    {"cannot resume send: 'tank@x' used in the initial send no longer exists\n", Says::never_resumable},
    {"cannot resume send: 'tank@x' is no longer the same snapshot used in the initial send\n", Says::never_resumable},
    {"cannot receive resume stream: incremental source 0x1f no longer exists\n", Says::never_resumable},
    {"could not find any snapshots to destroy; check snapshot names.\n", Says::nothing_to_destroy},
    {"'backup/tank' does not have any resumable receive state to abort\n", Says::nothing_to_abort},
    {"cannot hold snapshot 'tank@x': tag already exists on this dataset\n", Says::tag_exists},
    {"cannot release hold from snapshot 'tank@x': no such tag on this dataset\n", Says::no_such_tag},
    {"cannot destroy snapshot tank@x: dataset is busy\n", Says::held},
    {"cannot open 'tank/x': dataset does not exist\n", Says::gone},
};

BOOST_AUTO_TEST_CASE(each_text_is_told_from_the_others) {
  for (const auto& [text, what] : k_texts) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST((zfs::what_is_said(text) == what));
      BOOST_TEST(zfs::says(text, what));
      for (const auto& [other_text, other] : k_texts) {
        if (other != what) BOOST_TEST(!zfs::says(text, other));
      }
    }
  }
  BOOST_TEST(!zfs::what_is_said("cannot receive: no luck").has_value());
  BOOST_TEST(!zfs::what_is_said("").has_value());
}

BOOST_AUTO_TEST_CASE(what_a_user_can_mend_has_a_next_step) {
  for (const Says what : {Says::not_allowed, Says::modified, Says::in_the_way, Says::over_quota,
                          Says::needs_large_blocks, Says::no_stream, Says::cut_off, Says::out_of_space}) {
    for (const auto& [text, its] : k_texts) {
      if (its == what) BOOST_TEST(!zfs::advice_on(text).empty(), text);
    }
  }
  BOOST_TEST(zfs::advice_on("cannot destroy snapshot tank@x: dataset is busy").empty());
  BOOST_TEST(zfs::advice_on("cannot create snapshots : out of space") !=
             zfs::advice_on("cannot receive new filesystem stream: out of space"));
}

BOOST_AUTO_TEST_SUITE_END()
