#!/bin/bash
# --strip-path, --no-holds and what becomes of properties; a parent that is not selected is made without a mount.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o compression=lz4 -o x:one=1 -o x:two=2 tank/data
on source zfs create -p 'tank/data/a/my docs'
on source zfs create -V 8M tank/data/disk
on source zfs create -o mountpoint=legacy tank/data/legacy
on source zfs set autobackup:test=true 'tank/data/a/my docs' tank/data/disk tank/data/legacy
# A target path that is not there is made by the run, as by its script; nothing of it is mounted.
at_time '2025-02-28 12:00' also_as_script backup backup test backup/new/place --ssh-source source --strip-path=1 --no-holds --create-target
expect_equal "$(on backup zfs get -H -o name,value canmount,mounted backup/new backup/new/place | tr '\t' ' ' | xargs)" \
  'backup/new off backup/new no backup/new/place off backup/new/place no' "the created path"
on backup zfs destroy -r backup/new
on source sh -c 'zfs list -H -o name -t snapshot -r tank | xargs -d "\n" -n 1 zfs destroy'

on backup zfs create backup/copies
on backup mkdir -p '/backup/copies/data/a/my docs' # to be mounted on
pull=(backup test backup/copies --ssh-source source --strip-path=1 --no-holds)

at_time '2025-03-01 12:00' same_as_script backup "${pull[@]}" --clear-refreservation \
  --set-properties=readonly=on,x:two=b=c --filter-properties=x:one
# expect_property DATASET PROPERTY VALUE [SOURCE]: on the target.
expect_property() {
  expect_equal "$(on backup zfs get -H -o "value${4:+,source}" "$2" "$1" | tr '\t' ' ')" "$3${4:+ $4}" "$2 of $1"
}
expect_property backup/copies/data canmount off
expect_property backup/copies/data mounted no
expect_property 'backup/copies/data/a/my docs' x:one -
expect_property 'backup/copies/data/a/my docs' x:two b=c local
expect_property 'backup/copies/data/a/my docs' readonly on local
expect_property 'backup/copies/data/a/my docs' mounted yes
expect_property backup/copies/data/disk refreservation none

write_file source 'tank/data/a/my docs' file 100000
write_disk source tank/data/disk 100000
at_time '2025-03-02 12:00' zw "${pull[@]}" --clear-mountpoint --keep-source=1 --keep-target=1
expect_snapshots source 'tank/data/a/my docs' test-20250302120000
expect_snapshots backup 'backup/copies/data/a/my docs' test-20250302120000
expect_snapshots backup backup/copies/data/legacy test-20250301120000
expect_equal "$(on source zfs get -H -r -o value -t snapshot userrefs tank | sort -u)" 0 "holds with --no-holds"
expect_property 'backup/copies/data/a/my docs' canmount noauto
