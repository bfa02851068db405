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
    printf "12:00:01\\t1000000\\t%%s\\n" "$last" >&2
    sleep 0.2 ;;
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
expect_out '>>> Transfer 19% 0MB/s (total 4MB, 0 minutes left)'
grep -q '^>>> Transfer 59% ' "$WORK/out" || fail "what has arrived of tank/a does not count: $(grep Transfer "$WORK/out")"
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
expect_equal "$(grep -c Transfer "$WORK/out")" 0 "lines of progress with --no-progress"

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
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
: > "$FAKE_ZFS_LOG"
status=0
# shellcheck disable=SC2034 # for expect_status
faked backup "$WORK/zfs-autobackup" --debug --progress --ssh-source source offsite1 backup/server1 > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
unset FAKE_ZFS_FAULT
expect_status 1
estimates=$(commands source 'zfs send.* -n ')
((estimates <= 5)) || fail "$estimates estimates for a run that ended at its first stream"
