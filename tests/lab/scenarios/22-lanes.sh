#!/bin/bash
# Twelve datasets at a time over ssh, more than sshd takes sessions on one connection: for the first time with parents
# and children, as increments with thinning on both sides, and with one that fails. The pools are the same as after one
# dataset after the other.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'zfs set autobackup:test=true tank
  for i in 01 02 03 04 05 06 07 08 09 10; do zfs create "tank/d$i"; done
  zfs create tank/d01/child; zfs create tank/d01/child/below; zfs create -s -V 8M tank/disk'
on backup zfs create backup/copies
# write_everywhere NAME
write_everywhere() {
  # shellcheck disable=SC2016 # expanded in the guest
  on source sh -ec 'for at in $(zfs list -H -r -t filesystem -o mountpoint tank); do head -c 50000 /dev/urandom >"$at/$1"; done
    zpool sync tank' write_everywhere "$1"
}
limit=$(on backup sshd -T -C user=root,host=source,addr=10.77.0.1 | sed -n 's/^maxsessions //p')
expect_equal "$limit" 10 "how many sessions the guests take from each other"

lanes=(backup test backup/copies --ssh-source source --jobs 12)
write_everywhere first
at_time '2025-03-01 12:00' also_as_one_job backup "${lanes[@]}"
expect_same_content tank/d01/child/below@test-20250301120000 backup/copies/tank/d01/child/below@test-20250301120000
write_everywhere second
at_time '2025-03-02 12:00' zw "${lanes[@]}"
write_everywhere third
at_time '2025-03-03 12:00' same_as_one_job backup "${lanes[@]}" --keep-source=1 --keep-target=1
expect_snapshots source tank/d05 test-20250303120000
expect_snapshots backup backup/copies/tank/d05 test-20250303120000
expect_same_content tank/d05@test-20250303120000 backup/copies/tank/d05@test-20250303120000

# One target has been written to: it fails alone.
write_file backup backup/copies/tank/d03 own 50000
write_everywhere fourth
wanted_status=1 at_time '2025-03-04 12:00' also_as_one_job backup "${lanes[@]}" --keep-source=1 --keep-target=1
expect_contains "$said" 'tank/d03: FAILED'
expect_snapshots backup backup/copies/tank/d03 test-20250303120000
expect_snapshots backup backup/copies/tank/d04 test-20250304120000
