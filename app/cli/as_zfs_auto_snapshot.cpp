// The command line of zfs-auto-snapshot 1.2.4, and --min-size of its later sources.
#include "app/cli/drop_ins.hpp"
#include "transport/quote.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>

namespace app::cli {

namespace {

// --- Its exit codes ---

constexpr int k_misuse = 128, k_bad_keep = 129, k_bad_prefix = 130, k_no_separator = 131, k_bad_separator = 132,
              k_nameless = 133, k_not_alone = 134, k_bad_label = 136, k_long_event = 139;

constexpr std::string_view k_prefix = "zfs-auto-snap", k_separator = "_";

// --- Values ---

/// What zfs-auto-snapshot takes in a prefix, and for a separator.
bool is_in_names(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return alphanumeric || std::string_view("_.: -").find(c) != std::string_view::npos;
}

/// What zfs takes in the name of a user property: com.sun:auto-snapshot:LABEL is one.
bool is_in_property(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || std::string_view("_.:-").find(c) != std::string_view::npos;
}

void put_keep(const Groups& groups, const std::string& value) {
  std::uint32_t keep = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, keep);
  if (error == std::errc::result_out_of_range && stop == end) keep = std::numeric_limits<std::uint32_t>::max();
  if (stop != end || keep == 0) throw Refusal(k_bad_keep, "The --keep parameter must be a positive integer.");
  groups.get<Counting>().keep = keep;
}

void put_label(const Groups& groups, const std::string& value) {
  if (!std::ranges::all_of(value, is_in_property))
    throw Refusal(k_bad_label,
                  "The --label parameter must have lower-case letters, digits and -_.: only, as "
                  "com.sun:auto-snapshot:LABEL is a property.");
  groups.get<Labelling>().label = value;
}

void check_prefix(const Groups& /*groups*/, const std::string& value) {
  if (!std::ranges::all_of(value, is_in_names))
    throw Refusal(k_bad_prefix, "The --prefix parameter must be alphanumeric.");
}

void check_separator(const Groups& /*groups*/, const std::string& value) {
  if (value.empty()) throw Refusal(k_no_separator, "The --sep parameter must be non-empty.");
  if (value.size() > 1 || !is_in_names(value.front()))
    throw Refusal(k_bad_separator, "The --sep parameter must be one alphanumeric character.");
}

void put_event(const Groups& groups, const std::string& value) {
  if (value.size() > 1024) throw Refusal(k_long_event, "The --event parameter must be less than 1025 characters.");
  if (!value.empty()) groups.get<Labelled>().event = value;
}

void put_min_size(const Groups& groups, const std::string& value) {
  constexpr std::uint64_t k_kib = 1024, k_most = std::numeric_limits<std::uint64_t>::max() / k_kib;
  std::uint64_t size = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, size);
  if (error != std::errc{} || stop != end || size > k_most)
    throw UsageError("The --min-size parameter must be a number of KiB.");
  groups.get<Labelled>().min_change = size * k_kib;
}

/// zfs-auto-snapshot has a shell read the text with the dataset and the snapshot behind it.
std::string by_shell(const std::string& text) {
  if (text.empty()) return "";
  return "sh -c " + transport::sh_quote(text + " \"$@\"") + " zfs-auto-snapshot";
}

void put_pre_snapshot(const Groups& groups, const std::string& value) {
  groups.get<Labelled>().pre_tree_cmd = by_shell(value);
}

void put_post_snapshot(const Groups& groups, const std::string& value) {
  groups.get<Labelled>().post_tree_cmd = by_shell(value);
}

// --- How loud; the last one counts ---

void be_quiet(const Groups& groups, const std::string& /*none*/) {
  groups.get<Hearing>().quiet = true;
  groups.get<Output>().verbose = groups.get<Output>().debug = false;
}

void be_verbose(const Groups& groups, const std::string& /*none*/) {
  groups.get<Hearing>().quiet = false;
  groups.get<Output>().verbose = true;
}

void show_commands(const Groups& groups, const std::string& /*none*/) {
  be_verbose(groups, {});
  groups.get<Output>().debug = true;
}

// --- The table ---

constexpr Option k_options_of_zfs_auto_snapshot[] = {
    {.chapter = Chapter::choosing,
     .letter = 'r',
     .name = "recursive",
     .help = "Snapshot the named datasets and all their descendants. Without this option the descendants are "
             "snapshotted only as long as no dataset of their pools is excluded by a property, as in the original.",
     .fills = Flag{in<&Choosing::recursive>(), true}},
    {.chapter = Chapter::choosing,
     .name = "default-exclude",
     .help = "Exclude datasets unless com.sun:auto-snapshot or com.sun:auto-snapshot:LABEL is true.",
     .fills = Flag{in<&Labelled::only_if_true>(), true}},
    {.chapter = Chapter::choosing,
     .letter = 's',
     .name = "skip-scrub",
     .help = "Skip pools that are being scrubbed.",
     .fills = Flag{in<&Labelled::skip_scrubbed>(), true}},
    {.chapter = Chapter::choosing,
     .letter = 'm',
     .name = "min-size",
     .value = "KIB",
     .help = "Snapshot a dataset only if at least so many KiB were written since its last snapshot of this label.",
     .fills = Means{put_min_size}},

    {.chapter = Chapter::kind,
     .letter = 'l',
     .name = "label",
     .value = "LAB",
     .help = "Part of the snapshot name, usually hourly, daily or monthly. Only snapshots of the same label count for "
             "--keep.",
     .fills = Means{put_label}},
    {.chapter = Chapter::kind,
     .letter = 'p',
     .name = "prefix",
     .value = "PRE",
     .fallback = k_prefix,
     .help = "Begin the snapshot name with PRE.",
     .fills = Means{check_prefix}},
    {.chapter = Chapter::kind,
     .name = "sep",
     .value = "CHAR",
     .fallback = k_separator,
     .help = "Put CHAR between prefix and label.",
     .fills = Means{check_separator}},

    {.chapter = Chapter::snapshotting,
     .letter = 'e',
     .name = "event",
     .value = "EVENT",
     .fallback = "-",
     .help = "Set com.sun:auto-snapshot-desc of new snapshots to EVENT.",
     .fills = Means{put_event}},
    {.chapter = Chapter::snapshotting,
     .name = "pre-snapshot",
     .value = "COMMAND",
     .help = "Run COMMAND DATASET SNAPSHOT in a shell before each dataset is snapshotted; once for a dataset that is "
             "snapshotted with all its descendants. If it fails, they are skipped and count as failed.",
     .fills = Means{put_pre_snapshot}},
    {.chapter = Chapter::snapshotting,
     .name = "post-snapshot",
     .value = "COMMAND",
     .help = "Run COMMAND DATASET SNAPSHOT in a shell after that. ZWINNOW_RESULT is success or failure.",
     .fills = Means{put_post_snapshot}},

    {.chapter = Chapter::keeping,
     .letter = 'k',
     .name = "keep",
     .value = "NUM",
     .help = "Keep the newest NUM snapshots of this label in each dataset, and destroy the older ones. Default: keep "
             "all.",
     .fills = Means{put_keep}},
    {.chapter = Chapter::keeping,
     .name = "destroy-only",
     .help = "Take no snapshots; only destroy those beyond --keep.",
     .fills = Flag{in<&Labelled::destroy_only>(), true}},

    {.chapter = Chapter::trying,
     .letter = 'n',
     .name = "dry-run",
     .help = "Show the commands that would change something, and do not run them.",
     .fills = Flag{in<&Trying::test>(), true}},

    {.chapter = Chapter::output,
     .letter = 'q',
     .name = "quiet",
     .help = "Print no warnings and notices. Errors are still printed.",
     .fills = Means{be_quiet}},
    {.chapter = Chapter::output,
     .letter = 'g',
     .name = "syslog",
     .help = "Also write messages to syslog, under the name PRE.",
     .fills = Flag{in<&ResultFiles::syslog>(), true}},
    {.chapter = Chapter::output,
     .letter = 'v',
     .name = "verbose",
     .help = "Show what is done and why.",
     .fills = Means{be_verbose}},
    {.chapter = Chapter::output,
     .letter = 'd',
     .name = "debug",
     .help = "Show commands as they run. Implies --verbose.",
     .fills = Means{show_commands}},
    {.chapter = Chapter::output,
     .name = "fast",
     .help = "No effect.",
     .hidden = true,
     .fills = Ignored{"snapshots are listed fast anyway"}},
    {.chapter = Chapter::output, .letter = 'h', .name = "help", .help = "Show this help.", .fills = Question::help},
    {.chapter = Chapter::output,
     .name = "send-full",
     .value = "F",
     .hidden = true,
     .fills = Refused{"nothing is sent under this name. To send snapshots: zwinnow backup"}},
    {.chapter = Chapter::output,
     .name = "send-incr",
     .value = "F",
     .hidden = true,
     .fills = Refused{"nothing is sent under this name. To send snapshots: zwinnow backup"}},
};

// --- All together ---

/// The last one given.
std::string value_of(const Tokens& tokens, std::string_view name, std::string_view fallback) {
  std::string value(fallback);
  for (const Given& given : tokens.options) {
    if (given.option->name == name) value = given.value;
  }
  return value;
}

void check_operands(const std::vector<std::string>& names) {
  if (names.empty()) throw Refusal(k_nameless, "The filesystem argument list is empty.");
  if (names.size() > 1 && std::ranges::find(names, "//") != names.end())
    throw Refusal(k_not_alone, "The // must be the only argument if it is given.");
}

void settle_zfs_auto_snapshot(const Groups& groups, Tokens& tokens) {
  check_operands(tokens.positionals);
  const std::string prefix = value_of(tokens, "prefix", k_prefix);
  Labelling& labelling = groups.get<Labelling>();
  labelling.snapshot_format = prefix;
  if (!labelling.label.empty()) labelling.snapshot_format += value_of(tokens, "sep", k_separator) + "{}";
  labelling.snapshot_format += "-%Y-%m-%d-%H%M";
  groups.get<Snapshots>().utc = true;
  groups.get<Trying>().only_commands = true;
  Choosing& choosing = groups.get<Choosing>();
  choosing.whole_names = true;
  choosing.recursive_unless_excluded = !choosing.recursive;
  Labelled& labelled = groups.get<Labelled>();
  labelled.by_property = true;
  labelled.skips_resilvered = false;
  if (labelled.event.empty()) labelled.event = "-";
  groups.get<ResultFiles>().syslog_name = prefix;
}

constexpr std::array k_snapshot_guise{Guise{
    .verb = "snapshot",
    .options = k_options_of_zfs_auto_snapshot,
    .operands = "[-l LAB] // | NAME...",
    .description =
        "Snapshots the named filesystems and volumes, or all of them (//), atomically in each pool, and destroys older "
        "snapshots of the same label. Datasets with com.sun:auto-snapshot=false or com.sun:auto-snapshot:LABEL=false "
        "are excluded. Names are PRE, CHAR, LAB and the time in UTC: zfs-auto-snap_hourly-2026-03-01-1200. Snapshots "
        "that are held or have clones stay. The last line counts the snapshots that were created and destroyed, and "
        "the warnings. This is zwinnow, called by the name of zfs-auto-snapshot.",
    .examples = "  Hourly snapshots of everything, keep 24 per dataset, quietly, with messages in syslog:\n"
                "    {} -q -g --label=hourly --keep=24 //\n"
                "  Dry run for one tree:\n"
                "    {} -n -r -l daily -k 14 tank/home\n"
                "  Only destroy what is beyond 14 daily snapshots:\n"
                "    {} --destroy-only -l daily -k 14 //\n",
    .settle = settle_zfs_auto_snapshot}};

}  // namespace

constinit const DropIn k_zfs_auto_snapshot{
    .personality = Personality::zfs_auto_snapshot,
    .name = "zfs-auto-snapshot",
    .version = "1.2.4",
    .exit_codes =
        "  128     the command line could not be read\n"
        "  129     --keep is no positive integer\n"
        "  130     --prefix is not alphanumeric\n"
        "  131     --sep is empty; 132: it is not one alphanumeric character\n"
        "  133     no dataset is named; 134: // is not alone\n"
        "  135     the pools could not be listed; 136: the datasets; 137: the snapshots\n"
        "  136     --label cannot be part of a property\n"
        "  138     there is no such dataset\n"
        "  139     --event is too long\n"
        "  255     the run could not be done; the message on stderr says why\n",
    .guises = k_snapshot_guise,
    .answering = {.complaint = "Error: ", .misuse = k_misuse, .nameless = k_nameless},
    .most_failed = 127};

}  // namespace app::cli
