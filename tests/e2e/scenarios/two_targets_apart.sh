# Two targets of one backup name that know nothing of each other: one without holds, one whose first run breaks off, one that is the next
# hop of the other. None costs the other its base.
fresh() {
  make_pools
  make_job tank/data
  on usb zpool create usb /dev/fake
  on usb zfs create usb/server1
  write source tank/data
}
to_a() { zw_on source backup --ssh-target backup "$@" offsite1 backup/server1; }
to_b() { zw_on source backup --ssh-target usb "$@" offsite1 usb/server1; }

# The second without holds.
fresh
at '2026-03-01 12:00:00'
to_a --keep-source=1 --keep-target=1
for day in 2 3 4; do
  at "2026-03-0$day 12:00:00"
  write source tank/data
  to_b --no-holds --keep-source=1 --keep-target=5
  expect_status 0
  expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"
done
at '2026-03-05 12:00:00'
write source tank/data
to_a --keep-source=1 --keep-target=1
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 5)"

# The second one's first run breaks off after the first of several streams, and the first one goes on.
rm -rf "$FAKE_ZFS_STATE"
fresh
for day in 1 2 3; do
  at "2026-03-0$day 12:00:00"
  write source tank/data
  to_a --keep-source=3 --keep-target=3
done
at '2026-03-03 13:00:00'
FAKE_ZFS_FAULT="zfs send * -[iI] @$(days 1) *tank/data*:1:cannot send: I/O error" to_b --keep-source=3 --keep-target=3
expect_status 1
expect_snapshots usb usb/server1/tank/data "$(days 1)"
for day in 4 5 6; do
  at "2026-03-0$day 12:00:00"
  write source tank/data
  to_a --keep-source=3 --keep-target=3
  expect_status 0
done
to_b --keep-source=3 --keep-target=3 --verbose
expect_status 0
expect_no_out '(new)'
expect_snapshots usb usb/server1/tank/data "$(days 4 5 6)"

# source to backup without holds, and from there to usb with holds.
rm -rf "$FAKE_ZFS_STATE"
fresh
next_hop() { zw_on backup backup --no-snapshot --ssh-target usb --keep-source=2 --keep-target=2 offsite1 usb/server1; }
at '2026-03-01 12:00:00'
write source tank
to_a --no-holds --keep-source=2 --keep-target=2
next_hop
expect_status 0
base=$(holds_of backup backup | head -n 1 | cut -f 1)
for day in 2 3 4; do
  at "2026-03-0$day 12:00:00"
  write source tank/data
  write source tank
  to_a --no-holds --keep-source=2 --keep-target=2
done
expect_exists backup "$base"
next_hop
expect_status 0
