#!/bin/bash
# Copies record their source: on a first receive, on an increment, on a volume, on a raw one, on a receive that broke off and is resumed; by a user
# who may set user properties, and not by one who may not, whose run goes on all the same. What came by send -p is not believed. Below a target
# path that two hosts with pools of one name share, --destroy-missing takes what is this host's, and nothing else.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

record_of() { on backup zfs get -H -o value,source zwinnow:source "$1"; }
guid() { on "$1" zfs get -Hp -o value guid "$2"; }
recorded() { printf '%s:%s:%s\tlocal' "$(guid source tank)" "$(guid source "$1")" "$1"; }
expect_recorded() { expect_equal "$(record_of "backup/copies/$1")" "$(recorded "$1")" "the record of $1"; }

on source zfs create 'tank/my data'
on source zfs create tank/gone
on source zfs create -s -V 8M tank/disk
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
on source zfs set autobackup:test=true tank
on backup zfs create backup/copies
job=(--ssh-source source test backup/copies)
at_time '2025-03-01 12:00' also_as_script backup backup "${job[@]}" --allow-empty
for dataset in tank 'tank/my data' tank/disk tank/secret tank/gone; do expect_recorded "$dataset"; done

# --- Written where it is missing, by a run with nothing to send as by one with something; one that came along is not believed ---
for dataset in 'tank/my data' tank/disk tank/secret; do on backup zfs inherit zwinnow:source "backup/copies/$dataset"; done
on backup sh -c 'zfs send -p backup/copies/tank/gone@test-20250301120000 | zfs recv -u backup/copies/tank/stray'
expect_contains "$(record_of backup/copies/tank/stray)" received
write_file source 'tank/my data' file 100000
at_time '2025-03-02 12:00' same_as_script backup backup "${job[@]}"
for dataset in 'tank/my data' tank/disk tank/secret; do expect_recorded "$dataset"; done
expect_contains "$(record_of backup/copies/tank/stray)" received

# --- A first receive that broke off ---
on source zfs create tank/big
write_file source tank/big file 6000000
on source zfs snapshot tank/big@test-20250303120000
on backup sh -c 'ssh source zfs send -p tank/big@test-20250303120000 | head -c 1500000 | zfs receive -s -u backup/copies/tank/big' || :
at_time '2025-03-04 12:00' also_as_script backup backup --verbose "${job[@]}"
expect_contains "$said" 'tank/big@test-20250303120000: resuming'
expect_recorded tank/big

# --- Another host's copies, with a pool of that name; and what somebody has set aside ---
on backup zfs create backup/copies/tank/theirs
on backup zfs set zwinnow:source=1:2:tank/theirs backup/copies/tank/theirs
on backup zfs snapshot backup/copies/tank/theirs@test-20250301120000
on source zfs release zfs_autobackup:test tank/gone@test-20250301120000
on source zfs destroy -r tank/gone
on source zfs release -r zfs_autobackup:test tank/big@test-20250304120000 || :
on backup zfs rename -u backup/copies/tank/big backup/copies/tank/big.old
on source sh -c 'zfs list -H -o name -t snapshot tank/big | xargs -n 1 zfs release zfs_autobackup:test 2>/dev/null; zfs destroy -r tank/big'
at_time '2025-06-01 12:00' also_as_script backup backup --destroy-missing=30d "${job[@]}"
expect_equal "$(on backup zfs list -H -o name -r backup/copies/tank | grep -e gone -e theirs -e big -e stray)" \
  $'backup/copies/tank/big.old\nbackup/copies/tank/stray\nbackup/copies/tank/theirs' 'what is left'

# --- A user who may not set user properties: a NOTE, and the data arrives; with leave the record, too ---
on backup sh -ec 'useradd -m keeper; install -d -o keeper -m 700 /home/keeper/.ssh; cp /root/.ssh/id_ed25519 /root/.ssh/known_hosts /home/keeper/.ssh/
  chown -R keeper /home/keeper/.ssh'
on backup zfs create backup/theirs
on backup zfs allow -u keeper canmount,create,destroy,hold,keylocation,mount,receive,release backup/theirs
job=(--ssh-source root@source test backup/theirs)
at_time '2025-06-02 12:00' as_user keeper zw_ends 0 backup backup "${job[@]}"
expect_contains "$said" 'keeper lacks userprop below backup/theirs: so copies do not record their source'
expect_equal "$(record_of 'backup/theirs/tank/my data')" $'-\t-' 'a record'
on backup zfs allow -u keeper userprop backup/theirs
write_file source 'tank/my data' more 100000
at_time '2025-06-03 12:00' as_user keeper zw_ends 0 backup backup "${job[@]}"
for dataset in 'tank/my data' tank/disk; do
  expect_equal "$(record_of "backup/theirs/$dataset")" "$(recorded "$dataset")" "the record of $dataset"
done
