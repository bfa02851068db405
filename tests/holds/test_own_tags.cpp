#include "app/holds/own_tags.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using holds::OwnTags;

BOOST_AUTO_TEST_SUITE(own_tags)

BOOST_AUTO_TEST_CASE(of_one_name) {
  const OwnTags ours = OwnTags::of("zfs_autobackup:offsite1");
  for (const char* tag : {"zfs_autobackup:offsite1", "zfs_autobackup:offsite1:0123abcd"})
    BOOST_TEST(ours.contain(tag), tag);
  for (const char* tag :
       {"", "offsite1", "zfs_autobackup:offsite", "zfs_autobackup:offsite11",
        "zfs_autobackup:offsite1:", "zfs_autobackup:offsite1:0123abc", "zfs_autobackup:offsite1:0123abcde",
        "zfs_autobackup:offsite1:0123ABCD", "zfs_autobackup:offsite1:0123abcg", "zfs_autobackup:offsite1-0123abcd",
        "zfs_autobackup:offsite2", "zfs_autobackup:offsite1:01234567:01234567", "Zfs_autobackup:offsite1", ":0123abcd"})
    BOOST_TEST(!ours.contain(tag), tag);
}

BOOST_AUTO_TEST_CASE(of_any_name) {
  struct Case {
    const char* name;
    OwnTags::Format format;
    std::vector<std::string> ours, others;
  };
  const std::vector<Case> cases = {
      {"in front",
       [](std::string_view name) { return "zfs_autobackup:" + std::string(name); },
       {"zfs_autobackup:a", "zfs_autobackup:offsite1", "zfs_autobackup:offsite1:0123abcd"},
       {"zfs_autobackup:", "zfs_autobackup", "zrepl_last_received_J_x", "offsite1", "", ":0123abcd"}},
      {"around",
       [](std::string_view name) { return "keep-" + std::string(name) + "-on"; },
       {"keep-a-on", "keep-a-b-on", "keep-a-on:0123abcd"},
       {"keep--on", "keep-on", "keep-a-off", "keep-a-on:0123abc"}},
      {"twice",
       [](std::string_view name) { return std::string(name) + "=" + std::string(name); },
       {"a=a", "ab=ab", "a=a:0123abcd"},
       {"=", "a=b", "ab=a", "a", "ab=ab=ab"}},
      {"not at all",
       [](std::string_view) { return std::string("fixed"); },
       {"fixed", "fixed:0123abcd"},
       {"fix", "fixed2"}},
  };
  for (const Case& c : cases) {
    BOOST_TEST_CONTEXT(c.name) {
      const OwnTags ours = OwnTags::of_any_name(c.format);
      for (const std::string& tag : c.ours) BOOST_TEST(ours.contain(tag), tag);
      for (const std::string& tag : c.others) BOOST_TEST(!ours.contain(tag), tag);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
