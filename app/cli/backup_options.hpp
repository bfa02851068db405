#pragma once

#include "app/cli/options.hpp"
#include "transport/stages.hpp"

#include <array>
#include <string_view>

namespace app::cli {

inline constexpr std::string_view k_schedule = "10,1d1w,1w1m,1m1y";
inline constexpr std::array<std::string_view, 2> k_clones = {"never", "simple"};
inline constexpr std::array<std::string_view, 2> k_on_diverge = {"refuse", "rotate"};

/// What a backup does, a row for each; what selects is also known to verbs that look at a backup.
inline constexpr Option k_backup_options[] = {
    {.chapter = Chapter::selecting,
     .name = "property-format",
     .value = "FORMAT",
     .fallback = "autobackup:{}",
     .help = "The property that selects datasets; {} is the backup name.",
     .fills = Text{in<&Selecting::property_format>(), Accepts::text}},
    {.chapter = Chapter::selecting,
     .name = "exclude-received",
     .help = "Leave out datasets whose property was received with a backup instead of set here. "
             "Needed where backups of two hosts cross.",
     .fills = Flag{in<&Selecting::exclude_received>(), true}},
    {.chapter = Chapter::selecting,
     .name = "include-received",
     .help = "Select copies of other selected datasets too, and without a target all that was received as a backup.",
     .fills = Flag{in<&Selecting::include_received>(), true}},
    {.chapter = Chapter::selecting,
     .name = "exclude-unchanged",
     .value = "BYTES",
     .fallback = "0",
     .help = "Leave out datasets with fewer than BYTES written since their last snapshot, whoever made it. 0 is off.",
     .fills = Bytes{in<&Selecting::exclude_unchanged>()}},

    {.chapter = Chapter::snapshotting,
     .name = "no-snapshot",
     .help = "Take no snapshots; send and thin those that are there.",
     .fills = Flag{in<&Snapshotting::snapshot>(), false}},
    {.chapter = Chapter::snapshotting,
     .name = "snapshot-format",
     .value = "FORMAT",
     .fallback = "{}-%Y%m%d%H%M%S",
     .help = "Names of our snapshots: {} is the backup name, %Y and the like are parts of the time. "
             "Only snapshots with such a name are thinned.",
     .fills = Text{in<&Snapshotting::snapshot_format>(), Accepts::text}},
    {.chapter = Chapter::snapshotting,
     .name = "utc",
     .help = "Times in snapshot names are UTC, not local time.",
     .fills = Flag{in<&Snapshotting::utc>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "min-change",
     .value = "BYTES",
     .fallback = "1",
     .help = "Snapshot a dataset only if at least BYTES were written since our last one: 1M, or 4096.",
     .fills = Bytes{in<&Snapshotting::min_change>()}},
    {.chapter = Chapter::snapshotting,
     .name = "allow-empty",
     .help = "Snapshot even what has not changed: the same as --min-change 0.",
     .fills = Flag{in<&Snapshotting::allow_empty>(), true}},
    {.chapter = Chapter::snapshotting,
     .name = "set-snapshot-properties",
     .value = "P=V,...",
     .help = "Set these user properties on new snapshots.",
     .fills = List{in<&Snapshotting::set_snapshot_properties>(), Items::assignments}},
    {.chapter = Chapter::snapshotting,
     .name = "pre-snapshot-cmd",
     .value = "COMMAND",
     .help = "Run this on the source before snapshots are taken, if any are; may be given several times. When it fails "
             "nothing is snapshotted or sent. It finds ZWINNOW_BACKUP_NAME, ZWINNOW_SNAPSHOT, "
             "ZWINNOW_DATASET_COUNT and ZWINNOW_DATASETS (one a line; empty above 120,000 bytes) in its environment.",
     .fills = Texts{in<&Snapshotting::pre_snapshot_cmds>()}},
    {.chapter = Chapter::snapshotting,
     .name = "post-snapshot-cmd",
     .value = "COMMAND",
     .help = "Run this on the source after snapshots were taken, even if that or a --pre-snapshot-cmd failed: "
             "ZWINNOW_RESULT says success or failure.",
     .fills = Texts{in<&Snapshotting::post_snapshot_cmds>()}},

    {.chapter = Chapter::thinning,
     .name = "keep-source",
     .value = "SCHEDULE",
     .fallback = k_schedule,
     .help = "Which of our snapshots stay on the source.",
     .fills = Text{in<&Thinning::keep_source>(), Accepts::anything}},
    {.chapter = Chapter::thinning,
     .name = "keep-target",
     .value = "SCHEDULE",
     .fallback = k_schedule,
     .help = "Which of our snapshots stay on the target.",
     .fills = Text{in<&Thinning::keep_target>(), Accepts::anything}},
    {.chapter = Chapter::thinning,
     .name = "no-thinning",
     .help = "Destroy nothing by schedule, on either side.",
     .fills = Flag{in<&Thinning::thinning>(), false}},
    {.chapter = Chapter::thinning,
     .name = "destroy-missing",
     .value = "TTL",
     .help = "Destroy a target dataset whose source is gone or deselected when its newest snapshot is older than this, "
             "such as 30d. It must record that it comes from this source, and still have the name that it was received "
             "under.",
     .fills = Text{in<&Thinning::destroy_missing>(), Accepts::text}},
    {.chapter = Chapter::thinning,
     .name = "adopt-missing",
     .help =
         "Treat target datasets that do not record their source by their names, as copies of this source: for those "
         "that other tools or older versions left. They record it from then on, so once is enough. Not for a target "
         "path that several hosts with equally named pools share.",
     .fills = Flag{in<&Thinning::adopt_missing>(), true}},
    {.chapter = Chapter::thinning,
     .name = "max-destroy",
     .value = "N|P%",
     .help = "A brake: do nothing at all when more than this many snapshots, or this part of ours, would be destroyed "
             "on one side. Where a step in time keeps a dataset from being thinned, it allows that.",
     .fills = Text{in<&Thinning::max_destroy>(), Accepts::text}},

    {.chapter = Chapter::sending,
     .name = "no-send",
     .help = "Transfer nothing; snapshot and thin only.",
     .fills = Flag{in<&Sending::send>(), false}},
    {.chapter = Chapter::sending,
     .name = "other-snapshots",
     .help = "Also send snapshots that are not ours (by --snapshot-format). They are never thinned.",
     .fills = Flag{in<&Sending::other_snapshots>(), true}},
    {.chapter = Chapter::sending,
     .name = "exclude-snapshot-pattern",
     .value = "REGEX",
     .help = "Do not send snapshots whose full name, as in tank/vm@name, has a match of this regular expression "
             "(ECMAScript); may be given several times.",
     .fills = Texts{in<&Sending::exclude_snapshot_patterns>()}},
    {.chapter = Chapter::sending,
     .name = "strip-path",
     .value = "N",
     .fallback = "0",
     .help = "Leave out the first N parts of a source's name below TARGET-PATH: "
             "with 1, tank/vm arrives as TARGET-PATH/vm.",
     .fills = Count{in<&Sending::strip_path>()}},
    {.chapter = Chapter::sending,
     .name = "no-holds",
     .help = "Place and release no holds. Holds keep the snapshots that the next incremental needs, "
             "and tell apart several targets of one backup name.",
     .fills = Flag{in<&Sending::holds>(), false}},
    {.chapter = Chapter::sending,
     .name = "bookmarks",
     .help =
         "Keep a bookmark on the source, not a held snapshot, as the base of the next incremental: then the source may "
         "keep no snapshot at all (--keep-source=0; such a dataset is snapshotted in every run). Encrypted datasets "
         "that are sent raw keep their holds.",
     .known = Names::zwinnow,
     .fills = Flag{in<&Sending::bookmarks>(), true}},
    {.chapter = Chapter::sending,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zfs_autobackup:{}",
     .help = "The tag of our holds; {} is the backup name.",
     .fills = Text{in<&Sending::hold_format>(), Accepts::text}},
    {.chapter = Chapter::sending,
     .name = "resend-renamed",
     .help = "Send a dataset in full although its history is in another dataset below the target path, as it was "
             "renamed or promoted. Without this it fails, and zfs rename -u of that copy lets it go on from there.",
     .known = Names::zwinnow,
     .fills = Flag{in<&Sending::resend_renamed>(), true}},
    {.chapter = Chapter::sending,
     .name = "rollback",
     .help = "Roll a target dataset back to its newest snapshot before the first transfer: "
             "what was changed there since is lost.",
     .fills = Flag{in<&Sending::rollback>(), true}},
    {.chapter = Chapter::sending,
     .name = "destroy-incompatible",
     .help = "Destroy snapshots that exist only on the target and stand in the way of an incremental, then roll back.",
     .fills = Flag{in<&Sending::destroy_incompatible>(), true}},
    {.chapter = Chapter::sending,
     .name = "on-diverge",
     .value = "HOW",
     .fallback = "refuse",
     .help =
         "What to do with a target that has snapshots or changes of its own after the common one: refuse to send to "
         "it, or rotate: rename it to TARGET.diverged-TIME, whole, and go on with a clone of the common snapshot "
         "in its place. Nothing is destroyed, now or later: what was set aside is yours to look at and to destroy. "
         "It is left unmounted. The target path itself is always refused. With --rollback, changes alone are rolled "
         "back instead.",
     .known = Names::zwinnow,
     .fills = Choice{in<&Sending::on_diverge>(), k_on_diverge}},
    {.chapter = Chapter::sending,
     .letter = 'F',
     .name = "force",
     .help = "Receive with zfs recv -F: what was changed on the target, and whatever stands without a snapshot where a "
             "first full stream is to go, is lost. Snapshots made there since also need --destroy-incompatible.",
     .fills = Flag{in<&Sending::force>(), true}},
    {.chapter = Chapter::sending,
     .name = "no-guid-check",
     .help = "Take a snapshot of the same name for the common one when none has the same guid.",
     .fills = Flag{in<&Sending::guid_check>(), false}},
    {.chapter = Chapter::sending,
     .name = "ignore-transfer-errors",
     .help = "Do not mind a failing zfs recv as long as the snapshot has arrived: some properties cannot be received "
             "everywhere.",
     .fills = Flag{in<&Sending::ignore_transfer_errors>(), true}},
    {.chapter = Chapter::sending,
     .name = "decrypt",
     .help = "Send encrypted datasets in plain. Their keys must be loaded, and their properties stay behind.",
     .fills = Flag{in<&Sending::decrypt>(), true}},
    {.chapter = Chapter::sending,
     .name = "encrypt",
     .help = "Have plain datasets encrypted by the target: they inherit the encryption of what they are received "
             "beneath.",
     .fills = Flag{in<&Sending::encrypt>(), true}},
    {.chapter = Chapter::sending,
     .name = "clones",
     .value = "never|simple",
     .fallback = "never",
     .help = "simple: send a clone as an incremental from its origin. never: as a dataset of its own, which takes the "
             "whole space again.",
     .fills = Choice{in<&Sending::clones>(), k_clones}},
    {.chapter = Chapter::sending,
     .name = "pre-transfer-cmd",
     .value = "COMMAND",
     .help = "Run this on the source before the first transfer of a dataset; when it fails so does the dataset. It "
             "finds ZWINNOW_DATASET and ZWINNOW_TARGET in its environment. May be given several times.",
     .known = Names::zwinnow,
     .fills = Texts{in<&Sending::pre_transfer_cmds>()}},
    {.chapter = Chapter::sending,
     .name = "post-transfer-cmd",
     .value = "COMMAND",
     .help = "Run this on the source after the last transfer of a dataset, failed or not: see ZWINNOW_RESULT.",
     .known = Names::zwinnow,
     .fills = Texts{in<&Sending::post_transfer_cmds>()}},

    {.chapter = Chapter::sending,
     .name = "jobs",
     .value = "N",
     .help = "Send, and thin, so many datasets at a time; one that is received for the first time after its parent. If "
             "not given: one for each core, 4 at most; with --rate 1. Each of them gets its share of --rate. No more "
             "than 32 "
             "are done at a time, over ssh 8.",
     .known = Names::zwinnow,
     .fills = OptionalCount{in<&Pace::jobs>()}},

    {.chapter = Chapter::stream,
     .name = "zfs-compressed",
     .help = "Send blocks as they are compressed on disk (zfs send -c).",
     .fills = Flag{in<&Stream::zfs_compressed>(), true}},
    {.chapter = Chapter::stream,
     .name = "compress",
     .value = "TYPE",
     .help = "Compress the stream on its way; both hosts need the program. TYPE: gzip pigz-fast pigz-slow zstd-fast "
             "zstd-slow zstd-adapt xz lzo lz4; zstd-fast if none is named.",
     .bare = "zstd-fast",
     .fills = Choice{in<&Stream::compress>(), transport::k_compressor_names}},
    {.chapter = Chapter::stream,
     .name = "buffer",
     .value = "SIZE",
     .help = "Smooth the stream with mbuffer and this much memory, such as 1G.",
     .fills = Text{in<&Stream::buffer>(), Accepts::buffer_size}},
    {.chapter = Chapter::stream,
     .name = "buffer-chunk-size",
     .value = "SIZE",
     .help = "The size of mbuffer's blocks; 128k if not given.",
     .fills = Text{in<&Stream::buffer_chunk_size>(), Accepts::buffer_size}},
    {.chapter = Chapter::stream,
     .name = "rate",
     .value = "RATE",
     .help = "Send at most this many bytes per second in all, such as 10M, and by default one dataset at a time. Needs "
             "mbuffer on the source.",
     .fills = Text{in<&Stream::rate>(), Accepts::buffer_size}},
    {.chapter = Chapter::stream,
     .name = "send-pipe",
     .value = "COMMAND",
     .help =
         "Pass the stream through this on the source, such as \"gpg -e -r backup\"; may be given several times. The "
         "command is split into words as a shell does, but no shell runs it.",
     .fills = Texts{in<&Stream::send_pipes>()}},
    {.chapter = Chapter::stream,
     .name = "recv-pipe",
     .value = "COMMAND",
     .help = "Pass the stream through this on the target, before zfs recv.",
     .fills = Texts{in<&Stream::recv_pipes>()}},

    {.chapter = Chapter::target_properties,
     .name = "clear-mountpoint",
     .help = "Set canmount=noauto, so that no boot mounts backups over directories of the backup server.",
     .fills = Flag{in<&Receiving::clear_mountpoint>(), true}},
    {.chapter = Chapter::target_properties,
     .name = "clear-refreservation",
     .help = "Leave out refreservation: a backup of a volume needs no reserved space.",
     .fills = Flag{in<&Receiving::clear_refreservation>(), true}},
    {.chapter = Chapter::target_properties,
     .name = "filter-properties",
     .value = "P,...",
     .help = "Leave out these properties on every receive (zfs recv -x).",
     .fills = List{in<&Receiving::filter_properties>(), Items::properties}},
    {.chapter = Chapter::target_properties,
     .name = "set-properties",
     .value = "P=V,...",
     .help =
         "Set these properties on every receive (zfs recv -o). zwinnow backup sets readonly=on on new copies, unless "
         "it is set here.",
     .fills = List{in<&Receiving::set_properties>(), Items::assignments}},

    // What old command lines of zfs-autobackup may still hold.
    {.chapter = Chapter::sending, .name = "resume", .hidden = true, .fills = Flag{in<&Obsolete::resume>(), true}},
    {.chapter = Chapter::sending, .name = "raw", .hidden = true, .fills = Flag{in<&Obsolete::raw>(), true}},
    {.chapter = Chapter::selecting,
     .name = "ignore-replicated",
     .hidden = true,
     .fills = Flag{in<&Obsolete::ignore_replicated>(), true}},
};

}  // namespace app::cli
