#!/bin/sh
# What the fake does that no real zfs can: hosts, log, faults, clock, big states. test_fake.sh BIN-DIRECTORY SCRATCH-DIRECTORY
set -eu
PATH=$1:$PATH
scratch=$2
when_idle=$(dirname "$0")/../when-idle
rm -rf "$scratch"
mkdir -p "$scratch"
export PATH TZ=UTC FAKE_ZFS_STATE="$scratch/state" FAKE_ZFS_LOG="$scratch/log"
unset FAKE_ZFS_FAULT FAKE_ZFS_HOST FAKE_ZFS_NOW FAKE_SSH_FAIL FAKE_SSH_G FAKE_SSH_DELAY
failures=0

expect() {  # expect WHAT WANTED GOT
  [ "$2" = "$3" ] && return
  printf 'FAILED: %s\n  wanted: %s\n  got:    %s\n' "$1" "$2" "$3"
  failures=$((failures + 1))
}
code() { "$@" > "$scratch/out" 2> "$scratch/err" && echo 0 || echo $?; }

# hosts
zpool create tank /dev/fake
ssh root@far "zpool create tank /dev/fake && zfs create 'tank/a b'"
expect 'each host has its own state' tank "$(zfs list -H -o name)"
expect 'over ssh' 'tank
tank/a b' "$(ssh -F none -o BatchMode=yes -T -S /tmp/sock -- far "zfs list -H -r -o name tank")"
expect 'guids differ between hosts' 2 "$( (zfs get -Hp -o value guid tank; ssh far zfs get -Hp -o value guid tank) | sort -u | wc -l)"
expect 'ssh gives the status' 1 "$(code ssh far zfs list nosuch)"
expect 'ssh -G' 'connecttimeout none' "$(ssh -G far | grep connecttimeout)"
expect 'ssh -O exit' 0 "$(code ssh -S /tmp/sock -O exit far)"
expect 'ssh fails' 255 "$(FAKE_SSH_FAIL='far:255:ssh: connect to host far port 22: Connection refused' code ssh far true)"
expect 'ssh message' 'ssh: connect to host far port 22: Connection refused' "$(cat "$scratch/err")"
expect 'ssh fails for that host only' 0 "$(FAKE_SSH_FAIL='other:255:no' code ssh far true)"
mkdir "$scratch/bin"
printf '#!/bin/sh\necho "sleep $*"\n' > "$scratch/bin/sleep"
chmod +x "$scratch/bin/sleep"
delayed() { PATH=$scratch/bin:$PATH FAKE_SSH_DELAY=0.2 ssh "$@"; }
expect 'ssh opens a connection' 'sleep 0.2
sleep 0.2' "$(delayed -o "ControlPath=$scratch/shared" far true)"
expect 'which others share' yes "$([ -e "$scratch/shared" ] && echo yes)"
expect 'so they wait less' 'sleep 0.2' "$(delayed -S "$scratch/shared" far true)"
expect 'ssh closes it' no "$(FAKE_SSH_DELAY=0.2 ssh -S "$scratch/shared" -O exit far; [ -e "$scratch/shared" ] || echo no)"
expect 'stdin reaches the far sh' tank "$(echo 'zfs list -H -d 0 -o name tank' | ssh far sh -s)"

# log
: > "$FAKE_ZFS_LOG"
zfs set "x:a=it's" tank
ssh far "zfs list -H 'tank/a b'" > /dev/null
expect 'the log' "local	zfs set 'x:a=it'\\''s' tank
far	zfs list -H 'tank/a b'" "$(cat "$FAKE_ZFS_LOG")"

# faults
fault() { FAKE_ZFS_FAULT=$1; export FAKE_ZFS_FAULT; shift; code "$@"; unset FAKE_ZFS_FAULT; }
expect 'fails before' 3 "$(fault 'zfs create tank/x:3:no luck' zfs create tank/x)"
expect 'with its text' 'no luck' "$(cat "$scratch/err")"
expect 'and has done nothing' 1 "$(code zfs list tank/x)"
expect 'a glob with colons' 4 "$(fault 'zfs get x:job*:4' zfs get x:job tank)"
expect 'another command goes on' 0 "$(fault 'zfs create *:3' zfs list tank)"
expect 'fails after' 5 "$(fault 'after:zfs create tank/x:5:late' zfs create tank/x)"
expect 'and has done it' 0 "$(code zfs list tank/x)"
expect 'on one host' 6 "$(fault 'far zfs list*:6' ssh far zfs list tank)"
expect 'not on the other' 0 "$(fault 'far zfs list*:6' zfs list tank)"
expect 'killed before' 137 "$(fault 'kill:zfs create*' sh -c 'zfs create tank/y; exit $?')"
expect 'nothing done' 1 "$(code zfs list tank/y)"
expect 'killed after' 137 "$(fault 'killafter:zfs create*' sh -c 'zfs create tank/y; exit $?')"
expect 'done' 0 "$(code zfs list tank/y)"
: > "$FAKE_ZFS_LOG"
expect 'killed as the second' 137 "$(fault 'nth@2:kill:*' sh -c 'zfs list; zfs create tank/z; exit $?')"
expect 'the first has acted' 1 "$(grep -c ^NAME "$scratch/out")"
expect 'the second has not' 1 "$(code zfs list tank/z)"
: > "$FAKE_ZFS_LOG"
expect 'the session with it' 137 "$(fault 'session:killafter:zfs create*' setsid -w sh -c 'zfs create tank/z; exit 0')"
expect 'done, too' 0 "$(code zfs list tank/z)"
# once_idle RULE CMD…: who is stopped when that can go on by itself no more; then it goes on, or is killed
once_idle() {
  FAKE_ZFS_FAULT=$1; export FAKE_ZFS_FAULT; shift
  setsid "$@" > "$scratch/out" & pid=$!
  stopped=$("$when_idle" "$pid") || stopped=ended
  [ "$stopped" = "$pid" ] && kill -CONT "$pid" || kill -KILL "$pid" || :
  wait "$pid" 2> /dev/null && code=0 || code=$?
  unset FAKE_ZFS_FAULT
}
once_idle 'hang:zfs list*' zfs list
expect 'hangs' ' 137' "$stopped $code"
once_idle 'stop:zfs list*' zfs list tank
expect 'stops' "$pid 0 2" "$stopped $code $(wc -l < "$scratch/out")"
expect 'once' '7 0' "$(fault 'once:zfs list*:7' zfs list) $(fault 'once:zfs list*:7' zfs list)"

# streams
zfs create tank/data
for _ in 1 2 3 4; do zfs fakewrite tank/data 100K; done
zfs snapshot tank/data@s
expect 'cut stream' 1 "$(fault 'cut@150000:zfs send*:1:warning: cannot send: signal received' zfs send tank/data@s)"
expect 'cut where told' 150000 "$(wc -c < "$scratch/out")"
mv "$scratch/out" "$scratch/stream"
expect 'killed in the middle of it' "137 60000" "$(fault 'killmid:*' sh -c 'zfs send tank/data@s; exit $?') $(wc -c < "$scratch/out")"
expect 'cut stream again' 1 "$(fault 'cut@150000:zfs send*:1' zfs send tank/data@s)"
expect 'its receive fails' 1 "$(code sh -c "zfs receive -u -s tank/copy < '$scratch/stream'")"
expect 'whole writes were kept' 1 "$(zfs send -nvt "$(zfs get -H -o value receive_resume_token tank/copy)" | grep -c 'bytes = 0x32000')"
zfs send -t "$(zfs get -H -o value receive_resume_token tank/copy)" | zfs receive -u -s tank/copy
expect 'resumed' "$(zfs list -Hp -o referenced tank/data@s)" "$(zfs list -Hp -o referenced tank/copy@s)"
expect 'garbled stream' 0 "$(fault 'garble@100000:zfs send*' zfs send tank/data@s)"
mv "$scratch/out" "$scratch/stream"
expect 'its receive fails too' 1 "$(code sh -c "zfs receive -u tank/other < '$scratch/stream'")"
expect 'for its checksum' 'cannot receive new filesystem stream: checksum mismatch' "$(code sh -c "zfs receive -u tank/other < '$scratch/stream'" > /dev/null; cat "$scratch/err")"
zfs send tank/data@s | ssh far zfs receive -u tank/data
expect 'over ssh' "$(zfs list -Hp -o guid tank/data@s)" "$(ssh far zfs list -Hp -o guid tank/data@s)"

# clock
FAKE_ZFS_NOW=1600000000 zfs snapshot tank@then
expect 'creation by the fixed clock' 1600000000 "$(zfs get -Hp -o value creation tank@then)"

# at the same time
for n in 1 2 3 4 5 6 7 8; do zfs snapshot "tank@p$n" & done
wait
expect 'no update is lost' 8 "$(zfs list -H -d 1 -t snapshot -o name tank | grep -c '@p')"

# export hides a pool
zpool export tank
expect 'exported' 1 "$(code zfs list tank)"
zpool import tank
expect 'imported' 0 "$(code zfs list tank@then)"

# big states
FAKE_ZFS_STATE=$scratch/big
fake_zfs --make pools=2,datasets=2000,snapshots=5,name=job,pool=big
expect 'datasets' 2002 "$(zfs list -H -o name | wc -l)"
expect 'snapshots' 10000 "$(zfs list -H -t snapshot -o name | wc -l)"
expect 'names' job-20200101000000 "$(zfs list -H -t snapshot -o name | head -1 | cut -d @ -f 2)"
expect 'selected' 1001 "$(zfs get -H -t filesystem -s local,inherited -r -o value autobackup:job big1 | wc -l)"

[ "$failures" = 0 ] || { echo "$failures failures"; exit 1; }
echo 'all well'
