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

# A zfs whose sends tell $TELLS times that they have 1,000,000 bytes behind them, $STEP seconds after another, by a clock that nobody else
# moves; each time once all is idle. Then they go on. Whoever waits for that does so without libfaketime: under it each subshell of a bash
# that ends takes away what the next one needs to begin.
mkdir "$WORK/bin"
cat > "$WORK/bin/zfs" << 'ZFS'
#!/bin/sh
once_idle() {
  env -u LD_PRELOAD setsid sh -c '"$0" $1; kill -CONT $2' "$WHEN_IDLE" "$(ps -o sid= -p $$)" $$ > /dev/null 2>&1 &
  kill -STOP $$
}
case "$*" in
  *" -n "* | *tank/c@*) ;;
  "send "*" -v -P "*)
    for last; do :; done
    for tell in $(seq "$TELLS"); do
      once_idle
      date -d "$STEP seconds" '+%F %T' > "$WORK/clock.new"
      mv "$WORK/clock.new" "$WORK/clock"
      printf '12:00:01\t1000000\t%s\n' "$last" >&2
    done
    once_idle ;;
esac
exec "$FAKE_BIN/zfs" "$@"
ZFS
chmod +x "$WORK/bin/zfs"
export WHEN_IDLE=$here/../when-idle TELLS=1 STEP=2
# telling CMD ARG…: with these sends and this clock. stdout and stderr go to $WORK/out and $WORK/err.
telling() {
  : > "$FAKE_ZFS_LOG"
  echo "$now" > "$WORK/clock"
  status=0
  PATH=$WORK/bin:$PATH faked backup setsid env -u FAKETIME FAKETIME_TIMESTAMP_FILE="$WORK/clock" FAKETIME_NO_CACHE=1 "$@" > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
}
# on_terminal ARG…: a pull whose stderr is one.
on_terminal() {
  local command
  printf -v command '%q ' "$ZWINNOW" backup --ssh-source source --jobs 1 "$@" offsite1 backup/server1
  telling script -qec "$command" /dev/null
  tr '\r' '\n' < "$WORK/out" > "$WORK/screen"
  mv "$WORK/screen" "$WORK/out"
}

on_terminal
expect_status 0
# Of 5,001,248 bytes: what tank/c has is too little to be asked about, and counts when it has told.
expect_out '>>> Sending 19%, 977 KiB of 4.77 MiB, 488 KiB/s, 0:08 left'
expect_out '>>> Sending 59%, 2.86 MiB of 4.77 MiB, 733 KiB/s, 0:02 left' # what has arrived of tank/a counts
expect_equal "$(commands source 'zfs send.* -n .*tank/a@')" 1 "estimates of tank/a"
expect_equal "$(commands source 'zfs send.* -n .*tank/b@')" 1 "estimates of tank/b"
expect_equal "$(commands source 'zfs send.* -n .*tank/c@')" 0 "estimates of what is known to be little"
cp "$FAKE_ZFS_LOG" "$WORK/log"

# Whichever way the streams take.
recall
on_terminal --transport=tcp
expect_status 0
expect_out '>>> Sending 59%, 2.86 MiB of 4.77 MiB, 733 KiB/s, 0:02 left'

# Nothing is asked where nothing is shown, and where all is little.
recall
pull
expect_equal "$(commands source 'zfs send.* -n ')" 0 "estimates unasked for"
recall
on_terminal --no-progress
expect_equal "$(grep -c Sending "$WORK/out")" 0 "lines of progress with --no-progress"

# In a log a line every half minute, which is every second one of twelve; under the old name in its words.
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
# in_log PROGRAM ARG…: a pull whose sends tell in four minutes how far they are.
in_log() {
  recall
  TELLS=6 STEP=20 telling "$@" --progress --ssh-source source offsite1 backup/server1
  expect_status 0
}
in_log "$ZWINNOW" backup --jobs 1
expect_ran source 'zfs send.* -n ' # without a terminal, too; these sends last long enough for it to begin
expect_equal "$(grep -c '^>>> Sending .*/s' "$WORK/err")" 6 "lines of progress in four minutes"
! grep -q $'[\r\033]' "$WORK/err" || fail "the log is for a terminal"
# On a busy machine the estimate may come when all is sent: once more, then.
in_words() { grep -Eq '^>>> Transfer [0-9]+% [0-9]+MB/s \(total [0-9]+MB, [0-9]+ minutes left\)$' "$WORK/err"; }
for _ in 1 2 3; do
  in_log "$WORK/zfs-autobackup"
  ! in_words || break
done
in_words || fail "other words under the old name: $(cat "$WORK/err")"

# A zfs that does not tell: then nothing is known of the whole until all have begun, and nothing fails.
recall
export FAKE_ZFS_FAULT='zfs send *-n*:1:no'
on_terminal
unset FAKE_ZFS_FAULT
expect_status 0
expect_no_out '! '

# Nobody waits for an estimate, and none is left: neither when all has been sent, nor after a signal or the first failure.
on source zpool create backup /dev/fake
on source zfs create backup/server1
remember local
export FAKE_ZFS_FAULT='hang:zfs send *-n *'
start_zw source backup --progress offsite1 backup/server1
finish
expect_status 0
eventually is_alone
recall local
export FAKE_ZFS_FAULT='hang:zfs send *'
start_zw source backup --progress offsite1 backup/server1
eventually has_started 'zfs send.* -n '
eventually has_started 'zfs send.* -v -P -p tank@'
kill -TERM "$started"
finish
expect_status 255
eventually is_alone
recall
for dataset in $(seq -f tank/more%g 10 40); do
  on source zfs create "$dataset"
  write source "$dataset" 2000000
done
export FAKE_ZFS_FAULT='hang:zfs send *-n *;zfs recv *:1:cannot receive: no luck'
: > "$FAKE_ZFS_LOG"
status=0
# shellcheck disable=SC2034 # for expect_status
faked backup "$WORK/zfs-autobackup" --debug --progress --ssh-source source offsite1 backup/server1 > "$WORK/out" 2> "$WORK/err" < /dev/null || status=$?
unset FAKE_ZFS_FAULT
expect_status 1
(($(commands source 'zfs send.* -n ') <= 1)) || fail "estimates were asked for after the run's first stream"
