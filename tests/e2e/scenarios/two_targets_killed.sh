# Two targets with one backup name, and a run to the second that is killed before any of its commands: its next run puts all right, and the
# first one's base stays where it is.
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
make_job tank/data
for pool in usb archive; do
  on "$pool" zpool create "$pool" /dev/fake
  on "$pool" zfs create "$pool/server1"
done
strict=(--keep-source=1 --keep-target=1 offsite1)
write source tank/data
at '2026-03-01 12:00:00'
push
expect_status 0
at '2026-03-02 12:00:00'
write source tank/data
zw_on source backup --ssh-target usb "${strict[@]}" usb/server1
expect_status 0
at '2026-03-03 12:00:00'
write source tank/data
remember

# An increment to the second.
survives_death before 12 source backup --ssh-target usb "${strict[@]}" usb/server1
zw_on source backup --ssh-target usb "${strict[@]}" usb/server1
expect_status 0
expect_exists source "tank/data@$(days 1)"
at '2026-03-04 12:00:00'
write source tank/data
remember
push --verbose --keep-source=1 --keep-target=1
expect_status 0
expect_no_out '(new)'

# The first run to a third. Killed when all was received, the holds come with the next transfer.
to_third() { zw_on source backup --ssh-target archive "${strict[@]}" archive/server1; }
recall
FAKE_ZFS_FAULT='zfs send *:1' to_third
expect_status 2
to_third
expect_status 0
expect_equal "$(holds_of archive archive | cut -f 1 | xargs)" "archive/server1/tank/data@$(days 4) archive/server1/tank@$(days 1)" "what is held on the third"
next_day() {
  at '2026-03-05 12:00:00'
  write source tank
  write source tank/data
  to_third
  expect_status 0
  at '2026-03-04 12:00:00'
}
recall
and_then=next_day survives_death before 12 source backup --ssh-target archive "${strict[@]}" archive/server1
