#pragma once

#include "app/cli/options.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// The options of zelta 1.1, and what they fill in here.
namespace app::cli::zelta {

/// What snapshots are called unasked; the time is UTC.
inline constexpr std::string_view k_names = "zelta_%Y-%m-%d_%H.%M.%S";

// --- Values ---

inline void be_quiet(const Groups& groups, const std::string& /*none*/) {
  groups.get<Hearing>().quiet = true;
}

inline void put_log_level(const Groups& groups, const std::string& value) {
  if (value.size() != 1 || value < "0" || value > "4") throw UsageError("--log-level: a number from 0 to 4");
  groups.get<Hearing>().quiet = value < "2";
  groups.get<Output>().verbose = value > "2";
  groups.get<Output>().debug = value > "3";
}

inline void put_snap_mode(const Groups& groups, const std::string& value) {
  Syncing& syncing = groups.get<Syncing>();
  syncing.if_written = syncing.never = syncing.always = false;
  if (value == "0")
    syncing.snapshot_mode = "never";
  else if (value == "IF_NEEDED")
    syncing.snapshot_mode = "if-needed";
  else if (value == "ALWAYS")
    syncing.snapshot_mode = "always";
  else
    throw UsageError("--snap-mode: '" + value + "' is none of IF_NEEDED, ALWAYS and 0");
}

/// The last one counts.
template <bool Syncing::*Mode>
void put_mode(const Groups& groups, const std::string& /*none*/) {
  Syncing& syncing = groups.get<Syncing>();
  syncing.if_written = syncing.never = syncing.always = false;
  syncing.*Mode = true;
}

inline void put_rotation(const Groups& groups, const std::string& /*none*/) {
  groups.get<Sending>().on_diverge = "rotate";
}

// --- The options, in parts that verbs share ---

inline constexpr Option k_of_all[] = {
    {.chapter = Chapter::output,
     .letter = 'v',
     .name = "verbose",
     .help = "Show what is done and why.",
     .fills = Flag{in<&Output::verbose>(), true}},
    {.chapter = Chapter::output,
     .letter = 'q',
     .name = "quiet",
     .help = "Print errors only.",
     .fills = Means{be_quiet}},
    {.chapter = Chapter::output,
     .name = "log-level",
     .value = "N",
     .help = "0 and 1: errors only; 2: the default; 3: --verbose; 4: commands, too.",
     .fills = Means{put_log_level}},
    {.chapter = Chapter::output,
     .name = "log-mode",
     .value = "MODE",
     .hidden = true,
     .fills = Ignored{"text is for people, and --json for programs"}},
    {.chapter = Chapter::output, .name = "text", .hidden = true, .fills = Ignored{"text is the default"}},
    {.chapter = Chapter::output, .name = "yule", .hidden = true, .fills = Ignored{"colours say how it went"}},
    {.chapter = Chapter::output, .letter = 'h', .name = "help", .help = "Show this help.", .fills = Question::help},
    {.chapter = Chapter::output, .letter = '?', .name = "usage", .hidden = true, .fills = Question::help},
};

inline constexpr Option k_dry_run[] = {
    {.chapter = Chapter::trying,
     .letter = 'n',
     .name = "dryrun",
     .alias = "dry-run",
     .help = "Show what would be done, with the commands, and change nothing.",
     .fills = Flag{in<&Trying::test>(), true}},
};

inline constexpr Option k_of_trees[] = {
    {.chapter = Chapter::tree,
     .letter = 'd',
     .name = "depth",
     .value = "N",
     .help = "Go no deeper than N levels of datasets; 1 is SOURCE alone.",
     .fills = OptionalCount{in<&Covering::levels>()}},
    {.chapter = Chapter::tree,
     .letter = 'X',
     .name = "exclude",
     .value = "PATTERN,...",
     .help =
         "Exclude pool/ds, /suffix or /a*? below SOURCE, */swap at any depth, each with its descendants, and @snap* "
         "snapshots.",
     .fills = Texts{in<&Covering::excluded>()}},
};

inline constexpr Ignored k_flags_are_chosen{"flags of zfs are chosen by what both pools can"};
inline constexpr Refused k_not_these_flags{
    "flags of zfs are chosen by what both pools can. For properties use -o and -x, for -c --compressed"};

inline constexpr Option k_of_replication[] = {
    {.chapter = Chapter::snapshotting,
     .letter = 'S',
     .name = "snapshot",
     .help = "Snapshot all datasets first.",
     .fills = Means{put_mode<&Syncing::always>}},
    {.chapter = Chapter::snapshotting,
     .letter = 's',
     .name = "snapshot-written",
     .help = "Snapshot those that were written since their newest snapshot.",
     .fills = Means{put_mode<&Syncing::if_written>}},
    {.chapter = Chapter::snapshotting,
     .name = "no-snapshot",
     .alias = "snapshot-skip",
     .help = "Take no snapshots.",
     .fills = Means{put_mode<&Syncing::never>}},
    {.chapter = Chapter::snapshotting,
     .name = "snap-mode",
     .value = "MODE",
     .help = "IF_NEEDED (also of datasets without a snapshot), ALWAYS or 0.",
     .fills = Means{put_snap_mode}},
    {.chapter = Chapter::snapshotting,
     .name = "snap-name",
     .value = "NAME",
     .fallback = k_names,
     .help = "Names of new snapshots, in UTC; %Y and the like stand for the time.",
     .fills = Text{in<&Syncing::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::syncing,
     .letter = 'I',
     .name = "intermediate",
     .help = "Send all missing snapshots. Default, but for sync.",
     .fills = Flag{in<&Syncing::intermediate>(), true}},
    {.chapter = Chapter::syncing,
     .letter = 'i',
     .name = "incremental",
     .help = "Send only the newest snapshot.",
     .fills = Flag{in<&Syncing::newest_only>(), true}},
    {.chapter = Chapter::syncing,
     .letter = 'R',
     .name = "replicate",
     .help = "Send the whole tree in one stream (zfs send -R).",
     .fills = Flag{in<&Syncing::replicate>(), true}},
    {.chapter = Chapter::syncing,
     .name = "rotate",
     .help = "Set aside what has diverged on the target, and go on with a clone in its place.",
     .fills = Means{put_rotation}},
    {.chapter = Chapter::syncing,
     .letter = 'F',
     .name = "force",
     .help = "Receive with zfs recv -F: discards changes on the target.",
     .fills = Flag{in<&Sending::force>(), true}},
    {.chapter = Chapter::stream,
     .letter = 'c',
     .name = "compressed",
     .help = "Send blocks as compressed on disk (zfs send -c).",
     .fills = Flag{in<&Stream::zfs_compressed>(), true}},
    {.chapter = Chapter::stream,
     .name = "recv-pipe",
     .value = "COMMAND",
     .help = "Pipe the stream through COMMAND on the target. It is split into words, but no shell runs.",
     .fills = Texts{in<&Stream::recv_pipes>()}},
    {.chapter = Chapter::target_properties,
     .letter = 'o',
     .name = "set-property",
     .value = "P=V",
     .help = "Set a property on receive. Repeatable.",
     .fills = List{in<&Receiving::set_properties>(), Items::assignments}},
    {.chapter = Chapter::target_properties,
     .letter = 'x',
     .name = "exclude-property",
     .value = "P",
     .help = "Do not receive a property. Repeatable.",
     .fills = List{in<&Receiving::filter_properties>(), Items::properties}},
    {.chapter = Chapter::target_properties,
     .letter = 'm',
     .name = "mountable",
     .help = "Mount new copies, read-only, below TARGET.",
     .fills = Flag{in<&Syncing::mountable>(), true}},
    {.chapter = Chapter::output,
     .letter = 'j',
     .name = "json",
     .help = "Print one JSON object about the run on stdout; text goes to stderr.",
     .fills = Flag{in<&Reporting::json>(), true}},

    {.name = "resume", .hidden = true, .fills = Ignored{"streams that break off are always resumed"}},
    {.name = "no-resume", .hidden = true, .fills = Ignored{"streams that break off are always resumed"}},
    {.name = "push", .hidden = true, .fills = Ignored{"streams go through the host that runs this"}},
    {.name = "pull", .hidden = true, .fills = Ignored{"streams go through the host that runs this"}},
    {.name = "no-pull", .hidden = true, .fills = Ignored{"streams go through the host that runs this"}},
    {.name = "sync-direction",
     .value = "HOW",
     .hidden = true,
     .fills = Ignored{"streams go through the host that runs this"}},
    {.letter = 'L', .name = "large-block", .hidden = true, .fills = k_flags_are_chosen},
    {.letter = 'e', .name = "embed", .hidden = true, .fills = k_flags_are_chosen},
    {.letter = 'w', .name = "raw", .hidden = true, .fills = Ignored{"encrypted datasets are sent raw anyway"}},
    {.letter = 'p', .name = "props", .hidden = true, .fills = Ignored{"properties are sent anyway"}},
    {.letter = 'V', .name = "proctitle", .hidden = true, .fills = k_flags_are_chosen},
    {.letter = 'M', .name = "unmount", .hidden = true, .fills = Ignored{"copies stay unmounted"}},
    {.letter = 'u', .name = "no-mount", .hidden = true, .fills = Ignored{"copies stay unmounted"}},
    {.letter = 'b', .name = "backup", .hidden = true, .fills = k_not_these_flags},
    {.letter = 'D', .name = "dedup", .hidden = true, .fills = k_not_these_flags},
    {.name = "holds", .hidden = true, .fills = k_not_these_flags},
    {.name = "skipmissing", .hidden = true, .fills = k_not_these_flags},
    {.name = "send-default", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "send-raw", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "send-new", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "recv-default", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "recv-top", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "recv-fs", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "recv-vol", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "recv-partial", .value = "FLAGS", .hidden = true, .fills = k_not_these_flags},
    {.name = "rate-limit", .value = "RATE", .hidden = true, .fills = Refused{"as in zelta. Use zwinnow sync --rate"}},
    {.name = "initiator", .value = "HOST", .hidden = true, .fills = Refused{"as in zelta. Run it on that host"}},
    {.name = "progress", .hidden = true, .fills = Refused{"as in zelta. On a terminal it is shown anyway"}},
};

inline constexpr Option k_of_comparison[] = {
    {.chapter = Chapter::listing,
     .letter = 'o',
     .name = "columns",
     .value = "COLUMN,...",
     .help = "ds_suffix, match, num_matches, xfer_size, xfer_num, src_ and tgt_ with name, first, next, last, written "
             "and snaps, info; or name, first, next, last, written, snaps, count, all.",
     .fills = Text{in<&Matching::columns>(), Accepts::text}},
    {.chapter = Chapter::listing,
     .letter = 'H',
     .name = "no-header",
     .help = "Tabs and no header.",
     .fills = Flag{in<&Matching::plain>(), true}},
    {.chapter = Chapter::listing,
     .letter = 'p',
     .name = "parsable",
     .help = "Exact numbers.",
     .fills = Flag{in<&Matching::exact>(), true}},
    {.chapter = Chapter::listing,
     .name = "no-written",
     .help = "Do not ask for sizes.",
     .fills = Flag{in<&Matching::written>(), false}},
    {.chapter = Chapter::listing,
     .name = "written",
     .hidden = true,
     .fills = Ignored{"sizes are asked for where they are shown"}},
    {.chapter = Chapter::listing,
     .name = "time",
     .hidden = true,
     .fills = Ignored{"--json of zwinnow match has the times of the listings"}},
    {.letter = 'n', .name = "dryrun", .hidden = true, .fills = Ignored{"nothing is changed anyway"}},
};

inline constexpr Option k_of_snapshots[] = {
    {.chapter = Chapter::snapshotting,
     .name = "snap-name",
     .value = "NAME",
     .fallback = k_names,
     .help = "Names of new snapshots, in UTC; %Y and the like stand for the time.",
     .fills = Text{in<&Labelling::snapshot_format>(), Accepts::text}},
};

inline constexpr Option k_of_pruning[] = {
    {.chapter = Chapter::keeping,
     .name = "keep-snap-days",
     .value = "N",
     .fallback = "90",
     .help = "Keep what is younger.",
     .fills = Number{in<&Pruning::days>()}},
    {.chapter = Chapter::keeping,
     .name = "keep-snap-num",
     .value = "N",
     .fallback = "100",
     .help = "Keep the newest N.",
     .fills = Number{in<&Pruning::count>()}},
    {.chapter = Chapter::choosing,
     .letter = 'X',
     .name = "exclude",
     .value = "PATTERN",
     .help = "Exclude datasets that match, with their descendants. Repeatable.",
     .fills = Texts{in<&Choosing::excluded>()}},
    {.name = "no-ranges", .hidden = true, .fills = Refused{"only ranges are printed; zfs destroy takes them"}},
    {.letter = 'n', .name = "dryrun", .hidden = true, .fills = Ignored{"nothing is destroyed anyway"}},
};

template <std::size_t... Sizes>
constexpr auto joined(const Option (&... parts)[Sizes]) {
  std::array<Option, (Sizes + ...)> all{};
  auto* next = all.data();
  ((next = std::ranges::copy(parts, next).out), ...);
  return all;
}

inline constexpr auto k_replicating = joined(k_of_trees, k_of_replication, k_dry_run, k_of_all);
inline constexpr auto k_comparing = joined(k_of_trees, k_of_comparison, k_of_all);
inline constexpr auto k_changing = joined(k_dry_run, k_of_all);
inline constexpr auto k_snapshotting = joined(k_of_snapshots, k_dry_run, k_of_all);
inline constexpr auto k_pruning = joined(k_of_pruning, k_of_all);

}  // namespace app::cli::zelta
