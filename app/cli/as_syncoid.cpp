// The command line of syncoid 2.3.0.
#include "app/cli/drop_ins.hpp"
#include "app/cli/syncoid_options.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace app::cli {

namespace {

constexpr int k_usage_of_syncoid = 127;

bool is_given(const Tokens& tokens, std::string_view name) {
  return std::ranges::any_of(tokens.options, [name](const Given& given) { return given.option->name == name; });
}

bool asks_for_properties(const Tokens& tokens) {
  return std::ranges::any_of(tokens.options, [](const Given& given) {
    return given.option->name == "preserve-properties" ||
           (given.option->name == "sendoptions" && given.value.find('p') != std::string::npos);
  });
}

/// "syncoid_[ID_]HOST", which its snapshots begin with and its holds are called.
std::string name_of_series(const Groups& groups, bool has_identifier) {
  return "syncoid_" + (has_identifier ? groups.get<Syncing>().name + "_" : std::string()) + "{host}";
}

/// Another time zone is told behind the time; the order in which snapshots were made is what counts.
constexpr std::string_view k_any_time =
    "_[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9]-GMT*";

void settle_snapshots(const Groups& groups, const Tokens& tokens) {
  Syncing& syncing = groups.get<Syncing>();
  const std::string series = name_of_series(groups, is_given(tokens, "identifier"));
  if (!is_given(tokens, "identifier")) syncing.name = "syncoid";
  syncing.snapshot_format = series + "_%Y-%m-%d:%H:%M:%S-GMT00:00";
  groups.get<Snapshots>().utc = true;
  syncing.match = series + std::string(k_any_time);
  syncing.hold_format = series;
  syncing.always = !syncing.never;
  if (!syncing.never && !is_given(tokens, "keep-sync-snap")) syncing.keep_source = syncing.keep_target = "1";
}

void settle_syncoid(const Groups& groups, Tokens& tokens) {
  if (tokens.positionals.size() != 2)
    throw Refusal(k_usage_of_syncoid, "Source or target not found! syncoid [options] SOURCE TARGET");
  Filtering& filtering = groups.get<Filtering>();
  const bool is_recursive = is_given(tokens, "recursive");
  if (!is_recursive) {
    groups.get<Covering>().levels = 1;
    filtering.skip_root = false;
  }
  filtering.property = "syncoid:sync";
  settle_snapshots(groups, tokens);
  Sending& sending = groups.get<Sending>();
  sending.holds = is_given(tokens, "use-hold") || sending.bookmarks;  // the copy's side of it is held
  sending.rollback = !is_given(tokens, "no-rollback");
  sending.properties = asks_for_properties(tokens);
  if (!is_given(tokens, "no-clone-handling")) sending.clones = "simple";
  Stream& stream = groups.get<Stream>();
  if (!is_given(tokens, "compress")) stream.compress = "lzo";
  if (!is_given(tokens, "mbuffer-size")) stream.buffer = "16M";
  stream.spares_helpers = true;
  groups.get<Output>().verbose = !groups.get<Hearing>().quiet;
}

constexpr std::array k_sync_guise{Guise{
    .verb = "sync",
    .options = syncoid::k_options,
    .operands = "SOURCE TARGET",
    .description =
        "Snapshots SOURCE and sends it to TARGET, each [[USER@]HOST:]DATASET, with all snapshots that TARGET lacks. "
        "What was written to TARGET since its newest snapshot is rolled back, with a NOTE. Newer snapshots there make "
        "the dataset fail, unless --force-delete is given. New copies are read-only and stay unmounted. The user "
        "property syncoid:sync of a dataset may be false, or a list of the hosts that run syncoid for it. This is "
        "zwinnow, called by the name of syncoid.",
    .examples = "  Pull one dataset:\n"
                "    {} root@server1:vol1/data vol2/data\n"
                "  Push a tree, without snapshots of its own, from cron:\n"
                "    {} --quiet --recursive --no-sync-snap tank root@backup1:backup/tank\n"
                "  Two targets of one source:\n"
                "    {} -r --identifier=a tank root@backup1:backup/tank\n"
                "    {} -r --identifier=b tank root@backup2:backup/tank\n",
    .settle = settle_syncoid}};

}  // namespace

constinit const DropIn k_syncoid{
    .personality = Personality::syncoid,
    .name = "syncoid",
    .version = "2.3.0",
    .exit_codes =
        "  127     the command line could not be read\n"
        "  255     the run could not be done; the message on stderr says why\n",
    .guises = k_sync_guise,
    .answering = {.complaint = "CRITICAL ERROR: ", .misuse = k_usage_of_syncoid, .nameless = k_usage_of_syncoid},
    .most_failed = 126};

}  // namespace app::cli
