#!/bin/bash
# Snapshots by name on real pools: names with spaces, volumes, held and cloned snapshots, a pool being scrubbed, the
# property of automatic snapshots, a time to live; and the table of snapshots.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create 'tank/my files'
on source zfs create 'tank/my files/deep'
on source zfs create -s -V 8M tank/vm-7
on source zfs create -o com.sun:auto-snapshot=false tank/scratch
make_pool source usb 1
hourly=zfs-auto-snap_hourly-2025-03-01

at_time '2025-03-01 12:00' zw_on source snapshot // --label hourly --keep 2
for dataset in tank 'tank/my files' 'tank/my files/deep' tank/vm-7 usb; do
  expect_snapshots source "$dataset" $hourly-1200
done
expect_snapshots source tank/scratch
expect_equal "$(on source zfs list -H -t snapshot -o createtxg -r tank | sort -u | wc -l)" 1 "transaction groups"

# What is held or cloned stays, and is no failure.
on source zfs hold mine "tank/my files@$hourly-1200"
on source zfs clone tank/vm-7@$hourly-1200 tank/clone
on source zfs set com.sun:auto-snapshot=false tank/clone
for hour in 13 14; do at_time "2025-03-01 $hour:00" zw_on source snapshot // --label hourly --keep 2; done
expect_snapshots source 'tank/my files' $hourly-1{2,3,4}00
expect_snapshots source 'tank/my files/deep' $hourly-1{3,4}00
expect_snapshots source tank/vm-7 $hourly-1{2,3,4}00
expect_snapshots source usb $hourly-1{3,4}00
expect_snapshots source tank/clone

# The table tells it, and what a run would do.
expect_equal "$(on source zwinnow list -H 'my files' | cut -f 2,3,7,8 | tr '\t' ' ')" \
  "$(printf 'tank/my files %s\n' "$hourly-1200 1 0" "$hourly-1300 0 0" "$hourly-1400 0 0")" "the table"
expect_equal "$(on source zwinnow list -H vm-7 --why --label hourly --keep 1 | cut -f 3,8,9 | tr '\t' ' ')" \
  "$hourly-1200 1 stays: it has clones
$hourly-1300 0 goes: no rule of the schedule keeps it
$hourly-1400 0 stays: one of the last 1" "the table with reasons"
write_disk source tank/vm-7 200000
expect_equal "$(on source zwinnow list -Hp vm-7 | sed -n 3p | cut -f 6)" \
  "$(on source zfs get -Hp -o value used tank/vm-7@$hourly-1400)" "what a snapshot takes"

# By the last part of a name; a time to live.
at_time '2025-03-01 15:00' zw_on source snapshot new vm-7 --ttl 1h
at_time '2025-03-01 15:30' zw_on source snapshot vm-7
expect_snapshots source tank/vm-7 $hourly-1{2,3,4}00 custom_2025-03-01_15-00-00--1h custom_2025-03-01_15-30-00
at_time '2025-03-01 16:30' zw_on source snapshot vm-7
expect_snapshots source tank/vm-7 $hourly-1{2,3,4}00 custom_2025-03-01_15-30-00 custom_2025-03-01_16-30-00

# Thinned by hand: names with a time, names without one, by their creation (which is real), as ranges that zfs takes.
for name in before-a before-b mine before-c; do on source zfs snapshot "tank/my files@$name" tank/scratch@$name; done
expect_equal "$(on source zwinnow thin 'my files' scratch --match 'before-*' --keep-num 1 --print-ranges)" \
  'tank/my files@before-a%before-b
tank/scratch@before-a%before-b' "the ranges"
on source zwinnow thin 'my files' --match 'before-*' --keep-days 1 --keep-num 1
expect_snapshots source 'tank/my files' $hourly-1{2,3,4}00 before-a before-b mine before-c
on source zfs hold mine 'tank/my files@before-b'
on source zwinnow thin 'my files' --match 'before-*' --keep 1
expect_snapshots source 'tank/my files' $hourly-1{2,3,4}00 before-b mine before-c
# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'zwinnow thin scratch --match "*e*" --keep 1 --print-ranges | while IFS= read -r range; do zfs destroy "$range"; done'
expect_snapshots source tank/scratch before-c
at_time '2025-03-01 17:00' zw_on source thin tank/vm-7 --preset zfs-auto-snapshot --label hourly --keep 1h2h --keep-num 1
expect_snapshots source tank/vm-7 $hourly-1{2,4}00 custom_2025-03-01_15-30-00 custom_2025-03-01_16-30-00

# What goes wrong is in syslog, too.
zw_ends 255 source snapshot nothing-like-that -g
expect_contains "$(on source sh -c 'journalctl --sync; journalctl -q -t zwinnow -o cat')" "there is no dataset 'nothing-like-that'"

# A pool that is being scrubbed is left out.
# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'head -c 60M /dev/urandom >/usb/data; zpool sync usb
  echo 1 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; zpool scrub usb; zpool status usb | grep "scrub in progress"'
at_time '2025-03-01 17:00' zw_on source snapshot // --type busy --skip-scrub
on source sh -c 'echo 0 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; zpool scrub -s usb || :'
expect_snapshots source usb $hourly-1{3,4}00
expect_snapshots source tank $hourly-1{3,4}00 busy_2025-03-01_17-00-00

# By a user with what zfs allows, and by the printed script.
on source sh -ec 'useradd -m keeper; zfs allow -u keeper snapshot,mount,destroy tank'
at_time '2025-03-01 18:00' as_user keeper zw_on source snapshot -r 'tank/my files' --label hourly --keep 2
expect_snapshots source 'tank/my files' $hourly-1{2,4}00 before-b mine before-c busy_2025-03-01_17-00-00 $hourly-1800
at_time '2025-03-01 18:00' as_user keeper zw_on source thin 'tank/my files/deep' --preset zfs-auto-snapshot --label hourly --keep 1
expect_snapshots source 'tank/my files/deep' busy_2025-03-01_17-00-00 $hourly-1800
expect_equal "$(as_user keeper zw_on source list -H tank)" "$(on source zwinnow list -H tank)" "what a user sees"
at_time '2025-03-01 19:00' same_as_script source snapshot -r tank --label hourly --keep 2
at_time '2025-03-01 19:00' same_as_script source thin -r tank --match '*hourly*' --keep-num 1 --keep-days 0
