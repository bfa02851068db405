#!/bin/bash
# Datasets that are on the target alone: of those gone from the source or deselected there, all is thinned but the
# newest; those that an option leaves out, a bad value hides or whose pool is not imported keep everything.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

for dataset in gone deselected excluded bad stays; do on source zfs create "tank/$dataset"; done
on source zfs create -s -V 8M 'tank/gone disk'
make_pool source usb
on source zfs create usb/data
on source zfs set autobackup:test=true tank usb
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source)
for day in 1 2; do at_time "2025-03-0$day 12:00" zw "${pull[@]}" --allow-empty; done

on source zfs release zfs_autobackup:test tank/gone@test-20250302120000 'tank/gone disk@test-20250302120000'
on source zfs destroy -r tank/gone
on source zfs destroy -r 'tank/gone disk'
on source zfs set autobackup:test=false tank/deselected
on source zfs set autobackup:test=yes tank/bad
on source zpool export usb
write_file source tank file 100000
write_file source tank/stays file 100000
wanted_status=1 at_time '2025-03-03 12:00' also_as_script backup "${pull[@]}" --keep-target=1 --exclude-unchanged=1
for dataset in gone 'gone disk' deselected; do
  expect_snapshots backup "backup/copies/tank/$dataset" test-20250302120000
done
for dataset in tank/excluded tank/bad usb usb/data; do
  expect_snapshots backup "backup/copies/$dataset" test-2025030{1,2}120000
done
expect_snapshots backup backup/copies/tank/stays test-20250303120000
expect_contains "$said" "tank/bad"
