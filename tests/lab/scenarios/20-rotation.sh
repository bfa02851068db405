#!/bin/bash
# --on-diverge=rotate: what has diverged is set aside whole, by a run as by a script: a filesystem with a child, both diverged; a volume; an
# encrypted one that came raw; one with a mountpoint of its own. The next run goes on as ever.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create tank/data
on source zfs create tank/data/child
on source zfs create tank/placed
on source zfs create -s -V 8M tank/disk
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
on source zfs create tank/secret/child
on source zfs set autobackup:test=true tank
on backup zfs set atime=off backup # looking must not count as a change
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source)
at_time '2025-03-01 12:00' zw "${pull[@]}"
copies=backup/copies/tank

on backup zfs set mountpoint=/placed "$copies/placed"
on backup zfs set compression=off "$copies/data"
write_file backup "$copies/data" own 100000
write_file backup "$copies/data/child" own 50000
write_file backup "$copies/placed" own 50000
on backup zfs snapshot "$copies/data@own"
write_file backup "$copies/data" after 50000
write_disk backup "$copies/disk" 50000
for dataset in placed disk secret; do on backup zfs snapshot "$copies/$dataset@own"; done
for dataset in data data/child placed secret; do write_file source "tank/$dataset" new 100000; done
write_disk source tank/disk 100000
child=$(on backup zfs get -H -o value guid "$copies/secret/child")

at_time '2025-03-02 12:00' same_as_script backup "${pull[@]}" --on-diverge=rotate
for dataset in data data/child placed disk; do
  expect_snapshots backup "$copies/$dataset" test-2025030{1,2}120000
  expect_same_content "tank/$dataset@test-20250302120000" "$copies/$dataset@test-20250302120000"
done
expect_snapshots backup "$copies/secret" test-2025030{1,2}120000
expect_equal "$(on backup zfs get -H -o value guid "$copies/secret/child")" "$child" "the child that moved"
for dataset in data placed disk secret; do expect_snapshots backup "$copies/$dataset.diverged-20250302120000" own; done
on backup sh -ec "zfs set canmount=noauto mountpoint=/aside $copies/data.diverged-20250302120000 && zfs mount $copies/data.diverged-20250302120000"
expect_equal "$(on backup sh -c 'cat /aside/after' | wc -c)" 50000 "what was written there"
expect_equal "$(on backup zfs get -H -o value compression "$copies/data")" off "a property that was set on the target"
expect_equal "$(on backup zfs get -H -o value mounted "$copies/data")" no "mounted"

for dataset in data data/child placed secret; do write_file source "tank/$dataset" newer 100000; done
at_time '2025-03-03 12:00' also_as_script backup "${pull[@]}" --keep-target=1 --destroy-missing=0d
expect_snapshots backup "$copies/data" test-2025030{1,3}120000
expect_snapshots backup "$copies/data.diverged-20250302120000" own
