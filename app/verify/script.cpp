#include "app/verify/script.hpp"

#include "transport/quote.hpp"

#include <algorithm>

namespace verify {

namespace {

/// What both texts begin with. Each then has work(), which prints the listing, and clear_away(), and calls run.
constexpr std::string_view k_common = R"sh(umask 077
LC_ALL=C
[ ! -d /usr/gnu/bin ] || PATH=/usr/gnu/bin:$PATH
export LC_ALL PATH

for sum in sha256sum 'sha256 -q' 'digest -a sha256' 'openssl dgst -sha256 -r' none; do
  command -v "${sum%% *}" >/dev/null 2>&1 && break
done
[ "$sum" != none ] || { echo 'cannot hash: no sha256sum, sha256, digest or openssl on this host' >&2; exit 1; }
export sum

pause() { sleep "$1" 2>/dev/null || sleep 1; }

# Again for some seconds: a process that is about to end, or one that looks at new disks, may be in the way.
try() {
  for seconds in 0.1 0.3 0.6 1 2 4; do
    "$@" 2>/dev/null && return
    pause $seconds
  done
  "$@"
}

# All processes below this one.
below() {
  { ps -A -o pid,ppid 2>/dev/null || ps -o pid,ppid; } | awk -v top=$$ '
    { above[$1] = $2 }
    END {
      for (process in above) {
        at = process
        for (n = 0; n < 100 && at != top && at in above; n++) at = above[at]
        if (at == top && process != top) print process
      }
    }'
}

finish() {
  status=$?
  trap '' HUP INT TERM PIPE
  trap - EXIT
  # A shell that was only just forked loses what it could catch; and what stands still starts nothing more.
  those="$watcher $worker $(below)"
  kill -STOP $those 2>/dev/null
  kill -KILL $those $(below) 2>/dev/null
  wait 2>/dev/null
  clear_away || status=1
  exit $status
}

# A sign of life; when nobody is left to read it this ends.
watch() {
  trap '' PIPE
  while sleep 2; do printf '\t\n' >&2 || break; done
  kill -TERM $$
}

run() {
  watch >/dev/null &
  watcher=$!
  work &
  worker=$!
  wait $worker # unlike a command in the foreground this lets traps in
  status=$?
  worker= # its number may be somebody else's soon
  exit $status
}

watcher='' worker=''
trap finish EXIT
trap 'exit 130' HUP INT TERM PIPE
)sh";

constexpr std::string_view k_filesystem = R"sh(
snapshot=$1 percent=$2 folder=

take_down() {
  rmdir "$folder/tree" 2>/dev/null || { umount "$folder/tree" && rmdir "$folder/tree"; }
}
clear_away() {
  [ -n "$folder" ] || return 0
  [ ! -d "$folder/tree" ] || try take_down
  rmdir "$folder" || { echo "cannot clear away the mount of $snapshot, it is left at $folder/tree" >&2; return 1; }
}

list_by_find() { find . -xdev -printf 'm%y %m %U %G %s\0%p\0%l\0\n'; }
hash_many() { xargs -0 -r sha256sum --; }

list_one_by_one() {
  find . -xdev -exec sh -c '
    status=0
    for path do
      if [ "$stat" = c ]; then said=$(stat -c "%f %u %g %s" "$path"); else said=$(stat -f "%p %u %g %z" "$path"); fi
      set -- $said
      [ $# = 4 ] || { status=1; continue; }
      mode=$1 link=
      [ "$stat" = f ] || mode=$(printf %o "0x$mode")
      case $mode in
        10????) type=f ;;
        12????) type=l; link=$(readlink -n "$path" && echo .) ;;
        14????) type=s ;;
        4????) type=d ;;
        1????) type=p ;;
        2????) type=c ;;
        6????) type=b ;;
        *) type=u ;;
      esac
      printf "m%s %s %s %s %s\0%s\0%s\0\n" "$type" "${mode#"${mode%????}"}" "$2" "$3" "$4" "$path" "${link%.}"
    done
    exit $status' sh {} +
}
hash_one_by_one() {
  xargs -0 sh -c '
    for path do
      hash=$($sum <"$path") && printf "h%s\0%s\0\n" "${hash%% *}" "$path"
    done' sh
}

# Of paths that end in NUL those whose hash says so, as sample.cpp does it.
choose() {
  [ "$percent" -lt 100 ] || { cat; return; }
  od -An -v -tu1 | awk -v percent="$percent" '
    BEGIN { for (byte = 1; byte < 256; byte++) octal[byte] = sprintf("\\%03o", byte) }
    {
      for (i = 1; i <= NF; i++) {
        if ($i > 0) {
          hash = (hash * 65599 + $i) % 1000003
          path = path octal[$i]
        } else {
          if (hash * 618033 % 1000003 < percent * 10000) print path
          hash = 0
          path = ""
        }
      }
    }' | while IFS= read -r path; do printf "$path\\0"; done
}

work() {
  cd "$folder/tree" || exit 1
  if find . -prune -printf '' 2>/dev/null && sha256sum --version 2>/dev/null | grep -q GNU; then
    list=list_by_find hash=hash_many
  else
    list=list_one_by_one hash=hash_one_by_one
  fi
  if stat -c %u . >/dev/null 2>&1; then stat=c; else stat=f; fi
  export stat
  $list || exit 1
  find . -xdev -type f -print0 | choose | $hash
  echo end
}

# Nobody else is to get at the files there by the way: a folder of ours around the mount.
folder=$(mktemp -d "${TMPDIR:-/tmp}/$3-XXXXXX") || exit 1
mkdir "$folder/tree" || exit 1
case $(uname) in SunOS) type=-F ;; *) type=-t ;; esac
said=$(mount "$type" zfs "$snapshot" "$folder/tree" 2>&1) || {
  [ "$(id -u)" = 0 ] || said="this needs root: $said"
  echo "cannot mount $snapshot: $said" | head -n 1 >&2
  exit 1
}
run
)sh";

constexpr std::string_view k_volume = R"sh(
snapshot=$1 clone=$2 percent=$3 property=$4
shift 4

is_ours() { [ "$(zfs get -H -o value origin "$clone" 2>/dev/null)" = "$snapshot" ]; }
clear_away() {
  is_ours || return 0
  try zfs destroy "$clone" || { echo "cannot destroy the clone $clone of $snapshot: zfs destroy it by hand" >&2; return 1; }
}

# No backup is to take the clone for a volume of its own, and nobody needs to see what partitions there are on it.
make_clone() {
  set -- -o readonly=on -o "$property=false"
  for other in $(zfs get -H -o property all "${clone%/*}" | grep '^autobackup:'); do
    [ "$other" = "$property" ] || set -- "$@" -o "$other=false"
  done
  [ "$(uname)" = SunOS ] || set -- "$@" -o volmode=dev
  zfs clone "$@" "$snapshot" "$clone"
}

find_device() {
  for seconds in 0.1 0.2 0.2 0.5 1 1 1 2 2 2; do
    for device do [ ! -r "$device" ] || return 0; done
    pause $seconds
  done
  echo "cannot read $clone: no device for it after 10 seconds; is its key loaded, are there devices for snapshots' clones?" >&2
  return 1
}

hash_chunk() {
  { { dd if="$device" bs=1048576 skip=$(($1 * 16)) count=16 2>/dev/null || echo failed >&3; } | $sum; } 3>&1
}

work() {
  chunks=$(((size + 16777215) / 16777216)) n=0 patience=10
  echo "size $size"
  while [ $n -lt $chunks ]; do
    if [ $((n * 618033 % 1000003)) -lt $((percent * 10000)) ]; then
      hash=$(hash_chunk $n)
      # A device that is there cannot always be opened: a busy ZFS refuses that for a while.
      while [ "${hash#failed}" != "$hash" ] && [ $patience -gt 0 ]; do
        patience=$((patience - 1))
        pause 1
        hash=$(hash_chunk $n)
      done
      case $hash in failed*) hash=failed ;; esac
      echo "chunk $n ${hash%% *}"
    fi
    n=$((n + 1))
  done
  echo end
}

size=$(zfs get -H -p -o value volsize "$snapshot") || exit 1
make_clone || exit 1
find_device "$@" || exit 1
run
)sh";

constexpr std::string_view k_wait = R"sh(prefix=$1
shift
left() {
  for folder in "${TMPDIR:-/tmp}/$prefix"-*; do [ ! -d "$folder" ] || echo "$folder"; done
  for clone do ! zfs list -H -o name "$clone" 2>/dev/null; done
}
for seconds in 0.2 0.3 0.5 1 1 1 2 2 2 2; do
  [ -n "$(left "$@")" ] || exit 0
  sleep $seconds 2>/dev/null || sleep 1
done
left=$(left "$@")
[ -z "$left" ] || { echo "cannot clear away, left are:" $left >&2; exit 1; }
)sh";

constexpr const char* k_name = "zwinnow-verify";  // $0

/// Where a volume's device may be: udev writes a space as a plus.
std::vector<std::string> devices_of(const std::string& volume) {
  std::string by_udev = volume;
  std::ranges::replace(by_udev, ' ', '+');
  std::vector<std::string> paths = {"/dev/zvol/" + volume};
  if (by_udev != volume) paths.push_back("/dev/zvol/" + by_udev);
  paths.push_back("/dev/zvol/rdsk/" + volume);
  return paths;
}

}  // namespace

const std::string& filesystem_text() {
  static const std::string k_text = std::string(k_common).append(k_filesystem);
  return k_text;
}

const std::string& volume_text() {
  static const std::string k_text = std::string(k_common).append(k_volume);
  return k_text;
}

transport::Argv list_filesystem(const std::string& snapshot, unsigned percent, const std::string& prefix) {
  return {"sh", "-c", filesystem_text(), k_name, snapshot, std::to_string(percent), prefix};
}

transport::Argv list_volume(const std::string& snapshot, const std::string& clone, unsigned percent,
                            const std::string& selection_property) {
  transport::Argv argv = {"sh",     "-c",  volume_text(),           k_name,
                          snapshot, clone, std::to_string(percent), selection_property};
  std::ranges::move(devices_of(clone), std::back_inserter(argv));
  return argv;
}

transport::Argv wait_until_cleared(const std::string& prefix, const std::vector<std::string>& clones) {
  transport::Argv argv = {"sh", "-c", std::string(k_wait), k_name, prefix};
  argv.insert(argv.end(), clones.begin(), clones.end());
  return argv;
}

std::string shorten(const transport::Argv& command, std::string_view text_name) {
  const std::vector<std::string> operands(command.begin() + 3, command.end());
  return "sh -c \"$" + std::string(text_name) + "\" " + transport::sh_join(operands);
}

}  // namespace verify
