#!/bin/bash
# Datasets that are renamed or promoted, disks that are replaced: nothing is sent again in silence, and both cures that
# are named do cure; what stays held is said.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true tank/data
on source zfs create tank/data/a
on source zfs create tank/data/a/sub
write_file source tank/data/a first 3000000
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source --keep-source=1 --keep-target=3)
newest() { on "$1" zfs list -H -o name -s createtxg -d 1 -t snapshot "$2" | tail -n 1 | sed 's/.*@//'; }
zw "${pull[@]}"
old=$(newest source tank/data/a)

# Renamed: it fails, and its base stays. The rename of the copy cures, with what is below it.
on source zfs rename tank/data/a tank/data/b
write_file source tank/data/b second 100000
for _ in 1 2; do
  sleep 1
  zw_ends 2 backup "${pull[@]}" --destroy-missing=1s
  expect_contains "$said" 'zfs rename -u backup/copies/tank/data/a backup/copies/tank/data/b; or --resend-renamed'
done
expect_equal "$(on source zfs holds -H "tank/data/b@$old" | cut -f2)" zfs_autobackup:test "the hold of the old base"
on backup zfs rename -u backup/copies/tank/data/a backup/copies/tank/data/b
zw "${pull[@]}" --no-snapshot
expect_same_content "tank/data/b@$(newest source tank/data/b)" "backup/copies/tank/data/b@$(newest source tank/data/b)"
expect_equal "$(on source zfs list -H -o name -t snapshot "tank/data/b@$old" 2>&1 | grep -c 'does not exist')" 1 "the old base is gone"
zw "${pull[@]}"

# Into a pool's other folder, whose parent is not there yet.
on source zfs create tank/new
on source zfs rename tank/data/b tank/new/c
on source zfs set autobackup:test=true tank/new/c
on source zfs set autobackup:test=true tank/new/c/sub
sleep 1
write_file source tank/new/c third 100000
zw_ends 2 backup "${pull[@]}"
cure=$(sed -n 's/.*tank\/new\/c: FAILED: .* To go on with that: \(.*\); or --resend-renamed.*/\1/p' <<<"$said")
expect_contains "$cure" 'zfs create -p -u -o canmount=off backup/copies/tank/new && zfs rename -u'
on backup sh -ec "$cure"
zw "${pull[@]}" --no-snapshot
expect_same_content "tank/new/c@$(newest source tank/new/c)" "backup/copies/tank/new/c@$(newest source tank/new/c)"

# Promoted: the clone has the history, the other one none. What the messages say cures both.
base=$(newest source tank/new/c)
on source zfs clone -o autobackup:test=true "tank/new/c@$base" tank/new/clone
on source zfs promote tank/new/clone
sleep 1
zw_ends 2 backup "${pull[@]}"
expect_contains "$said" 'zfs rename -u backup/copies/tank/new/c backup/copies/tank/new/clone'
on backup zfs rename -u backup/copies/tank/new/c backup/copies/tank/new/clone
on backup zfs create -o canmount=off backup/copies/tank/new/c
on backup zfs rename -u backup/copies/tank/new/clone/sub backup/copies/tank/new/sub
on backup zfs destroy backup/copies/tank/new/c
zw_ends 1 backup "${pull[@]}"   # its child's copy has still another name
on backup zfs rename -u backup/copies/tank/new/sub backup/copies/tank/new/c/sub
zw "${pull[@]}"

# Sent anew because the user says so: the old base goes when the new one has arrived.
on source zfs rename tank/new/c tank/new/d
sleep 1
write_file source tank/new/d fourth 100000
zw "${pull[@]}" --resend-renamed
expect_same_content "tank/new/d@$(newest source tank/new/d)" "backup/copies/tank/new/d@$(newest source tank/new/d)"
expect_equal "$(on backup sh -c 'zfs list -H -o name -t snapshot -r backup/copies/tank/new/c | xargs zfs holds -H')" "" "holds of the old copy"

# The disk is replaced: what it leaves held is said in each run that gives it up.
old=$(newest source tank/new/d)
on backup zpool destroy backup
make_pool backup backup 0
on backup zfs create backup/copies
for _ in 1 2 3; do
  sleep 1
  write_file source tank/new/d fifth 100000
  said=$(zw "${pull[@]}")
done
expect_contains "$said" "tank/new/d@$old (since "
expect_contains "$said" 'held by zfs_autobackup:test for another target, or a copy that is gone. zwinnow holds test backup/copies'
