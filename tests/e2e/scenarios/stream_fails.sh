# Any stage of a stream fails: the dataset fails and is counted, its holds and snapshots stay as they are, the others go on.
make_job tank/a tank/b tank/c
each_day 1 2 tank/a pull
each_day 1 2 tank/b pull
write source tank/a 2000000 # more than goes without a buffer
write source tank/b 2000000
write source tank/c 2000000
at '2026-03-03 12:00:00'
remember
holds=$(holds_of source tank/b; holds_of backup backup/server1/tank/b)

# one_failed: as it must be after tank/b could not be sent.
one_failed() {
  expect_status 1
  expect_err '! [Source] tank/b: FAILED:'
  expect_err '! 1 dataset(s) failed!'
  expect_equal "$(holds_of source tank/b; holds_of backup backup/server1/tank/b)" "$holds" "the holds"
  expect_exists source "tank/b@$(days 2)"
  expect_snapshots backup backup/server1/tank/b "$(days 1 2)"
  expect_snapshots backup backup/server1/tank/a "$(days 1 2 3)"
  expect_snapshots backup backup/server1/tank/c "$(days 1 3)"
}

for fault in 'zfs send *tank/b@*:1:warning: cannot send: no luck' 'zfs recv *tank/b:1:cannot receive: out of space' \
  'cut@60000:zfs send *tank/b@*' 'garble@60000:zfs send *tank/b@*' 'kill:zfs send *tank/b@*' 'kill:zfs recv *tank/b'; do
  for options in '' '--buffer=64M' '--rate=100M'; do
    [[ -z $options || $fault == *'no luck' || $fault == cut* || $fault == *space ]] || continue
    recall
    # shellcheck disable=SC2086 # none or one
    FAKE_ZFS_FAULT=$fault pull --keep-source=1 $options
    one_failed
  done
done
recall
FAKE_ZFS_FAULT='zfs send *tank/b@*:1:warning: cannot send: no luck' pull
expect_err 'warning: cannot send: no luck'

# All was received, but the send ended badly: not a success; the next run finds it there and goes on from it.
recall
FAKE_ZFS_FAULT='after:zfs send *tank/b@*:1' pull --keep-source=1
expect_status 1
expect_equal "$(holds_of source tank/b)" "tank/b@$(days 2)	zfs_autobackup:offsite1" "the holds"
expect_exists source "tank/b@$(days 2)"
at '2026-03-04 12:00:00'
write source tank/b
pull --keep-source=1
expect_status 0
expect_snapshots backup backup/server1/tank/b "$(days 1 2 3 4)"
at '2026-03-03 12:00:00'

# The first stage fails in silence, as mbuffer would hide it: seen by push, pull and through the middle.
for how in 'source --ssh-target backup' 'backup --ssh-source source' 'middle --ssh-source source --ssh-target backup'; do
  recall
  # shellcheck disable=SC2086 # words
  FAKE_ZFS_FAULT='zfs send *tank/b@*:1' zw_on ${how%% *} backup --buffer=64M ${how#* } offsite1 backup/server1
  one_failed
done

# mbuffer breaks down in the middle of the stream, on either side.
mkdir "$WORK/broken"
printf '#!/bin/sh\nhead -c 1000\nexit 1\n' > "$WORK/broken/mbuffer"
chmod +x "$WORK/broken/mbuffer"
for how in 'source --ssh-target backup' 'backup --ssh-source source'; do
  recall
  # shellcheck disable=SC2086 # words
  PATH=$WORK/broken:$PATH zw_on ${how%% *} backup --buffer=64M ${how#* } offsite1 backup/server1
  expect_status 3
  expect_equal "$(holds_of source tank/b; holds_of backup backup/server1/tank/b)" "$holds" "the holds"
  expect_snapshots backup backup/server1/tank/b "$(days 1 2)"
done
# It is missing.
recall
printf '#!/bin/sh\necho "mbuffer: not found" >&2\nexit 127\n' > "$WORK/broken/mbuffer"
PATH=$WORK/broken:$PATH pull --buffer=64M
expect_status 3
expect_err 'mbuffer'
expect_holds source tank/b "tank/b@$(days 2) zfs_autobackup:offsite1"

# All is well for zfs, but nothing arrived.
recall
FAKE_ZFS_FAULT="backup zfs list *server1/tank/b@$(days 3)*:1:cannot open 'backup/server1/tank/b@$(days 3)': dataset does not exist" pull --keep-source=1 --keep-target=1
[[ $status != 0 ]] || fail "success"
expect_equal "$(holds_of source tank/b; holds_of backup backup/server1/tank/b)" "$holds" "the holds"
expect_exists source "tank/b@$(days 2)"
expect_exists backup "backup/server1/tank/b@$(days 2)"
