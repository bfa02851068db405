#!/bin/bash
# Push over ssh with mbuffer on both sides, and both through a third place; a second target goes beside the first without
# touching its base.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true 'tank/my data'
on source zfs create -s -V 8M 'tank/my data/disk'
write_file source 'tank/my data' first 1000000
on backup zfs create backup/copies
on backup zfs create backup/second
push=(backup test backup/copies --ssh-target backup --buffer=16M)
at_time '2025-03-01 12:00' also_as_script source "${push[@]}"
expect_same_content 'tank/my data@test-20250301120000' 'backup/copies/tank/my data@test-20250301120000'

write_file source 'tank/my data' second 1000000
write_disk source 'tank/my data/disk' 100000
second=(backup test backup/second --ssh-target backup)
at_time '2025-03-02 12:00' zw_on source "${second[@]}" --keep-source=1 --keep-target=1
expect_snapshots source 'tank/my data' test-20250301120000 test-20250302120000
expect_snapshots backup 'backup/second/tank/my data' test-20250302120000
write_file source 'tank/my data' third 1000000
at_time '2025-03-03 12:00' same_as_script source "${push[@]}" --keep-source=1 --keep-target=1
expect_snapshots source 'tank/my data' test-20250302120000 test-20250303120000
expect_snapshots backup 'backup/copies/tank/my data' test-20250303120000
at_time '2025-03-04 12:00' zw_on source "${second[@]}" --keep-source=1 --keep-target=1
expect_snapshots source 'tank/my data' test-20250303120000
expect_equal "$(on source zfs holds -H 'tank/my data@test-20250303120000' | wc -l)" 2 "holds, one for each target"
expect_same_content 'tank/my data@test-20250303120000' 'backup/second/tank/my data@test-20250303120000'

# From a host that has neither end: here the backup host, reaching itself by ssh.
on backup sh -ec 'cd /root/.ssh
  cat id_ed25519.pub >>authorized_keys
  sed "s/^/backup /" /etc/ssh/ssh_host_ed25519_key.pub >>known_hosts'
write_file source 'tank/my data' fourth 1000000
at_time '2025-03-05 12:00' also_as_script backup backup test backup/copies --ssh-source source --ssh-target backup
expect_same_content 'tank/my data@test-20250305120000' 'backup/copies/tank/my data@test-20250305120000'
