# How far all lanes together are, of what zfs says that they will be; on a terminal in one line.
make_job tank/a tank/b tank/c
for dataset in tank/a tank/b tank/c; do write source "$dataset"; done
at '2026-03-01 12:00:00'
pull
write source tank/a 2000000
write source tank/b 3000000
write source tank/c 1000
at '2026-03-02 12:00:00'
remember

# A zfs whose sends tell after a while that they have 1,000,000 bytes behind them, and then go on.
mkdir "$WORK/bin"
# shellcheck disable=SC2016 # meant as it is
printf '#!/bin/sh
case "$*" in
  *" -n "* | *tank/c@*) ;;
  "send "*" -v -P "*)
    for last; do :; done
    for try in $(seq 100); do grep -q -e "zfs send.* -n .*tank/b@" "$FAKE_ZFS_LOG" && break; sleep 0.05; done
    sleep 1
    for tell in $(seq "${TELLS:-1}"); do printf "12:00:01\\t1000000\\t%%s\\n" "$last" >&2; sleep "${PAUSE:-0.1}"; done
    sleep 0.1 ;;
esac
exec "%s/zfs" "$@"\n' "$FAKE_BIN" > "$WORK/bin/zfs"
chmod +x "$WORK/bin/zfs"
# on_terminal ARG…: a pull whose stderr is one; all it prints is in $WORK/screen.
on_terminal() {
  local command
  printf -v command '%q ' "$ZWINNOW" backup --ssh-source source "$@" offsite1 backup/server1
  : > "$FAKE_ZFS_LOG"
  status=0
  PATH=$WORK/bin:$PATH faked backup script -qec "$command" /dev/null > "$WORK/screen" 2>&1 < /dev/null || status=$?
  tr '\r' '\n' < "$WORK/screen" > "$WORK/out"
}

on_terminal --jobs 1
expect_status 0
# Of 5,001,248 bytes: what tank/c has is too little to be asked about, and counts when it has told.
grep -Eq '^>>> Sending 19%, 977 KiB of 4.77 MiB, [0-9.]+ (KiB|MiB)/s, 0:0[0-9] left' "$WORK/out" || fail "it does not say how far it is: $(grep Sending "$WORK/out")"
grep -q '^>>> Sending 59%, ' "$WORK/out" || fail "what has arrived of tank/a does not count: $(grep Sending "$WORK/out")"
expect_equal "$(commands source 'zfs send.* -n .*tank/a@')" 1 "estimates of tank/a"
expect_equal "$(commands source 'zfs send.* -n .*tank/b@')" 1 "estimates of tank/b"
expect_equal "$(commands source 'zfs send.* -n .*tank/c@')" 0 "estimates of what is known to be little"
cp "$FAKE_ZFS_LOG" "$WORK/log"

# Nothing is asked where nothing is shown, and where all is little.
recall
pull
expect_equal "$(commands source 'zfs send.* -n ')" 0 "estimates unasked for"
recall
pull --progress
expect_status 0
expect_ran source 'zfs send.* -n '
recall
on_terminal --no-progress
expect_equal "$(grep -c Sending "$WORK/out")" 0 "lines of progress with --no-progress"

# In a log a line every half minute, which a clock that runs fast reaches soon; under the old name in its words.
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
# in_log PROGRAM ARG…: a pull whose sends tell twenty times in two minutes how far they are.
in_log() {
  recall
  : > "$FAKE_ZFS_LOG"
  status=0
  at '2026-03-02 12:00:00 x60'
  PATH=$WORK/bin:$PATH TELLS=20 PAUSE=6 faked backup "$1" "${@:2}" --progress --ssh-source source offsite1 backup/server1 > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
  at '2026-03-02 12:00:00'
  expect_status 0
}
in_log "$ZWINNOW" backup
lines=$(grep -c '^>>> Sending .*/s' "$WORK/err") || :
((lines >= 4 && lines <= 20)) || fail "$lines lines of progress in four minutes: $(cat "$WORK/err")"
! grep -q $'[\r\033]' "$WORK/err" || fail "the log is for a terminal"
in_log "$WORK/zfs-autobackup"
grep -Eq '^>>> Transfer [0-9]+% [0-9]+MB/s \(total [0-9]+MB, [0-9]+ minutes left\)$' "$WORK/err" || fail "other words under the old name: $(cat "$WORK/err")"

# A zfs that does not tell: then nothing is known of the whole until all have begun, and nothing fails.
recall
export FAKE_ZFS_FAULT='zfs send *-n*:1:no'
on_terminal --jobs 1
unset FAKE_ZFS_FAULT
expect_status 0
! grep -q -e '! ' "$WORK/out" || fail "$(cat "$WORK/out")"

# Nobody waits for an estimate, and none is left: neither when all has been sent, nor after a signal or the first failure.
on source zpool create backup /dev/fake
on source zfs create backup/server1
remember local
export FAKE_ZFS_FAULT='hang:zfs send *-n *'
start_zw source backup --progress offsite1 backup/server1
finish
expect_status 0
is_alone || fail "an estimate is left: $(pgrep -as "$started")"
recall local
export FAKE_ZFS_FAULT='hang:zfs send *'
start_zw source backup --progress offsite1 backup/server1
eventually has_started 'zfs send.* -n '
eventually has_started 'zfs send.* -v -P -p tank@'
kill -TERM "$started"
finish
expect_status 255
is_alone || fail "an estimate is left after a signal: $(pgrep -as "$started")"
recall
for dataset in $(seq -f tank/more%g 10 40); do
  on source zfs create "$dataset"
  write source "$dataset" 2000000
done
export FAKE_ZFS_FAULT='zfs recv *:1:cannot receive: no luck'
: > "$FAKE_ZFS_LOG"
status=0
# shellcheck disable=SC2034 # for expect_status
faked backup "$WORK/zfs-autobackup" --debug --progress --ssh-source source offsite1 backup/server1 > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
unset FAKE_ZFS_FAULT
expect_status 1
estimates=$(commands source 'zfs send.* -n ')
((estimates <= 5)) || fail "$estimates estimates for a run that ended at its first stream"
