#include "app/retrieve/script.hpp"

#include <string_view>

namespace retrieve {

namespace {

/// enter SNAPSHOT: sets `tree` to where its files are read. leave: that is over.
constexpr std::string_view k_enter = R"sh(LC_ALL=C
export LC_ALL
folder= tree=
leave() {
  [ -n "$folder" ] || return 0
  for pause in 0.1 0.5 1 2; do umount "$folder/tree" 2>/dev/null && break; sleep $pause; done
  rmdir "$folder/tree" "$folder" || { echo "cannot clear away the mount of $1, it is left at $folder/tree" >&2; return 1; }
  folder=
}
trap "leave \"\$snapshot\"" EXIT
trap "exit 130" HUP INT TERM PIPE
enter() {
  dataset=${1%@*}
  if [ "$(zfs get -H -o value mounted "$dataset")" = yes ]; then
    tree=$(zfs get -H -o value mountpoint "$dataset")/.zfs/snapshot/${1#*@}
    [ ! -d "$tree/." ] || return 0
  fi
  folder=$(mktemp -d "${TMPDIR:-/tmp}/zwinnow-restore.XXXXXX") && mkdir "$folder/tree" || return
  tree=$folder/tree
  mount -t zfs -o ro "$1" "$tree" && return
  rmdir "$tree" "$folder"
  folder=
  return 1
}
)sh";

constexpr std::string_view k_find = R"sh(
dataset=$1 path=$2 until=$3 newest_only=$4
snapshots=$(zfs list -H -p -d 1 -t snapshot -o name,creation -S createtxg "$dataset") || exit
tab=$(printf "\t")
while IFS=$tab read -r snapshot creation; do
  [ -n "$snapshot" ] || continue
  [ "$until" = 0 ] || [ "$creation" -le "$until" ] || continue
  enter "$snapshot" || exit
  kind=
  if [ -h "$tree/$path" ]; then kind=o
  elif [ -f "$tree/$path" ]; then kind=f
  elif [ -d "$tree/$path" ]; then kind=d
  elif [ -e "$tree/$path" ]; then kind=o
  fi
  size=0
  [ "$kind" != f ] || size=$(wc -c <"$tree/$path")
  leave "$snapshot" || exit
  [ -n "$kind" ] || continue
  printf "%s\t%s\t%s\t%s\n" "$snapshot" "$creation" "$kind" $size
  [ "$newest_only" != yes ] || exit 0
done <<END
$snapshots
END
)sh";

constexpr std::string_view k_send = R"sh(
snapshot=$1
enter "$snapshot" || exit
tar -C "$tree" -cf - -- "$2"
)sh";

/// hash_all PATH: of all files there, by whatever hashes here, always in the same words.
constexpr std::string_view k_hash_all = R"sh(
hash_all() {
  cd "$1" || return
  for sum in sha256sum "sha256 -q" "digest -a sha256" "openssl dgst -sha256 -r" none; do
    command -v "${sum%% *}" >/dev/null 2>&1 && break
  done
  [ "$sum" != none ] || { echo "cannot hash: no sha256sum, sha256, digest or openssl on this host" >&2; return 1; }
  if [ "$sum" = sha256sum ]; then
    find "./$2" -type f -exec sha256sum -- {} +
  else
    sum=$sum find "./$2" -type f -exec sh -c "for file do hash=\$(\$sum <\"\$file\") && printf \"%s  %s\n\" \"\${hash%% *}\" \"\$file\" || exit; done" sh {} +
  fi
}
)sh";

constexpr std::string_view k_hash = R"sh(
snapshot=$1
enter "$snapshot" || exit
(hash_all "$tree" "$2")
)sh";

constexpr std::string_view k_put = R"sh(
from=$1/$2 place=$3 overwrite=$4
if [ -e "$place" ] || [ -h "$place" ]; then
  [ "$overwrite" = yes ] || { echo "$place is there already: --overwrite replaces it, --to DIR takes another folder" >&2; exit 1; }
  if [ -d "$place" ] && [ ! -h "$place" ]; then
    [ -d "$from" ] || { echo "$place is a folder, and what is restored is none" >&2; exit 1; }
    cp -Rp "$from/." "$place/"
    exit
  fi
fi
mv -f -- "$from" "$place"
)sh";

transport::Argv sh(std::string_view first, std::string_view second, std::vector<std::string> operands) {
  transport::Argv argv{"sh", "-c", std::string(first).append(second), "restore-files"};
  argv.insert(argv.end(), operands.begin(), operands.end());
  return argv;
}

}  // namespace

transport::Argv find_versions(const Lookup& lookup) {
  return sh(k_enter, k_find,
            {lookup.dataset, lookup.path, std::to_string(lookup.until), lookup.newest_only ? "yes" : "no"});
}

transport::Argv send_files(const std::string& snapshot, const std::string& path) {
  return sh(k_enter, k_send, {snapshot, path});
}

transport::Argv hash_files(const std::string& snapshot, const std::string& path) {
  return sh(k_enter, std::string(k_hash_all).append(k_hash), {snapshot, path});
}

transport::Argv receive_files(const std::string& staging) {
  return sh("umask 077\nmkdir -- \"$1\" && tar -C \"$1\" -xpf -", "", {staging});
}

transport::Argv hash_files_here(const std::string& staging, const std::string& path) {
  return sh(k_hash_all, "hash_all \"$1\" \"$2\"", {staging, path});
}

transport::Argv put_in_place(const std::string& staging, const std::string& path, const std::string& place,
                             bool overwrite) {
  return sh(k_put, "", {staging, path, place, overwrite ? "yes" : "no"});
}

transport::Argv clear_away(const std::string& staging) {
  return {"rm", "-rf", "--", staging};
}

}  // namespace retrieve
