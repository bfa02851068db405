#include "zfs/commands.hpp"

#include <string>
#include <utility>

namespace zfs {

namespace {

/// zfs opens each dataset that is not mounted to list its snapshots, and one process does that one after the other: two
/// take 0.5 to 0.7 of the time (bench/listings). So each gets a share of the datasets. Lines arrive whole,
/// as awk writes each by itself and a pipe does not tear so few bytes, but those of two datasets are mixed.
constexpr const char* k_share = R"sh(types=$1 names_to=$2 snapshots_to=$3
shift 3
columns=name,guid,createtxg,numclones
n=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || n=$(sysctl -n hw.ncpu 2>/dev/null) || n=1
[ "$n" -gt 1 ] || exec zfs list -Hp "$snapshots_to" -t "$types" -o "$columns" -s name "$@"
[ "$n" -le 4 ] || n=4
names=$(zfs list -H "$names_to" -t filesystem,volume -o name -s name "$@") || exit
# xargs starts zfs even if there is nothing to name, and then zfs lists the whole host.
count=$(printf '%s\n' "$names" | grep -c .)
[ "$n" -le "$count" ] || n=$count
share() {
  printf '%s\n' "$names" | awk -v n="$n" -v i="$1" 'NR % n == i' | tr '\n' '\000' |
    xargs -0 zfs list -Hp -d1 -t "$types" -o "$columns" -s name || echo failed
}
pids=
i=0
while [ "$i" -lt "$n" ]; do
  share "$i" | awk '$0 == "failed" { bad = 1; next } { print; fflush() } END { exit bad }' &
  pids="$pids $!"
  i=$((i + 1))
done
bad=0
for pid in $pids; do wait "$pid" || bad=1; done
exit "$bad"
)sh";

/// As one word.
std::string so_deep(Levels levels, std::uint32_t zfs_counts_from) {
  return levels ? "-d" + std::to_string(*levels - 1 + zfs_counts_from) : "-r";
}

}  // namespace

Argv list_shared(std::string types, std::span<const std::string> roots, Levels levels) {
  Argv argv{"sh", "-c", k_share, "sh", std::move(types), so_deep(levels, 0), so_deep(levels, 1)};
  argv.insert(argv.end(), roots.begin(), roots.end());
  return argv;
}

}  // namespace zfs
