#!/bin/bash
# Thinning on both sides, of aged snapshots: each side keeps what its own schedule says and the common base always; what
# others hold or cloned stays. Foreign snapshots are neither sent nor destroyed, and one newer than ours makes no new
# snapshot unless something was written.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true 'tank/my data'
on source zfs create -s -V 8M 'tank/my data/disk'
on backup zfs create backup/copies
for day in 01 02 03; do
  write_disk source 'tank/my data/disk' 20000
  on source zfs snapshot -r "tank/my data@test-202503${day}120000"
done
write_file source 'tank/my data' last 100000

pull=(backup test backup/copies --ssh-source source)
on source zfs hold mine 'tank/my data@test-20250301120000'
on source zfs clone 'tank/my data/disk@test-20250301120000' tank/clone
at_time '2025-03-04 12:00' also_as_script backup "${pull[@]}" --keep-source=2 --keep-target=10
expect_snapshots source 'tank/my data' test-2025030{1,3,4}120000
expect_snapshots source 'tank/my data/disk' test-2025030{1,2,3}120000
on source zfs release mine 'tank/my data@test-20250301120000'
on source zfs destroy tank/clone
expect_snapshots backup 'backup/copies/tank/my data' test-2025030{1,2,3,4}120000
expect_snapshots backup 'backup/copies/tank/my data/disk' test-2025030{1,2,3}120000

# Stricter schedules, the base moves on: it is destroyed only when the next one has arrived.
on source zfs snapshot 'tank/my data@foreign'
on backup zfs snapshot 'backup/copies/tank/my data@foreign-too'
write_file source 'tank/my data' more 100000
write_disk source 'tank/my data/disk' 30000
at_time '2025-03-05 12:00' same_as_script backup "${pull[@]}" --keep-source=1 --keep-target=1,1d2d
expect_snapshots source 'tank/my data' foreign test-20250305120000
expect_snapshots source 'tank/my data/disk' test-20250305120000
expect_snapshots backup 'backup/copies/tank/my data' \
  test-20250303120000 test-20250304120000 foreign-too test-20250305120000
expect_same_content 'tank/my data@test-20250305120000' 'backup/copies/tank/my data@test-20250305120000'
expect_same_content 'tank/my data/disk@test-20250305120000' 'backup/copies/tank/my data/disk@test-20250305120000'
expect_equal "$(on source zfs holds -H 'tank/my data@test-20250305120000' | cut -f2)" zfs_autobackup:test \
  "the hold on source"
expect_equal "$(on backup zfs holds -H 'backup/copies/tank/my data@test-20250305120000' | cut -f2)" zfs_autobackup:test \
  "the hold on backup"

# A foreign snapshot newer than ours: whether something was written since ours is asked of ZFS.
on source zfs snapshot 'tank/my data@nothing-written'
at_time '2025-03-06 12:00' zw "${pull[@]}"
expect_snapshots source 'tank/my data' foreign test-20250305120000 nothing-written
write_file source 'tank/my data' again 100000
on source zfs snapshot 'tank/my data@written'
at_time '2025-03-07 12:00' zw "${pull[@]}" --other-snapshots --keep-source=1
expect_snapshots backup 'backup/copies/tank/my data' \
  test-20250303120000 test-20250304120000 foreign-too test-20250305120000 nothing-written written test-20250307120000
