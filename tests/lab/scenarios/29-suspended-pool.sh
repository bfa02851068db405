#!/bin/bash
# A pool whose I/O is suspended, as that of a disk that was unplugged: `zfs get` and `zfs list` of all leave it out without
# a word, with exit status 0. The others are backed up, the run says what is not, and nothing there counts as gone.
# Not on bookworm: on OpenZFS 2.1 it has not been seen what listings say then.
# shellcheck disable=SC2016 # what is in single quotes is expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

disk=$(on source sh -ec 'modprobe scsi_debug dev_size_mb=128; udevadm settle
  basename "$(dirname "$(dirname "$(grep -l scsi_debug /sys/block/sd*/device/model)")")"')
state=/proc/spl/kstat/zfs/sick/state
come_back() { on source sh -c 'echo running >"/sys/block/$1/device/state"; zpool clear sick; zpool sync sick' back "$disk"; }
trap come_back EXIT # else its pool cannot be destroyed

on source zpool create sick "/dev/$disk"
on source sh -ec 'for name in sick/data tank/data; do zfs create -o autobackup:test=true "$name"; done'
on backup zfs create -o canmount=off backup/copies
pull=(backup test backup/copies --ssh-source source)
for name in sick/data tank/data; do write_file source "$name" first 100000 >/dev/null; done
at_time '2025-03-01 12:00' zw "${pull[@]}"

write_file source tank/data second 100000 >/dev/null
on source sh -c 'echo offline >"/sys/block/$1/device/state"; echo more >/sick/data/more; zpool sync sick >/dev/null 2>&1 &' off "$disk"
on source sh -c 'until grep -q SUSPENDED "$1"; do sleep 0.2; done' suspended "$state"
expect_equal "$(on source zfs list -H -o name -d 0)" tank "what zfs lists"

at_time '2025-03-02 12:00' zw_ends 1 backup "${pull[@]}" --destroy-missing=1s
expect_contains "$said" '! [Source] sick: FAILED: its I/O is suspended, so nothing of it can be read. zpool status sick says why'
expect_snapshots backup backup/copies/tank/data test-20250301120000 test-20250302120000
expect_snapshots backup backup/copies/sick/data test-20250301120000
zw_ends 1 backup verify "${pull[@]:1}"
expect_contains "$said" 'sick: FAILED: its I/O is suspended'
at_time '2025-03-02 13:00' zw_ends 0 source backup test
expect_contains "$said" 'NOTE: [Source] sick: its I/O is suspended, so it cannot be told whether this job selects anything there'
for verb in 'holds test' 'allow test' list; do
  # shellcheck disable=SC2086 # words
  zw_ends 0 source $verb
  expect_contains "$said" 'NOTE: [Source] sick: its I/O is suspended, so '
done
zw_ends 0 backup holds test backup/copies --ssh-source source
expect_contains "$said" 'NOTE: [Source] sick: its I/O is suspended, so its holds are neither listed nor released'

come_back
at_time '2025-03-03 12:00' zw "${pull[@]}"
expect_snapshots backup backup/copies/sick/data test-20250301120000 test-20250303120000
trap - EXIT
on source sh -ec 'zpool destroy sick; rmmod scsi_debug'
