#include "app/cli/drop_ins.hpp"

#include <algorithm>
#include <array>

namespace app::cli {

namespace {

constexpr std::array k_backup_guise{Guise{.verb = "backup"}};
constexpr std::array k_check_guise{Guise{.verb = "check"}};

constexpr DropIn k_zfs_autobackup{
    .personality = Personality::zfs_autobackup,
    .name = "zfs-autobackup",
    .version = "v3.3",
    .exit_codes =
        "  255     the run could not be done; --help and --version too\n"
        "As with the original, 1 is also a --debug run stopped by the first failed dataset,\n"
        "and 2 a command line that could not be read.\n",
    .guises = k_backup_guise,
    .answering = {.like_argparse = true, .help = k_could_not_run, .misuse = 2}};

constexpr DropIn k_zfs_check{
    .personality = Personality::zfs_check,
    .name = "zfs-check",
    .version = "v3.3",
    .exit_codes = "  255     it could not be done; --help and --version too; 1 without a TARGET, 2 for other usage\n",
    .guises = k_check_guise,
    .answering = {.like_argparse = true, .help = k_could_not_run, .misuse = 2, .nameless = 1}};

}  // namespace

DropIns drop_ins() {
  static constexpr std::array k_all{
      &k_zfs_autobackup, &k_zfs_check, &k_zfs_auto_snapshot, &k_syncoid, &k_zelta, &k_zmatch, &k_zpull, &k_zsync};
  return k_all;
}

const DropIn* drop_in_of(Personality personality) {
  const auto found = std::ranges::find(drop_ins(), personality, &DropIn::personality);
  return found == drop_ins().end() ? nullptr : *found;
}

}  // namespace app::cli
