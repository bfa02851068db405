# shellcheck shell=bash
# The hosts that the documents speak of, on the fake zfs, as check_commands wants them. It is called as host backup.
set -euo pipefail
on() { FAKE_ZFS_HOST=$1 "${@:2}"; }

# /etc/zwinnow/offsite1.conf
mkdir -p "$ZWINNOW_CONFIG_DIR"
printf '%s\n' 'ssh-source = root@server1' 'backup-name = offsite1' 'target-path = backup/server1' >"$ZWINNOW_CONFIG_DIR/offsite1.conf"
chmod go-w "$ZWINNOW_CONFIG_DIR/offsite1.conf"

on server1 zpool create tank /dev/fake
for name in vm home home/anna data share jail scratch ct; do on server1 zfs create "tank/$name"; done
on server1 zfs set autobackup:offsite1=true tank
on server1 zfs set autobackup:local1=true tank
on server1 zfs set autobackup:disk2=child tank
on server1 zfs set autobackup:disk-a=true tank
on server1 zfs create tank/vm/vm-7
for pool in rpool usb usb-a backup; do on server1 zpool create "$pool" /dev/fake; done
on server1 zfs create usb-a/tank
on server1 zfs create usb/backup
for name in daily-2026-03-01 before-upgrade offsite1-20260301030000 offsite1-20260301120000; do
  on server1 zfs snapshot -r "tank@$name"
  on server1 zfs fakewrite tank/vm 100000
done

# The backup server, with a first backup; and one that is pushed to.
on backup zpool create backup /dev/fake
for host in backup backup1; do
  [[ $host == backup ]] || on backup1 zpool create backup /dev/fake
  for name in backup/server1 backup/vault; do on "$host" zfs create -o mountpoint=none "$name"; done
done
on backup zwinnow backup --ssh-source root@server1 offsite1 backup/server1
on server1 zwinnow backup --no-thinning --ssh-target root@backup1 offsite1 backup/server1
on server1 zfs fakewrite tank/vm 100000

# Two twins.
for host in host1 host2; do
  for pool in ssd1 ssd2 tank; do on "$host" zpool create "$pool" /dev/fake; done
done
on host1 zfs create -p ssd1/vm/win11
on host1 zfs create tank/jail
on host2 zfs create ssd2/vm
on host1 zwinnow sync ssd1/vm/win11 root@host2:ssd2/vm/win11
on host1 zwinnow sync tank/jail root@host2:tank/jail
on host1 zfs create tank/vm
on host1 zfs snapshot tank/vm@daily-2026-03-01

# Others that are sent to, and a user who may do what a backup needs.
for host in server2 hoster-01; do
  for pool in tank backup; do on "$host" zpool create "$pool" /dev/fake; done
done
on server1 zfs allow -u keeper destroy,hold,mount,release,send,snapshot,userprop tank
for host in backup backup1; do
  on "$host" zfs allow -u keeper create,destroy,hold,mount,receive,release,userprop,readonly,compression backup/server1
done
on server1 zfs create backup/tank

# A cluster, whose first machine has a backup.
for host in h4 h5 h6; do
  on "$host" zpool create rpool /dev/fake
  on "$host" zfs create rpool/ROOT
  on "$host" zfs create rpool/data
done
on h4 zfs create -V 8M rpool/data/vm-100-disk-0
on h4 zfs set autobackup:machines=child rpool/data
on h4 zfs set autobackup:h4=true rpool
on h4 zfs set autobackup:h4=false rpool/data
on backup zfs create -p -o canmount=off -o readonly=on backup/nodes/machines
on backup zfs create -o canmount=off -o readonly=on backup/nodes/h4
on backup zwinnow backup --ssh-source root@h4 --strip-path 2 --no-holds machines backup/nodes/machines
