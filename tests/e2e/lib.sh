# shellcheck shell=bash
# What end-to-end scenarios are written with: the real program on the fake zfs. A scenario is a bash file in scenarios/ whose name says what
# it shows. It finds two hosts with a pool each: `source` with tank, `backup` with backup. By default zwinnow runs on backup.
#   ZWINNOW    the program           FAKE_BIN   the directory with the fake zfs, zpool and ssh
set -euo pipefail

# What a hook is told is all of that name: a lab that is up must not be among it.
for name in "${!ZWINNOW_@}"; do unset "$name"; done
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
  : > "$FAKE_ZFS_LOG"
  status=0
  faked "$@" > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
}

# faked HOST CMD ARG…: with that host's pools and our clock. Not by faketime(1), which would be a process more between us and it.
faked() {
  local host=$1
  shift
  # shellcheck disable=SC2016 # $LIB is for the loader
  FAKE_ZFS_HOST=$host FAKETIME="@$now" LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' "$@"
}

# The job of most scenarios, ARG… before its names.
pull() { zw backup --ssh-source source "$@" offsite1 backup/server1; }
push() { zw_on source backup --ssh-target backup "$@" offsite1 backup/server1; }

# start_zw HOST ARG…: as zw_on, but in the background, with signals as for a program in the foreground; its process is $started.
start_zw() {
  : > "$FAKE_ZFS_LOG"
  # Not through a function of ours: & would fork a shell that waits for it, and signals would reach that one.
  # shellcheck disable=SC2016 # $LIB is for the loader
  FAKE_ZFS_HOST=$1 FAKETIME="@$now" LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' \
    setsid env --default-signal=INT "$ZWINNOW" "${@:2}" > "$WORK/out" 2> "$WORK/err" < /dev/null &
  started=$!
}
# finish: waits for what start_zw started.
finish() {
  status=0
  wait "$started" || status=$?
}
trap '[[ -z ${started:-} ]] || pkill -KILL -s "$started" || :' EXIT # a failure leaves nothing that hangs
# None of its children is left. Who is dead and waits for init to see it (Z) is no more; the name may hold spaces and brackets.
is_alone() {
  local file stat
  for file in /proc/[0-9]*/stat; do
    { read -r stat < "$file"; } 2> /dev/null || continue
    # shellcheck disable=SC2086 # words: state, parent, group, session
    set -- ${stat##*) }
    [[ ${4:-} != "$started" || $1 == Z ]] || return 1
  done
}

# once_idle: waits until nothing of what start_zw started can go on by itself; who is stopped is in $stopped. False once all has ended.
once_idle() { stopped=$("$here/../when-idle" "$started"); }
# go_on: those who are stopped go on.
# shellcheck disable=SC2086 # words
go_on() { kill -CONT $stopped; }
# each_time_idle CMD ARG…: runs it whenever all is idle, then lets those who are stopped go on, until all has ended.
each_time_idle() {
  while once_idle; do
    "$@"
    go_on
  done
  finish
}

# eventually CMD ARG…: waits until it is true, two minutes at least.
eventually() {
  local try
  for ((try = 0; try < 2400; try++)); do
    ! "$@" || return 0
    sleep 0.05
  done
  fail "never came true: $*"
}
has_started() { grep -q -e "$1" "$FAKE_ZFS_LOG"; }

# at 'YYYY-mm-dd HH:MM:SS': the clock of what follows.
at() { now=$1; }

write() { on "$1" zfs fakewrite "$2" "${3:-100000}"; }

make_pools() {
  rm -rf "$FAKE_ZFS_STATE"
  on source zpool create tank /dev/fake
  on backup zpool create backup /dev/fake
}

# make_job [DATASET…]: all of tank is selected, with these in it; the target is there, and nothing in it is mounted (see mounting.sh).
make_job() {
  local dataset
  for dataset in "$@"; do on source zfs create "$dataset"; done
  on source zfs set autobackup:offsite1=true tank
  on backup zfs create -o mountpoint=none backup/server1
}

# each_day FROM TO DATASET CMD ARG…: on each of these days of March it writes to the dataset on source and runs the command, which must succeed.
each_day() {
  local day from=$1 to=$2 dataset=$3
  shift 3
  for ((day = from; day <= to; day++)); do
    at "$(printf '2026-03-%02d 12:00:00' "$day")"
    write source "$dataset"
    "$@"
    expect_status 0
  done
}

# days N…: the names of our snapshots of these days.
days() {
  local names
  printf -v names 'offsite1-202603%02d120000 ' "$@"
  echo "${names% }"
}

# taken N: is the Nth of many combinations gone through? All are, where TAKE_EVERY does not say every how many: that saves
# time where the place is not what is looked at.
taken() { (($1 % ${TAKE_EVERY:-1} == 0)); }

# --- What is there ---

# They are called thousands of times, so they start no program but zfs where the shell can do it itself.
snapshots_of() {
  local names
  mapfile -t names < <(on "$1" zfs list -H -o name -s createtxg -t snapshot "$2")
  echo "${names[*]##*@}"
}
guid_of() { on "$1" zfs get -Hp -o value guid "$2"; }
holds_of() {
  local names
  mapfile -t names < <(on "$1" zfs list -H -o name -r -t snapshot "$2")
  ((${#names[@]} == 0)) || on "$1" zfs holds -H "${names[@]}" | cut -f 1,2 | sort
}
exists() { on "$1" zfs list "$2" > /dev/null 2>&1; }

# Everything that matters of a host's pools, comparable between two runs: guids of what was made in the run differ.
state_of() {
  local host=$1
  on "$host" zfs get -Hp -t filesystem,volume,snapshot -o name,property,value,source \
    type,origin,receive_resume_token,canmount,mountpoint,mounted,readonly,written,autobackup:offsite1,zwinnow:source | sed 's/1-[0-9a-f]\{6,\}-[0-9a-f-]*/TOKEN/'
  on "$host" zfs list -H -t bookmark -o name
  for pool in $(on "$host" zpool list -H -o name); do holds_of "$host" "$pool"; done
}
states() {
  local folder
  for folder in "$FAKE_ZFS_STATE"/*/; do
    folder=${folder%/}
    state_of "${folder##*/}"
  done
}

# remember [AS]: keeps the pools as they are, for recall and expect_unchanged.
remember() {
  local as=${1:-remembered}
  rm -rf "${WORK:?}/$as"
  cp -a "$FAKE_ZFS_STATE" "$WORK/$as"
}
recall() {
  rm -rf "$FAKE_ZFS_STATE"
  cp -a "$WORK/${1:-remembered}" "$FAKE_ZFS_STATE"
}

# commands HOST [PATTERN]: how many commands zwinnow ran there.
commands() { grep -c -e "^$1	.*${2:-}" "$FAKE_ZFS_LOG" || :; }

# --- Assertions ---

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  local what
  for what in out err commands; do
    printf -- '--- %s\n' "$what" >&2
    head -n 60 "$WORK/$what" 2> /dev/null | cut -c 1-400 >&2 || :
  done
  exit 1
}

expect_status() { [[ $status == "$1" ]] || fail "status $status instead of $1"; }
expect_equal() { [[ $1 == "$2" ]] || fail "${3:-it}: got '$1' instead of '$2'"; }
# says FILE TEXT: anywhere in one of its lines.
says() {
  local text
  IFS= read -r -d '' text < "$WORK/$1" || :
  [[ $text == *"$2"* ]]
}
expect_out() { says out "$1" || fail "stdout does not say: $1"; }
expect_no_out() { ! says out "$1" || fail "stdout says: $1"; }
expect_err() { says err "$1" || fail "stderr does not say: $1"; }
expect_no_err() { ! says err "$1" || fail "stderr says: $1"; }
expect_quiet() { [[ ! -s $WORK/out && ! -s $WORK/err ]] || fail "it said something"; }
expect_snapshots() { expect_equal "$(snapshots_of "$1" "$2")" "$3" "the snapshots of $2 on $1"; }
expect_holds() {
  local holds
  mapfile -t holds < <(holds_of "$1" "$2")
  expect_equal "${holds[*]//$'\t'/ }" "$3" "the holds of $2 on $1"
}
expect_exists() { exists "$1" "$2" || fail "$2 is not there on $1"; }
expect_missing() { ! exists "$1" "$2" || fail "$2 is there on $1"; }
expect_unchanged() { diff -r "$WORK/${1:-remembered}" "$FAKE_ZFS_STATE" > /dev/null || fail "the pools have changed"; }
expect_ran() { grep -q -e "^$1	.*$2" "$FAKE_ZFS_LOG" || fail "no command on $1 like: $2"; }
expect_not_ran() { ! grep -q -e "^$1	.*$2" "$FAKE_ZFS_LOG" || fail "a command on $1 like: $2"; }
expect_no_commands() { [[ ! -s $FAKE_ZFS_LOG ]] || fail "it ran commands"; }

# expect_refusal TEXT…: not done, for a reason in one line that says all of these; the pools are as remembered.
expect_refusal() {
  local text
  expect_status 255
  expect_equal "$(wc -l < "$WORK/err")" 1 "lines on stderr"
  for text in "$@"; do expect_err "$text"; done
  expect_unchanged
}

# expect_no_target TEXT…: the source was snapshotted and nothing else was done, for a reason in one line that says all of these; then the
# pools are as remembered again.
expect_no_target() {
  local text
  expect_status 255
  expect_equal "$(wc -l < "$WORK/err")" 1 "lines on stderr"
  for text in "$@"; do expect_err "$text"; done
  expect_err 'The source was snapshotted all the same; nothing is sent or thinned.'
  expect_ran source 'zfs snapshot'
  expect_not_ran source 'zfs \(send\|hold\|release\|destroy\)'
  diff -r "$WORK/remembered/backup" "$FAKE_ZFS_STATE/backup" > /dev/null || fail "the target has changed"
  recall
}

# same_as_script HOST ARG…: the printed script, run by sh and by sh -e, leaves the same pools as the run; and the dry run changes nothing.
# The run may fail for some datasets if $wanted_status says so.
same_as_script() {
  local host=$1 shell
  shift
  remember before
  zw_on "$host" "${scripted_verb:-backup}" --test "$@"
  expect_unchanged before
  zw_on "$host" "${scripted_verb:-backup}" --plan=sh "$@"
  expect_unchanged before
  cp "$WORK/out" "$WORK/script"
  zw_on "$host" "${scripted_verb:-backup}" "$@"
  expect_status "${wanted_status:-0}"
  states > "$WORK/state-of-run"
  [[ -z ${SANITIZED:-} ]] || return 0 # what the script does is not done by the program that is looked at
  remember after-run
  for shell in "sh" "sh -e" "bash"; do
    recall before
    # shellcheck disable=SC2086 # words
    on "$host" $shell "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed under $shell"
    states > "$WORK/state-of-script"
    diff "$WORK/state-of-run" "$WORK/state-of-script" >&2 || fail "the script under $shell left other pools than the run"
  done
  recall after-run
}
