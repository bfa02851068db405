# shellcheck shell=bash
# What end-to-end scenarios are written with: the real program on the fake zfs. A scenario is a bash file in scenarios/ whose name says what
# it shows. It finds two hosts with a pool each: `source` with tank, `backup` with backup. By default zwinnow runs on backup.
#   ZWINNOW    the program           FAKE_BIN   the directory with the fake zfs, zpool and ssh
set -euo pipefail

export WORK=${WORK:?the scratch directory of this scenario}
export FAKE_ZFS_STATE=$WORK/state FAKE_ZFS_LOG=$WORK/commands XDG_RUNTIME_DIR=$WORK TMPDIR=$WORK TZ=UTC
export PATH=$FAKE_BIN:$PATH
# AddressSanitizer wants to be the first library; faketime is one too.
export ASAN_OPTIONS=${ASAN_OPTIONS:-}${ASAN_OPTIONS:+:}verify_asan_link_order=0:detect_leaks=1
now=2026-03-01\ 12:00:00

# --- Commands on the hosts ---

# on HOST CMD ARG…: runs it there, uncounted.
on() {
  local host=$1
  shift
  FAKE_ZFS_HOST=$host FAKE_ZFS_LOG='' FAKE_ZFS_FAULT='' FAKE_SSH_FAIL='' "$@"
}

# zw ARG…: zwinnow on backup at the time of `at`. zw_on HOST ARG…: elsewhere. stdout and stderr go to $WORK/out and $WORK/err, the exit
# code to $status; the commands that it ran to $WORK/commands.
zw() { zw_on backup "$@"; }
zw_on() {
  local host=$1
  shift
  run_program "$host" "$ZWINNOW" "$@"
}
run_program() {
  local host=$1
  shift
  : > "$FAKE_ZFS_LOG"
  status=0
  FAKE_ZFS_HOST=$host faketime -f "@$now" "$@" > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
}

# at 'YYYY-mm-dd HH:MM:SS': the clock of what follows.
at() { now=$1; }

write() { on "$1" zfs fakewrite "$2" "${3:-100000}"; }

make_pools() {
  rm -rf "$FAKE_ZFS_STATE"
  on source zpool create tank /dev/fake
  on backup zpool create backup /dev/fake
}

# --- What is there ---

snapshots_of() { on "$1" zfs list -H -o name -s createtxg -t snapshot "$2" | sed 's/.*@//' | xargs; }
holds_of() { on "$1" zfs list -H -o name -r -t snapshot "$2" | tr '\n' '\0' | on "$1" xargs -0 -r zfs holds -H | cut -f 1,2; }

# Everything that matters of a host's pools, comparable between two runs: guids of what was made in the run differ.
state_of() {
  local host=$1
  on "$host" zfs get -Hp -t filesystem,volume,snapshot -o name,property,value,source \
    type,origin,receive_resume_token,canmount,mountpoint,mounted,readonly,written,autobackup:offsite1 | sed 's/1-[0-9a-f]\{6,\}-[0-9a-f-]*/TOKEN/'
  on "$host" zfs list -H -t bookmark -o name
  for pool in $(on "$host" zpool list -H -o name); do holds_of "$host" "$pool"; done
}

# commands HOST [PATTERN]: how many commands zwinnow ran there.
commands() { awk -F '\t' -v host="$1" '$1 == host' "$FAKE_ZFS_LOG" | grep -c -e "${2:-}" || :; }

# --- Assertions ---

fail() {
  printf 'FAILED: %s\n--- stdout\n' "$*" >&2
  cat "$WORK/out" >&2 || :
  printf -- '--- stderr\n' >&2
  cat "$WORK/err" >&2 || :
  printf -- '--- commands\n' >&2
  head -50 "$FAKE_ZFS_LOG" >&2 || :
  exit 1
}

expect_status() { [[ $status == "$1" ]] || fail "status $status instead of $1"; }
expect_equal() { [[ $1 == "$2" ]] || fail "${3:-it}: got '$1' instead of '$2'"; }
expect_out() { grep -qF -e "$1" "$WORK/out" || fail "stdout does not say: $1"; }
expect_no_out() { ! grep -qF -e "$1" "$WORK/out" || fail "stdout says: $1"; }
expect_err() { grep -qF -e "$1" "$WORK/err" || fail "stderr does not say: $1"; }
expect_quiet() { [[ ! -s $WORK/out && ! -s $WORK/err ]] || fail "it said something"; }
expect_snapshots() { expect_equal "$(snapshots_of "$1" "$2")" "$3" "the snapshots of $2 on $1"; }

# same_as_script HOST ARG…: the printed script, run by sh and by sh -e, leaves the same pools as the run; and the dry run changes nothing.
same_as_script() {
  local host=$1 shell
  shift
  cp -a "$FAKE_ZFS_STATE" "$WORK/before"
  zw_on "$host" backup --test "$@"
  diff -r "$WORK/before" "$FAKE_ZFS_STATE" > /dev/null || fail "--test changed something"
  zw_on "$host" backup --plan=sh "$@"
  diff -r "$WORK/before" "$FAKE_ZFS_STATE" > /dev/null || fail "--plan=sh changed something"
  cp "$WORK/out" "$WORK/script"
  zw_on "$host" backup "$@"
  expect_status 0
  { state_of source; state_of backup; } > "$WORK/state-of-run"
  for shell in "sh" "sh -e" "bash"; do
    rm -rf "$FAKE_ZFS_STATE"
    cp -a "$WORK/before" "$FAKE_ZFS_STATE"
    # shellcheck disable=SC2086 # words
    on "$host" $shell "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed under $shell"
    { state_of source; state_of backup; } > "$WORK/state-of-script"
    diff "$WORK/state-of-run" "$WORK/state-of-script" >&2 || fail "the script under $shell left other pools than the run"
  done
  rm -rf "$WORK/before"
}
