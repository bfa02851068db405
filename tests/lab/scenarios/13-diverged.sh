#!/bin/bash
# The target went its own way: refused before anything is sent, with the option that cures it; --destroy-incompatible and
# --rollback cure it.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

for dataset in snapshots written; do on source zfs create "tank/$dataset"; done
on source zfs create -s -V 8M tank/disk
on source zfs set autobackup:test=true tank
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source)
at_time '2025-03-01 12:00' zw "${pull[@]}"

write_file backup backup/copies/tank/snapshots own 100000
on backup zfs snapshot backup/copies/tank/snapshots@own
write_disk backup backup/copies/tank/disk 50000
on backup zfs snapshot backup/copies/tank/disk@own
write_file backup backup/copies/tank/written own 100000
on backup zpool sync backup
for dataset in snapshots written; do write_file source "tank/$dataset" new 100000; done
write_disk source tank/disk 100000

before=$(pool_state backup backup)
at_time '2025-03-02 12:00' zw_ends 3 backup "${pull[@]}"
expect_equal "$(pool_state backup backup)" "$before" "the target after a refusal"
expect_contains "$said" 'backup/copies/tank/snapshots@own: Incompatible snapshot'
expect_contains "$said" 'or use --destroy-incompatible'
expect_contains "$said" '--rollback once'
at_time '2025-03-03 12:00' also_as_script backup "${pull[@]}" --destroy-incompatible --rollback
for dataset in snapshots written disk; do
  expect_snapshots backup "backup/copies/tank/$dataset" test-2025030{1,2}120000
  expect_same_content "tank/$dataset@test-20250302120000" "backup/copies/tank/$dataset@test-20250302120000"
done
