#!/bin/bash
# One dataset's trouble stays its own, where zfs itself decides: a thick volume without space, what vanishes before its snapshot, what is
# there in part, names without room for a snapshot's, a user who may not snapshot all.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'zfs create tank/a; zfs create tank/b; zfs set autobackup:test=true tank
  zfs create -V 150M tank/vol; udevadm settle; head -c 140M /dev/urandom >/dev/zvol/tank/vol; zpool sync
  head -c 150M /dev/urandom >/tank/b/fill; zpool sync'
on backup zfs create backup/copies
job=(backup test backup/copies --ssh-source source)
txgs() { on source zfs list -Hp -r -o name,createtxg -t snapshot tank | awk -F '\t' -v name="$1" '$1 ~ name "$" { print $2 }' | sort -u | wc -l; }

# No space for the volume: the others have theirs, at one time. Thinning is what cures it.
at_time '2025-03-01 12:00' zw_ends 1 backup "${job[@]}"
expect_contains "$said" "tank/vol: FAILED: it cannot be snapshotted: cannot create snapshot 'tank/vol@test-20250301120000': out of space"
expect_contains "$said" 'zfs set refreservation=none tank/vol'
expect_equal "$(txgs 20250301120000)" 1 'transactions'
expect_snapshots backup backup/copies/tank/b test-20250301120000
on source rm /tank/b/fill
write_file source tank/a first 10000
at_time '2025-03-02 12:00' zw_ends 1 backup "${job[@]}" --keep-source=1
at_time '2025-03-03 12:00' zw_ends 0 backup "${job[@]}" --keep-source=1
expect_snapshots backup backup/copies/tank/vol test-20250303120000

# A user who may not snapshot one of them: zfs names none.
# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'zfs release zfs_autobackup:test tank/vol@test-20250303120000; zfs destroy -r tank/vol; id worker >/dev/null 2>&1 || useradd worker
  for i in 1 2 3 4 5; do zfs create tank/w$i; [ $i = 4 ] || zfs allow worker snapshot,mount tank/w$i; done
  for d in tank tank/a tank/b; do zfs allow -l worker snapshot,mount $d; done'
for name in a b w1 w2 w3 w4 w5; do write_file source "tank/$name" second 10000; done
at_time '2025-03-04 12:00' as_user worker zw_ends 1 source backup test --no-thinning --skip-permission-check
expect_contains "$said" 'tank/w4: FAILED: it cannot be snapshotted: zfs: cannot create snapshots : permission denied'
# To destroy what halves made takes another permission: it stays.
expect_contains "$said" 'they are not atomic'
expect_equal "$(on source zfs list -H -r -o name -t snapshot tank | grep -c 20250304120000)" 7 'snapshots'

# Vanished before its snapshot; in part; too long.
# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'for i in 1 2 3 4 5; do zfs destroy -r tank/w$i; done
  zfs create tank/gone; zfs create -u "tank/$(printf "x%.0s" $(seq 240))"
  head -c 10M /dev/urandom >/tank/a/f; zfs snapshot tank/a@part; zfs send tank/a@part | head -c 5M | zfs receive -s tank/part || :'
at_time '2025-03-05 12:00' zw_ends 2 backup "${job[@]}" --pre-snapshot-cmd 'zfs destroy tank/gone'
expect_contains "$said" "tank/gone: FAILED: it cannot be snapshotted: cannot open 'tank/gone': dataset does not exist"
expect_contains "$said" ' has 265 characters, and zfs takes 255'
expect_contains "$said" 'NOTE: [Source] tank/part: not snapshotted: its first receive is incomplete'
on backup zfs list backup/copies/tank/a@test-20250305120000
