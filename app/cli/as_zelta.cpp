// The command lines of zelta 1.1: each of its verbs, and the links that stand for one.
#include "app/cli/drop_ins.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/zelta_options.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace app::cli {

namespace {

constexpr int k_usage_of_zelta = 1;

// --- What it does unasked ---

bool is_given_to_zelta(const Tokens& tokens, std::string_view name) {
  return std::ranges::any_of(tokens.options, [name](const Given& given) { return given.option->name == name; });
}

void settle_replication(const Groups& groups, const Tokens& tokens) {
  Syncing& syncing = groups.get<Syncing>();
  syncing.name = "zelta";
  if (!is_given_to_zelta(tokens, "snap-name")) syncing.snapshot_format = zelta::k_names;
  groups.get<Snapshots>().utc = true;
}

void settle_zelta_backup(const Groups& groups, Tokens& tokens) {
  settle_replication(groups, tokens);
}

/// The newest snapshot that there is, unless something else is asked for.
void settle_zelta_sync(const Groups& groups, Tokens& tokens) {
  settle_replication(groups, tokens);
  Syncing& syncing = groups.get<Syncing>();
  const bool says_when =
      syncing.if_written || syncing.always || syncing.never || is_given_to_zelta(tokens, "snap-mode");
  if (!says_when) syncing.never = true;
  if (!syncing.intermediate && !syncing.replicate) syncing.newest_only = true;
}

void settle_zelta_replicate(const Groups& groups, Tokens& tokens) {
  settle_replication(groups, tokens);
  groups.get<Syncing>().replicate = true;
}

void settle_zelta_rotate(const Groups& groups, Tokens& tokens) {
  settle_replication(groups, tokens);
  zelta::put_rotation(groups, {});
}

void settle_zelta_revert(const Groups& groups, Tokens& /*tokens*/) {
  groups.get<Rolling>().keep = true;
}

Endpoint only_endpoint(const Tokens& tokens, const std::string& what) {
  if (tokens.positionals.empty()) throw MissingOperand(what);
  if (tokens.positionals.size() > 1)
    throw UsageError("unexpected argument " + quoted(tokens.positionals[1]) + " after " + what);
  return read_endpoint(tokens.positionals.front(), what);
}

/// Its one operand names host and dataset; ours are told apart.
void take_dataset(const Groups& groups, Tokens& tokens, const Endpoint& endpoint) {
  groups.get<OnePlace>().ssh_source = endpoint.host;
  tokens.positionals = {endpoint.dataset};
  Choosing& choosing = groups.get<Choosing>();
  choosing.whole_names = choosing.recursive = true;
}

void settle_zelta_snapshot(const Groups& groups, Tokens& tokens) {
  const Endpoint endpoint = only_endpoint(tokens, "ENDPOINT");
  if (!endpoint.snapshot.empty())
    throw ImpossibleRequest(
        "a snapshot's name has a time here: --snap-name 'NAME-%Y-%m-%d_%H.%M.%S'. Or: zfs snapshot -r " +
        endpoint.dataset + "@" + endpoint.snapshot);
  take_dataset(groups, tokens, endpoint);
  Labelling& labelling = groups.get<Labelling>();
  if (labelling.snapshot_format.empty()) labelling.snapshot_format = zelta::k_names;
  groups.get<Snapshots>().utc = true;
}

void settle_zelta_prune(const Groups& groups, Tokens& tokens) {
  if (tokens.positionals.size() < 2) throw MissingOperand(tokens.positionals.empty() ? "SOURCE" : "TARGET");
  Pruning& pruning = groups.get<Pruning>();
  pruning.against = tokens.positionals[1];
  tokens.positionals.erase(tokens.positionals.begin() + 1);
  take_dataset(groups, tokens, only_endpoint(tokens, "SOURCE"));
  pruning.match = "*";
  pruning.print_ranges = true;
  if (!is_given_to_zelta(tokens, "keep-snap-days")) pruning.days = 90;
  if (!is_given_to_zelta(tokens, "keep-snap-num")) pruning.count = 100;
}

// --- Its verbs ---

constexpr std::string_view k_from_to = "SOURCE TARGET";

constexpr Guise k_match{.word = "match",
                        .verb = "match",
                        .options = zelta::k_comparing,
                        .operands = "SOURCE [TARGET]",
                        .description =
                            "Compares two trees of datasets: which copies are up to date, what can be sent, "
                            "what is in the way. Each is [user@]host:pool/dataset, or pool/dataset here.",
                        .examples = "  Is the copy complete?\n    {} tank sink/Backups/tank\n"};

constexpr Guise k_backup{
    .word = "backup",
    .verb = "sync",
    .options = zelta::k_replicating,
    .operands = k_from_to,
    .description =
        "Snapshots the tree SOURCE where it was written, and sends it with all its snapshots to TARGET. Each is "
        "[user@]host:pool/dataset, or pool/dataset here. New copies are read-only and stay unmounted. The last line "
        "says what was sent.",
    .examples =
        "  Every night at midnight, by cron:\n    @daily {} tank sink/Backups/tank\n"
        "  To another host:\n    {} tank backup@remote.host:sink/Backups/tank\n",
    .settle = settle_zelta_backup};

constexpr Guise k_sync{
    .word = "sync",
    .verb = "sync",
    .options = zelta::k_replicating,
    .operands = k_from_to,
    .description =
        "Sends the newest snapshots of the tree SOURCE to TARGET. Takes no snapshots, unless -s or -S is "
        "given, and leaves out those in between, unless -I is given.",
    .examples =
        "  Snapshot first, and have copies that can be mounted:\n    {} -Sm ssd1/vm/a host2:ssd2/vm/a\n"
        "  The whole tree in one stream, if something was written:\n    {} -sRd1 tank sink/Backups/tank\n",
    .settle = settle_zelta_sync};

constexpr std::array k_guises_of_zelta{
    k_match,
    k_backup,
    k_sync,
    Guise{.word = "replicate",
          .verb = "sync",
          .options = zelta::k_replicating,
          .operands = k_from_to,
          .description = "Sends the tree SOURCE in one stream (zfs send -R), as backup -R does.",
          .examples = "  {} tank sink/Backups/tank\n",
          .settle = settle_zelta_replicate},
    Guise{.word = "rotate",
          .verb = "sync",
          .options = zelta::k_replicating,
          .operands = k_from_to,
          .description = "As backup; copies that have diverged are renamed to COPY.diverged-TIME, and a clone of the "
                         "newest common snapshot goes on in their place. TARGET itself stays where it is.",
          .examples = "  {} tank sink/Backups/tank\n",
          .settle = settle_zelta_rotate},
    Guise{.word = "clone",
          .verb = "clone",
          .options = zelta::k_changing,
          .operands = "SOURCE[@SNAPSHOT] TARGET",
          .description = "Makes a writable clone of a whole backup on the same pool. zfs destroy -r TARGET undoes it.",
          .examples = "  {} sink/Backups/tank sink/temp/cloned-tank\n"},
    Guise{.word = "revert",
          .verb = "rollback",
          .options = zelta::k_changing,
          .operands = "ENDPOINT[@SNAPSHOT]",
          .description = "Renames the dataset to DATASET.rolled-back-TIME, and puts a clone of the snapshot, or of the "
                         "newest, in its place. Nothing is destroyed.",
          .examples = "  {} tank/home@before-upgrade\n",
          .settle = settle_zelta_revert},
    Guise{.word = "snapshot",
          .verb = "snapshot",
          .options = zelta::k_snapshotting,
          .operands = "ENDPOINT",
          .description = "Snapshots a dataset and its descendants.",
          .examples = "  {} root@server1:tank/home\n",
          .settle = settle_zelta_snapshot},
    Guise{.word = "prune",
          .verb = "thin",
          .options = zelta::k_pruning,
          .operands = k_from_to,
          .description = "Prints the snapshots of SOURCE that TARGET has, too, and that are old, as arguments of zfs "
                         "destroy. Nothing is destroyed.",
          .examples = "  {} tank sink/Backups/tank\n",
          .settle = settle_zelta_prune},
    Guise{.word = "policy",
          .verb = "sync",
          .refusal = "jobs in a zelta.conf are not done yet. Give each dataset a cron line of its own: zelta backup "
                     "SOURCE TARGET"},
};

constexpr std::string_view k_codes_of_zelta =
    "  255     the run could not be done; the message on stderr says why\n"
    "1 is also a command line that could not be read.\n";

constexpr Answering k_answering{.complaint = "error: ", .misuse = k_usage_of_zelta, .nameless = k_usage_of_zelta};
constexpr std::string_view k_version_of_zelta = "1.1";

/// A link that is a verb of zelta's.
constexpr DropIn link_of(std::string_view name, const Guise& guise) {
  return {.personality = Personality::zelta,
          .name = name,
          .version = k_version_of_zelta,
          .exit_codes = k_codes_of_zelta,
          .guises = std::span<const Guise>(&guise, 1),
          .answering = k_answering};
}

}  // namespace

constinit const DropIn k_zelta{.personality = Personality::zelta,
                               .name = "zelta",
                               .version = k_version_of_zelta,
                               .exit_codes = k_codes_of_zelta,
                               .guises = k_guises_of_zelta,
                               .answering = k_answering,
                               .bare = "policy"};
constinit const DropIn k_zmatch = link_of("zmatch", k_match);
constinit const DropIn k_zpull = link_of("zpull", k_backup);
constinit const DropIn k_zsync = link_of("zsync", k_sync);

}  // namespace app::cli
