# shellcheck shell=bash
# What scenarios are written with. A scenario is a bash file whose name says what it shows; it begins with
#   # shellcheck source=tests/lab/lib.sh
#   . "$(dirname "$0")/../lib.sh"
# and finds two guests with an empty pool each: tank on source, backup on backup. A command that fails ends it.
# `run` starts it and keeps a transcript of all commands. For the comparison of pools see state.sh.
set -euo pipefail
lab_here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=tests/lab/state.sh
. "$lab_here/state.sh"

# --- Commands in the guests ---

# on GUEST CMD ARG…: runs it there as root, the arguments arrive as they are.
on() { "$lab_here/lab" ssh "$@"; }

# at_time 'YYYY-mm-dd HH:MM' CMD…: runs a helper below as if it were then (UTC), and as if no second passed, so that
# names of snapshots can be foretold. Only zwinnow is told so, and the other guest, whose clock is set: else a run would
# say that the two differ. Where zwinnow runs, creation times of snapshots are real.
at_time() {
  local lab_time=$1
  shift
  "$@"
}

# as_user NAME CMD…: runs a helper below as if root of the guests were this user. What prepares and looks stays root's.
as_user() {
  local lab_user=$1
  shift
  "$@"
}

# then_on GUEST CMD ARG…: runs it at the time of at_time, as the user of as_user. What measures or waits (zfs, ssh, mbuffer, socat) keeps the real clock.
then_on() {
  local guest=$1 who=() then=(TZ=UTC)
  shift
  [[ -z ${lab_user:-} ]] || who=(setpriv "--reuid=$lab_user" "--regid=$lab_user" --init-groups --reset-env --)
  if [[ -n ${lab_time:-} ]]; then
    then+=(DONT_FAKE_MONOTONIC=1 "FAKETIME_SKIP_CMDS=zfs,zpool,ssh,mbuffer,socat,nc" faketime -f "$lab_time:00")
    on "$([[ $guest == source ]] && echo backup || echo source)" date -u -s "$lab_time:00" >/dev/null
  fi
  on "$guest" "${who[@]}" env "${then[@]}" "$@"
}

# zw ARG…: runs zwinnow on backup. zw_on GUEST ARG…: on a guest of choice.
zw() { zw_on backup "$@"; }
zw_on() { then_on "$1" zwinnow "${@:2}"; }

# write_file GUEST DATASET NAME SIZE: writes a file of random bytes into a filesystem and prints its checksum. Afterwards
# the pool has it: "written" tells. A copy that is read-only or not mounted is made what it takes, by the same hands.
write_file() {
  # shellcheck disable=SC2016 # expanded in the guest
  on "$1" sh -ec '[ "$(zfs get -H -o value readonly "$1")" = off ] || zfs set readonly=off "$1"
    [ "$(zfs get -H -o value mounted "$1")" = yes ] || zfs mount "$1"
    file=$(zfs get -H -o value mountpoint "$1")/$2
    head -c "$3" /dev/urandom >"$file"
    zpool sync "${1%%/*}"
    sha256sum <"$file" | cut -d" " -f1' write_file "$2" "$3" "$4"
}

# write_disk GUEST VOLUME SIZE: writes random bytes to the beginning of a volume. (udev turns a space in a name into a
# +.) The pool has them afterwards. A copy that is read-only is made writable.
write_disk() {
  # shellcheck disable=SC2016 # expanded in the guest
  on "$1" sh -ec '[ "$(zfs get -H -o value readonly "$4")" = off ] || zfs set readonly=off "$4"
    udevadm settle; test -b "$1"
    head -c "$2" /dev/urandom >"$1"
    sync "$1"
    zpool sync "$3"' write_disk "/dev/zvol/${2// /+}" "$3" "${2%%/*}" "$2"
}

# make_pool GUEST POOL [DISK]: one more pool, on ram disk number DISK (1 to 7).
make_pool() { on "$1" zpool create "$2" "/dev/ram${3:-1}"; }

# --- Users who are not root ---

# make_user NAME: on both guests; from backup it gets in on source by a key.
make_user() {
  local guest
  for guest in source backup; do on "$guest" sh -ec "useradd -m $1; usermod -p '*' $1; install -d -o $1 -m 700 /home/$1/.ssh"; done
  on backup sh -ec "cp /root/.ssh/known_hosts /home/$1/.ssh/
    ssh-keygen -q -t ed25519 -N '' -f /home/$1/.ssh/id_ed25519
    chown -R $1 /home/$1/.ssh"
  on backup cat "/home/$1/.ssh/id_ed25519.pub" | on source sh -ec "cat >/home/$1/.ssh/authorized_keys; chown $1 /home/$1/.ssh/*"
}

# allow_as_printed ARG…: root of both guests does what `zwinnow allow` prints to keeper.
allow_as_printed() {
  local lines
  lines=$(as_user keeper zw allow "$@")
  printf '%s\n' "$lines"
  sed '/^# Target/,$d' <<<"$lines" | on source sh -e
  sed -n '/^# Target/,$p' <<<"$lines" | on backup sh -e
}

# --- Assertions: silent when true, else they print what differs and end the scenario ---

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# skip REASON: this scenario cannot be shown here; `run` counts it as skipped.
skip() {
  printf 'SKIPPED: %s\n' "$*" >&2
  exit 77
}

expect_equal() { # GOT WANTED [WHAT]
  diff -u --label wanted --label got <(printf '%s\n' "$2") <(printf '%s\n' "$1") >&2 || fail "${3:-it} is not what it should be"
}

expect_contains() { # TEXT PART
  [[ $1 == *"$2"* ]] || fail "this does not contain '$2':"$'\n'"$1"
}

# expect_status WANTED CMD…: the command ends with exactly this exit status.
expect_status() {
  local wanted=$1 got=0
  shift
  "$@" || got=$?
  ((got == wanted)) || fail "status $got instead of $wanted from: $*"
}

# zw_ends STATUS GUEST ARG…: zwinnow on a guest ends with exactly this exit status; what it said is in $said.
zw_ends() {
  local wanted=$1 got=0
  shift
  said=$(zw_on "$@" 2>&1) || got=$?
  ((got == wanted)) || fail "status $got instead of $wanted from: zwinnow ${*:2}"$'\n'"$said"
}

# expect_snapshots GUEST DATASET NAME…: exactly these snapshots, in the order of their creation.
expect_snapshots() {
  local guest=$1 dataset=$2
  shift 2
  expect_equal "$(on "$guest" zfs list -H -o name -s createtxg -t snapshot "$dataset" | sed 's/.*@//')" \
    "$(printf '%s\n' "$@")" "the list of snapshots of $dataset on $guest"
}

# expect_same_content SNAPSHOT COPY: a snapshot on source and its copy on backup hold the same files or blocks.
expect_same_content() {
  expect_equal "$(content_of backup "$2")" "$(content_of source "$1")" "the content of $2"
}
