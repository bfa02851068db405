#pragma once

#include "app/cli/options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

/// The options of syncoid 2.3.0, and what they fill in here.
namespace app::cli::syncoid {

// --- Values ---

inline bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

inline void put_identifier(const Groups& groups, const std::string& value) {
  const auto is_good = [](char c) {
    return is_alphanumeric(c) || std::string_view("-_:.").find(c) != std::string_view::npos;
  };
  if (value.empty() || !std::ranges::all_of(value, is_good))
    throw UsageError("--identifier: only letters, digits and -_:. are allowed");
  groups.get<Syncing>().name = value;
}

/// Of its compressors those of more threads are what ours are anyway.
inline void put_compressor(const Groups& groups, const std::string& value) {
  constexpr std::array<std::array<std::string_view, 2>, 12> k_compressors{{{"gzip", "gzip"},
                                                                           {"pigz-fast", "pigz-fast"},
                                                                           {"pigz-slow", "pigz-slow"},
                                                                           {"zstd-fast", "zstd-fast"},
                                                                           {"zstdmt-fast", "zstd-fast"},
                                                                           {"zstd-slow", "zstd-slow"},
                                                                           {"zstdmt-slow", "zstd-slow"},
                                                                           {"lz4", "lz4"},
                                                                           {"xz", "xz"},
                                                                           {"lzo", "lzo"},
                                                                           {"default", "lzo"},
                                                                           {"none", ""}}};
  const auto* const found = std::ranges::find(k_compressors, value, [](const auto& pair) { return pair.front(); });
  if (found == k_compressors.end())
    throw UsageError(
        "--compress: '" + value +
        "' is none of gzip, pigz-fast, pigz-slow, zstd-fast, zstdmt-fast, zstd-slow, zstdmt-slow, lz4, xz, "
        "lzo and none");
  groups.get<Stream>().compress = found->back();
}

/// In bytes, of a number with k, m, g or t behind it; 0 is no limit.
inline double limit_of(const std::string& value) {
  double number = 0;
  const char* const end = value.data() + value.size();
  const auto [unit, error] = std::from_chars(value.data(), end, number);
  const auto power = unit == end ? 0 : std::string_view("bkmgtBKMGT").find(*unit) % 5;
  const bool has_unit = unit == end || std::string_view("bkmgtBKMGT").find(*unit) != std::string_view::npos;
  if (error != std::errc{} || end - unit > 1 || !has_unit || !(number >= 0) || number > 1e12)
    throw UsageError("a limit is a number of bytes per second such as 500k or 10m, and not '" + value + "'");
  return std::ldexp(number, static_cast<int>(10 * power));
}

/// One limit does for the whole way: the lower one.
inline void put_limit(const Groups& groups, const std::string& value) {
  const auto limit = static_cast<std::uint64_t>(limit_of(value));
  std::string& rate = groups.get<Stream>().rate;
  if (limit == 0) return;
  const double before = rate.empty() ? std::numeric_limits<double>::max() : limit_of(rate);
  if (static_cast<double>(limit) < before) rate = std::to_string(limit);
}

// --- ssh ---

inline void add_ssh_option(const Groups& groups, const std::string& keyword, const std::string& value) {
  const bool needs_quotes = value.find(' ') != std::string::npos && value.find('"') == std::string::npos;
  groups.get<Route>().ssh_options.push_back(keyword + "=" + (needs_quotes ? "\"" + value + "\"" : value));
}

inline void put_key(const Groups& groups, const std::string& value) {
  if (value.empty()) throw UsageError("--sshkey: name a file");
  add_ssh_option(groups, "IdentityFile", value);
}

inline void put_port(const Groups& groups, const std::string& value) {
  std::uint16_t port = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, port);
  if (error != std::errc{} || stop != end || port == 0) throw UsageError("--sshport: '" + value + "' is no port");
  add_ssh_option(groups, "Port", value);
}

inline void put_cipher(const Groups& groups, const std::string& value) {
  const auto is_good = [](char c) {
    return is_alphanumeric(c) || std::string_view("-_,.@+^").find(c) != std::string_view::npos;
  };
  if (value.empty() || !std::ranges::all_of(value, is_good))
    throw UsageError("--sshcipher: '" + value + "' is no list of ciphers");
  add_ssh_option(groups, "Ciphers", value);
}

// --- What it lets users hand to zfs ---

/// One after the other: letters in words, and after an o or an x a value.
template <class Take>
void read_zfs_options(std::string_view text, Take take) {
  char waiting = '\0';
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (word.empty()) continue;
    if (waiting != '\0') {
      take(waiting, std::string(word));
      waiting = '\0';
      continue;
    }
    for (const char letter : word) {
      if (waiting != '\0') throw UsageError("-" + std::string(1, waiting) + " needs a value, after a space");
      if (letter == 'o' || letter == 'x')
        waiting = letter;
      else if (letter != '-')
        take(letter, std::string());
    }
  }
  if (waiting != '\0') throw UsageError("-" + std::string(1, waiting) + " needs a value, after a space");
}

inline void take_send_option(const Groups& groups, char letter) {
  // Blocks are sent as they are, and encrypted ones raw, wherever both sides can; progress is read by us.
  constexpr std::string_view k_done_anyway = "LewvPVn";
  if (letter == 'c')
    groups.get<Stream>().zfs_compressed = true;
  else if (letter == 'p')
    return;  // settle_syncoid looks for it
  else if (letter == 'R')
    throw UsageError("--sendoptions: R would send descendants that were left out. Use --recursive");
  else if (k_done_anyway.find(letter) == std::string_view::npos)
    throw UsageError("--sendoptions: zfs send -" + std::string(1, letter) + " is not done here");
}

inline void put_send_options(const Groups& groups, const std::string& value) {
  read_zfs_options(value, [&](char letter, const std::string& its) {
    if (!its.empty()) throw UsageError("--sendoptions: zfs send has no -" + std::string(1, letter) + " " + its);
    take_send_option(groups, letter);
  });
}

inline void put_receive_options(const Groups& groups, const std::string& value) {
  // Copies are not mounted, and every receive can be resumed; -F is --force-delete with its checks.
  constexpr std::string_view k_done_anyway = "usvM";
  Receiving& receiving = groups.get<Receiving>();
  read_zfs_options(value, [&](char letter, const std::string& its) {
    if (letter == 'x') {
      receiving.filter_properties.push_back(its);
    } else if (letter == 'o') {
      if (its.find('=') == std::string::npos || its.front() == '=')
        throw UsageError("--recvoptions: '" + its + "' is not PROPERTY=VALUE");
      receiving.set_properties.push_back(its);
    } else if (letter == 'F') {
      throw UsageError("--recvoptions: F may destroy snapshots unasked. Use --force-delete");
    } else if (k_done_anyway.find(letter) == std::string_view::npos) {
      throw UsageError("--recvoptions: zfs receive -" + std::string(1, letter) + " is not done here");
    }
  });
}

// --- How loud ---

inline void be_silent(const Groups& groups, const std::string& /*none*/) {
  groups.get<Hearing>().quiet = true;
}

inline void tell_all(const Groups& groups, const std::string& /*none*/) {
  groups.get<Output>().debug = true;
}

/// settle_syncoid asks whether it was given.
inline void is_noted(const Groups& /*groups*/, const std::string& /*none*/) {}

// --- The table ---

inline constexpr Option k_options[] = {
    {.chapter = Chapter::tree,
     .letter = 'r',
     .name = "recursive",
     .help = "Also send the descendants of SOURCE.",
     .fills = Means{is_noted}},
    {.chapter = Chapter::tree,
     .name = "skip-parent",
     .help = "Do not send SOURCE itself. Goes with --recursive.",
     .fills = Flag{in<&Filtering::skip_root>(), true}},
    {.chapter = Chapter::tree,
     .name = "exclude-datasets",
     .alias = "exclude",
     .value = "REGEX",
     .help = "Exclude datasets whose name matches REGEX (ECMAScript). Repeatable.",
     .fills = Texts{in<&Filtering::exclude_datasets>()}},
    {.chapter = Chapter::tree,
     .name = "exclude-snaps",
     .value = "REGEX",
     .help = "Do not send snapshots whose name, without dataset and @, matches REGEX. Repeatable.",
     .fills = Texts{in<&Filtering::exclude_snapshots>()}},
    {.chapter = Chapter::tree,
     .name = "include-snaps",
     .value = "REGEX",
     .help = "Send only snapshots whose name matches REGEX, and the new one of this run. Repeatable.",
     .fills = Texts{in<&Filtering::include_snapshots>()}},

    {.chapter = Chapter::snapshotting,
     .name = "identifier",
     .value = "ID",
     .help = "Part of snapshot names and hold tags. Give each target of one source its own.",
     .fills = Means{put_identifier}},
    {.chapter = Chapter::snapshotting,
     .name = "no-sync-snap",
     .help = "Take no snapshots, and destroy none of an earlier run.",
     .fills = Flag{in<&Syncing::never>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "keep-sync-snap",
     .help = "Keep all snapshots that were taken. Default: the newest one on each side.",
     .fills = Means{is_noted}},

    {.chapter = Chapter::snapshotting,
     .name = "no-stream",
     .help = "Send only the newest snapshot.",
     .fills = Flag{in<&Syncing::newest_only>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "create-bookmark",
     .help = "Keep incremental sources as bookmarks on the source, and held on the target.",
     .fills = Flag{in<&Sending::bookmarks>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "use-hold",
     .help = "Hold the newest common snapshots on both sides. The tag is syncoid_[ID_]HOST.",
     .fills = Flag{in<&Sending::holds>(), true}},
    {.chapter = Chapter::target_properties,
     .name = "no-rollback",
     .help = "Do not roll back what was written to the target; such datasets fail.",
     .fills = Flag{in<&Sending::rollback>(), false}},
    {.chapter = Chapter::target_properties,
     .name = "force-delete",
     .help = "Destroy snapshots on the target that are newer than the newest common snapshot.",
     .fills = Flag{in<&Sending::destroy_incompatible>(), true}},
    {.chapter = Chapter::target_properties,
     .name = "no-clone-handling",
     .help = "Send clones as independent datasets.",
     .fills = Means{is_noted}},
    {.chapter = Chapter::target_properties,
     .name = "preserve-properties",
     .help = "Send datasets with their properties.",
     .fills = Means{is_noted}},
    {.chapter = Chapter::target_properties,
     .name = "sendoptions",
     .value = "OPTIONS",
     .help = "Letters of zfs send. c and p count; L, e and w are used wherever both pools can.",
     .fills = Means{put_send_options}},
    {.chapter = Chapter::target_properties,
     .name = "recvoptions",
     .value = "OPTIONS",
     .help = "Letters of zfs receive: \"ux recordsize o compression=lz4\".",
     .fills = Means{put_receive_options}},
    {.chapter = Chapter::target_properties,
     .name = "preserve-recordsize",
     .hidden = true,
     .fills = Ignored{"blocks arrive in the sizes that they have. --preserve-properties brings the property"}},
    {.chapter = Chapter::target_properties,
     .name = "no-resume",
     .hidden = true,
     .fills = Ignored{"a stream that breaks off is always resumed, and what cannot be resumed starts anew"}},
    {.chapter = Chapter::target_properties,
     .name = "delete-target-snapshots",
     .hidden = true,
     .fills = Refused{"a source that lost its snapshots would empty the copy. To thin copies: zwinnow sync "
                      "--keep-target, or zwinnow thin on the target"}},
    {.chapter = Chapter::target_properties,
     .name = "no-clone-rollback",
     .hidden = true,
     .fills = Ignored{"clones are never rolled back"}},

    {.chapter = Chapter::stream,
     .name = "compress",
     .value = "FORMAT",
     .fallback = "lzo",
     .help = "gzip, pigz-fast, pigz-slow, zstd-fast, zstdmt-fast, zstd-slow, zstdmt-slow, lz4, xz, lzo or none. Used "
             "between hosts that both have it.",
     .fills = Means{put_compressor}},
    {.chapter = Chapter::stream,
     .name = "source-bwlimit",
     .value = "LIMIT",
     .help = "Bytes per second, such as 500k or 10m. Needs mbuffer on the source.",
     .fills = Means{put_limit}},
    {.chapter = Chapter::stream,
     .name = "target-bwlimit",
     .value = "LIMIT",
     .help = "The same; the lower limit counts.",
     .fills = Means{put_limit}},
    {.chapter = Chapter::stream,
     .name = "mbuffer-size",
     .value = "SIZE",
     .fallback = "16M",
     .help = "Memory of mbuffer, between hosts that have it.",
     .fills = Text{in<&Stream::buffer>(), Accepts::buffer_size}},
    {.chapter = Chapter::stream,
     .name = "pv-options",
     .value = "OPTIONS",
     .hidden = true,
     .fills = Ignored{"progress is shown without pv"}},
    {.chapter = Chapter::stream,
     .name = "insecure-direct-connection",
     .value = "ADDRESSES",
     .hidden = true,
     .fills = Refused{"streams go through ssh. A fast cipher helps: --sshcipher=aes128-gcm@openssh.com"}},

    {.chapter = Chapter::places,
     .name = "sshconfig",
     .value = "FILE",
     .help = "ssh configuration file (ssh -F).",
     .fills = Text{in<&Route::ssh_config>(), Accepts::text}},
    {.chapter = Chapter::places,
     .name = "sshkey",
     .value = "FILE",
     .help = "Key to log in with (ssh -i).",
     .fills = Means{put_key}},
    {.chapter = Chapter::places, .name = "sshport", .value = "PORT", .help = "Port of sshd.", .fills = Means{put_port}},
    {.chapter = Chapter::places,
     .letter = 'c',
     .name = "sshcipher",
     .value = "CIPHER",
     .help = "Cipher of ssh (ssh -c).",
     .fills = Means{put_cipher}},
    {.chapter = Chapter::places,
     .letter = 'o',
     .name = "sshoption",
     .value = "OPTION",
     .help = "Setting of ssh (ssh -o), as Keyword=value. Repeatable.",
     .fills = Texts{in<&Route::ssh_options>()}},
    {.chapter = Chapter::places,
     .name = "no-privilege-elevation",
     .hidden = true,
     .fills = Ignored{"sudo is never used: log in as root, or as a user with zfs allow"}},
    {.chapter = Chapter::places,
     .name = "no-command-checks",
     .hidden = true,
     .fills = Ignored{"which programs a host has is asked along with its datasets"}},

    {.chapter = Chapter::trying,
     .letter = 'n',
     .name = "dry-run",
     .alias = "test",
     .help = "Show what would be done, with the commands, and change nothing. The original has no such option.",
     .fills = Flag{in<&Trying::test>(), true}},

    {.chapter = Chapter::output, .name = "quiet", .help = "Print errors only.", .fills = Means{be_silent}},
    {.chapter = Chapter::output, .name = "debug", .help = "Show commands as they run.", .fills = Means{tell_all}},
    {.chapter = Chapter::output,
     .name = "dumpsnaps",
     .hidden = true,
     .fills = Ignored{"zwinnow match SOURCE TARGET shows the snapshots of both sides"}},
    {.chapter = Chapter::output,
     .name = "monitor-version",
     .hidden = true,
     .fills = Ignored{"it has none in the original, either"}},
    {.chapter = Chapter::output, .name = "version", .help = "Show the version.", .fills = Question::version},
    {.chapter = Chapter::output, .name = "help", .help = "Show this help.", .fills = Question::help},
};

}  // namespace app::cli::syncoid
