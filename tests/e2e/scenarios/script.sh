# The printed script: it refuses when a base was replaced, stops at the first failure of any stage, passes under sh -e and `bash -o pipefail`,
# says what is left out, and holds no private connection.
make_job tank/data tank/other
on source zpool create pool2 /dev/fake
on source zfs create 'pool2/two words'
on source zfs set autobackup:offsite1=true pool2
on source zfs set autobackup:offsite1=yes tank/other
at '2026-03-01 12:00:00'
write source tank/data
wanted_status=1 same_as_script backup --ssh-source source offsite1 backup/server1
at '2026-03-02 12:00:00'
write source tank/data
write source 'pool2/two words'
wanted_status=1 same_as_script backup --ssh-source source --keep-source=1 --keep-target=1 offsite1 backup/server1
on source zfs inherit autobackup:offsite1 tank/other
at '2026-03-03 12:00:00'
write source tank/data
write source 'pool2/two words'
remember
pull --plan=sh --keep-source=1 --keep-target=1 --buffer=16M
expect_status 0
cp "$WORK/out" "$WORK/script"
expect_no_out Control
expect_no_out ' -v -P'
expect_equal "$(head -n 1 "$WORK/script")" '#!/bin/sh' "its first line"

# run_script [FAULT]: gives its status.
run_script() { FAKE_ZFS_HOST=backup FAKE_ZFS_FAULT=${1:-} sh "$WORK/script" > "$WORK/out" 2> "$WORK/err"; }
run_script || fail "the script failed"
! run_script || fail "a script that was run already runs again"

# The base was replaced by another snapshot of that name, on the source; is gone from the target; is unreachable: nothing is done.
for side in source backup; do
  recall
  [[ $side == source ]] && base=tank/data@$(days 2) || base=backup/server1/tank/data@$(days 2)
  on "$side" zfs release zfs_autobackup:offsite1 "$base"
  on "$side" zfs destroy "$base"
  [[ $side == backup ]] || on "$side" zfs snapshot "$base"
  remember changed
  ! run_script || fail "the script ran although $base has changed"
  expect_unchanged changed
done
expect_err 'The pools have changed since this script was made: make it anew.'
recall
! FAKE_SSH_FAIL='source:255:ssh: connect to host source port 22: Connection refused' run_script || fail "the script ran without its source"
expect_unchanged

# It stops at the first failure, in whatever stage.
mkdir "$WORK/broken"
printf '#!/bin/sh\ncat\nexit 1\n' > "$WORK/broken/mbuffer"
chmod +x "$WORK/broken/mbuffer"
for fault in 'zfs snapshot *tank*:1' 'zfs send *tank/data@*:1' 'zfs recv *tank/data:1' 'after:zfs send *tank/data@*:1' 'kill:zfs send *tank/data@*'; do
  recall
  ! run_script "$fault" || fail "the script went on after $fault"
  expect_exists source "tank/data@$(days 2)"
  expect_exists backup "backup/server1/tank/data@$(days 2)"
  expect_holds source tank/data "tank/data@$(days 2) zfs_autobackup:offsite1"
done
recall
! PATH=$WORK/broken:$PATH run_script || fail "the script went on after mbuffer"
expect_holds source tank/data "tank/data@$(days 2) zfs_autobackup:offsite1"

# What cannot be sent is left out and said so, the rest is in it.
recall
write backup backup/server1/tank/data
pull --plan=sh
expect_status 1
grep -q '^# tank/data is left out: target has been modified' "$WORK/out" || fail "does not say what is left out"
cp "$WORK/out" "$WORK/script"
run_script || fail "the script failed"
expect_exists backup "backup/server1/pool2/two words@$(days 3)"
expect_snapshots backup backup/server1/tank/data "$(days 2)"

# Fed to sh on stdin it does the same: no ssh in it eats the rest.
recall
pull --plan=sh
cp "$WORK/out" "$WORK/script"
FAKE_ZFS_HOST=backup sh < "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed on stdin"
expect_exists backup "backup/server1/tank/data@$(days 3)"
expect_holds source tank/data "tank/data@$(days 3) zfs_autobackup:offsite1"
