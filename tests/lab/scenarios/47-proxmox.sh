#!/bin/bash
# Nodes of a cluster whose machines move: a backup of each node, and one of all their machines to a common place, under the old name,
# in a loop over the hosts. A machine that is replicated between nodes is backed up from where it is active.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# One guest is the three nodes in turn: each has a pool rpool of its own.
# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'mkdir -p /nodes
  for node in h4 h5 h6; do
    truncate -s 200M /nodes/$node
    zpool create -O mountpoint=none rpool /nodes/$node
    zfs create -o mountpoint=/$node rpool/ROOT; zfs create rpool/data
    for number in 0 1; do zfs create -s -V 8M rpool/data/vm-$node-disk-$number; done
    zfs set autobackup:${node}_smartos03=true rpool
    zfs set autobackup:${node}_smartos03=false rpool/data
    zfs set autobackup:data_smartos03=child rpool/data
    zpool export rpool
  done'
# shellcheck disable=SC2016 # expanded in the guest
on backup sh -ec 'zfs create -p backup/zfsbackups/pxe1_data
  for node in h4 h5 h6; do zfs create backup/zfsbackups/$node; printf "Host %s\n  HostName source\n  HostKeyAlias source\n" $node; done >>/root/.ssh/config'
# shellcheck disable=SC2016 # expanded in the guest
become() { on source sh -ec 'zpool export rpool 2>/dev/null || :; zpool import -d "/nodes/$1" rpool; udevadm settle' become "$1"; }
data() { printf 'rpool/data/vm-%s-disk-%s' "$1" "${2:-0}"; }
copy=backup/zfsbackups/pxe1_data
count() { on backup zfs list -H -o name -t snapshot "$1" | grep -c "$2" || :; }

# backup_all ARG…: the script on the backup server.
backup_all() {
  local node
  for node in h4 h5 h6; do
    become $node
    then_on backup zfs-autobackup --ssh-source root@$node data_smartos03 $copy --clear-refreservation --clear-mountpoint --ignore-transfer-errors \
      --strip-path 2 --verbose --ignore-replicated --min-change 200000 --no-holds "$@" >/dev/null
    then_on backup zfs-autobackup --ssh-source root@$node ${node}_smartos03 backup/zfsbackups/$node --verbose --clear-refreservation --clear-mountpoint \
      --ignore-transfer-errors "$@" >/dev/null
  done
}

for node in h4 h5 h6; do
  become $node
  write_disk source "$(data $node)" 400000
done
at_time '2025-03-01 12:00' backup_all
expect_equal "$(on backup zfs list -H -o name -r $copy | sed 's,.*/,,' | xargs)" "pxe1_data $(echo vm-h{4,5,6}-disk-{0,1})" 'the machines of all nodes'
for node in h4 h5 h6; do
  expect_equal "$(on backup zfs list -H -o name -r backup/zfsbackups/$node | sed "s,.*zfsbackups/$node,," | xargs)" '/rpool /rpool/ROOT' "what is of $node alone"
done
expect_equal "$(on source sh -c 'zfs list -H -o name -t snapshot -r rpool/data | xargs zfs holds -H')" '' 'holds on machines'

# The machine of h4 moves to h5, with its snapshots; its next backup comes from there, as an increment.
become h4
on source sh -ec 'zfs snapshot rpool/data/vm-h4-disk-0@migrate; zfs send -R rpool/data/vm-h4-disk-0@migrate >/nodes/stream; zfs destroy -r rpool/data/vm-h4-disk-0'
become h5
on source sh -ec 'zfs recv rpool/data/vm-h4-disk-0 </nodes/stream'
write_disk source "$(data h4)" 500000
at_time '2025-03-02 12:00' backup_all
expect_equal "$(count $copy/vm-h4-disk-0 data_smartos03-20250302120000)$(count $copy/vm-h4-disk-0 data_smartos03-20250301120000)" 11 'before and after it moved'
become h5
expect_equal "$(on backup zfs get -Hp -o value guid $copy/vm-h4-disk-0@data_smartos03-20250302120000)" \
  "$(on source zfs get -Hp -o value guid rpool/data/vm-h4-disk-0@data_smartos03-20250302120000)" 'from where it is now'
at_time '2025-03-03 12:00' backup_all --test
expect_equal "$(count $copy/vm-h5-disk-0 20250303)" 0 'after a dry run'
